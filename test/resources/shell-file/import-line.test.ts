import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { applyEdits } from "../../../src/model/span.js";
import { importDiagnostic } from "../../../src/resources/shell-file/import-line.js";
import { renderShellFile, shellFile } from "../../../src/resources/shell-file/index.js";
import { importEdits } from "../../../src/resources/shell-file/own-flake.js";
import { desireOf } from "../../support/desire.js";
import { flakeDirectory, stubNixpkgs } from "../../support/nix-shell.js";
import { repository } from "../../support/project.js";
import { requireTools } from "../../support/tools.js";

const systems = ["x86_64-linux"];
const mine = "pkgs.mkShell { packages = [ pkgs.git ]; }";

interface Form {
  readonly flake: string;
  /** What the person's default shell is called afterwards; left out: there was none. */
  readonly renamed?: "own";
  /** Their other shells. */
  readonly others?: readonly string[];
}

const forms: Readonly<Record<string, Form>> = {
  "plain outputs without a shell": {
    flake: `{
  outputs = { self, nixpkgs }: {
    packages.x86_64-linux = { };
  };
}
`,
  },
  "plain outputs on one line": { flake: `{ outputs = { self, nixpkgs }: { templates = { }; }; }` },
  "plain outputs, one system by name": {
    flake: `{
  outputs = { nixpkgs, ... }:
    let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
      devShells.x86_64-linux.default = ${mine};
      devShells.x86_64-linux.docs = pkgs.mkShell { };
    };
}
`,
    renamed: "own",
    others: ["docs"],
  },
  "plain outputs, a set of shells": {
    flake: `{
  outputs = inputs@{ self, ... }:
    let
      pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      devShells.x86_64-linux = {
        default = ${mine};
        docs = pkgs.mkShell { }; # for the site
      };
    };
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
}
`,
    renamed: "own",
    others: ["docs"],
  },
  "plain outputs, a set of systems": {
    flake: `{
  outputs = { self, nixpkgs }: {
    devShells = {
      x86_64-linux.docs = nixpkgs.legacyPackages.x86_64-linux.mkShell { };
      aarch64-linux = { };
    };
  };
}
`,
    others: ["docs"],
  },
  "a computed system": {
    flake: `{
  outputs = { self, nixpkgs }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.\${system};
    in {
      devShells.\${system}.default = ${mine};
    };
}
`,
    renamed: "own",
  },
  "a computed system with a set of shells": {
    flake: `{
  outputs = { self, nixpkgs }:
    let
      here = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.\${here};
    in {
      devShells.\${here} = { docs = ${mine}; };
    };
}
`,
    others: ["docs"],
  },
  "a function for all systems": {
    flake: `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  outputs = { self, nixpkgs, ... }@inputs:
    let
      forAllSystems = nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" ];
    in {
      devShells = forAllSystems (system:
        let pkgs = nixpkgs.legacyPackages.\${system}; in {
          default = ${mine};
        });
    };
}
`,
    renamed: "own",
  },
  "a function for all systems that passes packages": {
    flake: `{
  outputs = { self, nixpkgs }:
    let
      forEachSupportedSystem = f: nixpkgs.lib.genAttrs [ "x86_64-linux" ] (system: f {
        pkgs = import nixpkgs { inherit system; };
      });
    in
    {
      devShells = forEachSupportedSystem ({ pkgs }: {
        default = ${mine};
      });
    };
}
`,
    renamed: "own",
  },
  "all inputs under one name": {
    flake: `{
  inputs = {
    nixpkgs = { url = "github:NixOS/nixpkgs"; };
  };
  outputs = inputs: {
    overlays = { };
  };
}
`,
  },
  "a nixpkgs under another name": {
    flake: `{
  inputs.unstable.url = "github:NixOS/nixpkgs/nixos-unstable";
  outputs = { self, unstable }: {
    overlays = { };
  };
}
`,
  },
  "a nixpkgs that is not asked for yet": {
    flake: `{
  outputs = { ... }: {
    overlays = { };
  };
}
`,
  },
  "flake-utils": {
    flake: `{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs";
    flake-utils.url = "github:numtide/flake-utils";
  };
  outputs = { self, nixpkgs, flake-utils }:
    flake-utils.lib.eachDefaultSystem (system:
      let
        pkgs = import nixpkgs { inherit system; };
      in
      {
        devShells.default = pkgs.mkShell {
          packages = [ pkgs.git ];
        };
        devShells.docs = pkgs.mkShell { };
      }
    );
}
`,
    renamed: "own",
    others: ["docs"],
  },
  "flake-utils, with a set of shells and more outputs": {
    flake: `{
  outputs = { self, nixpkgs, flake-utils }: {
    overlays = { };
  } // flake-utils.lib.eachSystem [ "x86_64-linux" ] (system:
    let pkgs = nixpkgs.legacyPackages.\${system}; in rec {
      devShells = { docs = pkgs.mkShell { }; };
    });
}
`,
    others: ["docs"],
  },
  "flake-utils, with the shell of old flakes": {
    flake: `{
  outputs = { self, nixpkgs, flake-utils, ... }:
    flake-utils.lib.eachDefaultSystem (system: {
      devShell = nixpkgs.legacyPackages.\${system}.mkShell { };
    });
}
`,
  },
  "flake-parts": {
    flake: `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  outputs = inputs@{ flake-parts, ... }:
    flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" ];
      perSystem = { pkgs, ... }: {
        devShells.default = ${mine};
        devShells.docs = pkgs.mkShell { };
      };
    };
}
`,
    renamed: "own",
    others: ["docs"],
  },
  "flake-parts that asks for neither system nor packages": {
    flake: `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs:
    inputs.flake-parts.lib.mkFlake { inherit inputs; } ({ lib, ... }: {
      systems = [ "x86_64-linux" ];
      perSystem = { config, ... }: {
        checks = { };
      };
    });
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
}
`,
  },
  "flake-parts without anything by system": {
    flake: `{
  outputs = inputs@{ flake-parts, nixpkgs, ... }:
    flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" ];
      flake = { };
    };
}
`,
  },
};

function followed(flake: string): string {
  const edits = importEdits(flake, parseNix(flake), systems);
  if (edits === null) throw new Error("the form is not recognised");
  return applyEdits(flake, edits);
}

function shellsOf(
  flake: string,
  shell = renderShellFile(desireOf()),
): { ours: string; shells: Record<string, Record<string, string>> } {
  const directory = flakeDirectory({ "flake.nix": flake, [shellFile]: shell });
  const evaluate = join(repository, "test/fixtures/own-flakes/evaluate.nix");
  const args = [
    "--eval",
    "--strict",
    "--json",
    evaluate,
    "--arg",
    "directory",
    directory,
    "--arg",
    "stub",
    stubNixpkgs,
  ];
  return JSON.parse(execFileSync("nix-instantiate", args, { encoding: "utf8", stdio: "pipe" })) as never;
}

describe("a flake that is not valid Nix", () => {
  test("is said to be none, with the place", () => {
    const diagnostic = importDiagnostic({ flake: "{\r\n  outputs = ;\r\n}\r\n", shell: null }, systems);
    expect(diagnostic).toMatchObject({ code: "NT460", place: { file: "flake.nix", line: 2, column: 13 } });
    expect(diagnostic?.detail).toContain("not valid Nix either: line 2, column 13: expected an expression");
    expect(diagnostic?.hint).toMatch(/^Correct that first/);
  });
});

describe("what NT460 says to do in a flake of one's own", () => {
  for (const [name, { flake, renamed, others = [] }] of Object.entries(forms)) {
    test(`${name}: it is gone when that is done`, () => {
      expect(importDiagnostic({ flake, shell: null }, systems)).toMatchObject({
        severity: "warning",
        code: "NT460",
      });
      const after = followed(flake);
      expect(importDiagnostic({ flake: after, shell: null }, systems)).toBeNull();
      const crlf = flake.replaceAll("\n", "\r\n");
      expect(followed(crlf)).toBe(after.replaceAll("\n", "\r\n"));
    });

    test.skipIf(!requireTools("nix"))(`${name}: Nix takes it, and no shell is lost`, () => {
      const [before, after] = [shellsOf(flake).shells["x86_64-linux"] ?? {}, shellsOf(followed(flake))];
      const { default: shell, ...rest } = after.shells["x86_64-linux"] ?? {};
      expect(shell).toBe(after.ours);
      const kept = Object.fromEntries(others.map((one) => [one, before[one]]));
      expect(rest).toEqual({ ...kept, ...(renamed === undefined ? {} : { [renamed]: before["default"] }) });
    });
  }
});

describe("the words of NT460", () => {
  const hintFor = (name: string) => importDiagnostic({ flake: forms[name]!.flake, shell: null }, systems);

  test("name the line, and show it as it will be", () => {
    const diagnostic = hintFor("flake-utils");
    expect(diagnostic?.place).toEqual({ file: "flake.nix", line: 12 });
    expect(diagnostic?.hint).toBe(`Change flake.nix so:

- line 12 becomes

    devShells.own = pkgs.mkShell {

- below line 15 comes

    devShells.default = import ./nixtorch-shell.nix { inherit nixpkgs system; };

nixtorch works in the default shell, so yours gets another name:

    nix develop .#own`);
  });

  test("show a new part of several lines, and an argument that is missing", () => {
    expect(hintFor("flake-parts without anything by system")?.hint).toBe(`Change flake.nix so:

- below line 3 comes

    perSystem =
      { system, ... }:
      {
        devShells.default = import ./nixtorch-shell.nix { inherit nixpkgs system; };
      };`);
    expect(hintFor("a nixpkgs that is not asked for yet")?.hint).toContain(
      "- line 2 becomes\n\n    outputs = { nixpkgs, ... }: {\n\n- below line 2 comes",
    );
  });

  test("give the general line for a form that is not known, and for a file that cannot be parsed", () => {
    const devenv = `{ outputs = { nixpkgs, ... }: import ./outputs.nix nixpkgs; }`;
    for (const flake of [devenv, "{ outputs = ", null]) {
      const diagnostic = importDiagnostic({ flake, shell: null }, ["x86_64-linux", "aarch64-linux"]);
      expect(diagnostic?.hint).toContain(
        'devShells.x86_64-linux.default = import ./nixtorch-shell.nix { inherit nixpkgs; system = "x86_64-linux"; };',
      );
      expect(diagnostic?.hint).toContain("devShells.aarch64-linux.default");
    }
  });

  test("do not end because a comment or a string names the file", () => {
    const flake = `{ # import ./nixtorch-shell.nix\n  outputs = { nixpkgs, ... }: { note = "./nixtorch-shell.nix"; };\n}\n`;
    expect(importDiagnostic({ flake, shell: null }, systems)?.code).toBe("NT460");
  });
});

describe("a project with shell.nix and no flake", () => {
  const pinned = `{ pkgs ? import <nixpkgs> { } }:\npkgs.mkShell {\n  packages = [ pkgs.git ];\n}\n`;
  const plain = `with import <nixpkgs> { };\nmkShell { }\n`;

  /** The file with the shell replaced as the hint says. */
  function replaced(shell: string, hint: string): string {
    const code = [...hint.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line).join("\n");
    return shell.slice(0, shell.search(/(?:pkgs\.)?mkShell/)) + code;
  }

  test.each([
    ["with a nixpkgs of its own", pinned],
    ["with that of the channel", plain],
  ])("%s gets an expression that nix-shell takes", (_name, shell) => {
    const diagnostic = importDiagnostic({ flake: null, shell }, systems);
    expect(diagnostic).toMatchObject({ code: "NT460", place: { file: "shell.nix", line: 2 } });
    expect(diagnostic?.detail).toContain("shell.nix does not import nixtorch-shell.nix");
    const after = replaced(shell, diagnostic?.hint ?? "");
    expect(importDiagnostic({ flake: null, shell: after }, systems)).toBeNull();
  });

  test.skipIf(!requireTools("nix"))("and Nix makes the shell of it that a flake makes", () => {
    // The stub's releases are flakes; a channel also has its library below, and its own path.
    const channel = flakeDirectory({
      "default.nix": `args: import ${stubNixpkgs}/26.05 args // { path = ./.; }\n`,
    });
    mkdirSync(join(channel, "lib"));
    writeFileSync(join(channel, "lib/default.nix"), `import ${stubNixpkgs}/lib { release = "26.05"; }\n`);
    for (const cuda of ["12.8", null]) {
      const text = renderShellFile(desireOf({ cuda }));
      const expected = shellsOf("{ outputs = _: { }; }", text).ours;
      for (const shell of [pinned, plain]) {
        const { hint = "" } = importDiagnostic({ flake: null, shell }, systems) ?? {};
        const directory = flakeDirectory({ "shell.nix": replaced(shell, hint), [shellFile]: text });
        const called = `import ${directory}/shell.nix${shell === pinned ? " { }" : ""}`;
        const args = ["--eval", "--json", "--expr", `(${called}).drvPath`, "-I", `nixpkgs=${channel}`];
        const made = execFileSync("nix-instantiate", args, { encoding: "utf8", stdio: "pipe" });
        expect(JSON.parse(made)).toBe(expected);
      }
    }
  });
});
