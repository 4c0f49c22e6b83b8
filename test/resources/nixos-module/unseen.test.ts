import { describe, expect, it } from "vitest";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { configuration, plannedModule, type Files } from "./observed.js";

/** What is said about a configuration, one line a finding, and whether ours sets hardware.nvidia.open. */
function told(person: string | Files) {
  const { diagnostics, content, change } = plannedModule(person);
  const said = diagnostics.map(({ code, place, detail = "" }) => {
    const listed = detail.split("\n").filter((line) => line.startsWith("    "));
    const where = [place?.file, place?.line, place?.column].filter((part) => part !== undefined).join(":");
    return [code, where, ...listed.map((line) => line.trim().replace(/\s+/g, " "))].join(" ");
  });
  const sets =
    content !== null && assignments(content).some(({ option }) => option === "hardware.nvidia.open");
  return { said, open: change.action === "conflict" ? "conflict" : sets ? "ours" : "theirs" };
}

const clash = (line: number, column: number, file = configuration) => ({
  said: [`NT412 ${file}:${line}:${column}`],
  open: "conflict",
});

describe("what a person's configuration says in unusual places is read", () => {
  it.each<[string, string | Files, { said: string[]; open: string }]>([
    ["a module in place", "{\n  imports = [ { hardware.nvidia.open = false; } ];\n}", clash(2, 17)],
    [
      "a module in place that is a function",
      "{\n  imports = [ ({ lib, ... }: { hardware.nvidia.open = false; }) ];\n}",
      clash(2, 32),
    ],
    [
      "a path in quotes",
      {
        [configuration]: '{ imports = [ "/etc/nixos/abs.nix" ]; }',
        "/etc/nixos/abs.nix": "{ hardware.nvidia.open = false; }",
      },
      clash(1, 3, "/etc/nixos/abs.nix"),
    ],
    [
      "a path that is put together",
      {
        [configuration]: '{ imports = [ "${./.}/a.nix" (./. + "/b.nix") ]; }',
        "/etc/nixos/a.nix": "{ hardware.nvidia.open = true; }",
        "/etc/nixos/b.nix": "{ hardware.nvidia.modesetting.enable = true; }",
      },
      { said: [], open: "theirs" },
    ],
    [
      "paths from names that are written out",
      {
        [configuration]: '{ imports = map (n: ./mods + "/${n}") [ "gpu.nix" ]; }',
        "/etc/nixos/mods/gpu.nix": "{ hardware.nvidia.open = false; }",
      },
      clash(1, 3, "/etc/nixos/mods/gpu.nix"),
    ],
    [
      "a path by a name",
      {
        [configuration]: "let p = ./x.nix; in { imports = [ p ]; }",
        "/etc/nixos/x.nix": "{ hardware.nvidia.open = false; }",
      },
      clash(1, 3, "/etc/nixos/x.nix"),
    ],
    ["a value by a name", "let o = false; in {\n  hardware.nvidia.open = o;\n}", clash(2, 3)],
    ["a module by a name", "let m = {\n  hardware.nvidia.open = false;\n}; in m", clash(2, 3)],
    [
      "the written side of a set that is put together",
      "{ extra, ... }: {\n  hardware.nvidia = { open = true; } // extra;\n}",
      { said: [`NT430 ${configuration}:2:3`], open: "theirs" },
    ],
    [
      "sets put together by recursiveUpdate",
      "{ lib, ... }: lib.recursiveUpdate { hardware.nvidia.open = false; } { }",
      clash(1, 37),
    ],
  ])("%s", (_name, person, expected) => {
    expect(told(person)).toEqual(expected);
  });
});

describe("what only NixOS can compute is said, and ours is written beside it", () => {
  const beside = (place: string) => ({ said: [`NT430 ${configuration}:${place}`], open: "ours" });

  it.each<[string, string | Files, { said: string[]; open: string }]>([
    ["a set from another file", "{\n  hardware.nvidia = import ./n.nix;\n}", beside("2:3")],
    [
      "a set from a function",
      "{ lib, ... }: {\n  hardware.nvidia = lib.genAttrs [ ] (n: true);\n}",
      beside("2:3"),
    ],
    ["a whole config from another file", "{\n  config = import ./n.nix;\n}", beside("2:3")],
    ["a name that is computed", "{ x, ... }: {\n  hardware.${x}.open = true;\n}", beside("2:3")],
    [
      "a list of imports by a function",
      "{ mylib, ... }: {\n  imports = mylib.scanPaths ./.;\n}",
      {
        said: [
          `NT427 ${configuration}:2:13 ${configuration}:2:13 mylib.scanPaths ./. (a function computes the list)`,
        ],
        open: "ours",
      },
    ],
    [
      "a list of imports from another file",
      "{\n  imports = import ./list.nix;\n}",
      {
        said: [
          `NT427 ${configuration}:2:13 ${configuration}:2:13 import ./list.nix (another file computes the list)`,
        ],
        open: "ours",
      },
    ],
    [
      "everything that was not followed, in one",
      "{ inputs, mylib, ... }: {\n  imports = [\n    inputs.x.nixosModules.y\n    <z/w.nix>\n    ./gone.nix\n  ];\n}",
      {
        said: [
          "NT419 /etc/nixos/gone.nix",
          `NT427 ${configuration}:3:5 ${configuration}:3:5 inputs.x.nixosModules.y (it is a module of another flake) ` +
            `${configuration}:4:5 <z/w.nix> (NIX_PATH decides what it is)`,
        ],
        open: "ours",
      },
    ],
  ])("%s", (_name, person, expected) => {
    expect(told(person)).toEqual(expected);
  });

  it("names the options that may be there twice", () => {
    const { diagnostics } = plannedModule("{\n  hardware.nvidia = import ./n.nix;\n}");
    expect(diagnostics).toMatchObject([{ code: "NT430", severity: "warning" }]);
    expect(diagnostics[0]?.detail).toBe(
      "/etc/nixos/configuration.nix:2 sets hardware.nvidia to `import ./n.nix`, and what that holds cannot be read " +
        "from the text. nixtorch.nix sets hardware.nvidia.open, hardware.nvidia.package. If one of these is in there " +
        'too, with another value, the rebuild stops with "conflicting definition values".',
    );
  });
});

describe("files that are not there", () => {
  it("are no news where nothing needs them now, or something makes them later", () => {
    const { diagnostics } = plannedModule(
      "{ lib, ... }: { imports = [ /run/agenix/gpu.nix ] ++ lib.optional false ./gone.nix; }",
    );
    expect(diagnostics).toEqual([]);
  });

  it("are named with the line that imports them", () => {
    const { diagnostics } = plannedModule("{\n  imports = [ ./gone.nix ];\n}");
    expect(diagnostics[0]?.detail).toContain("It is imported in /etc/nixos/configuration.nix:2.");
  });

  it("are none where a function makes of a directory what it likes", () => {
    const { diagnostics } = plannedModule("{ f, ... }: { imports = f ./mods; }");
    expect(diagnostics.map(({ code }) => code)).toEqual(["NT427"]);
  });
});

describe("modules of nixpkgs", () => {
  it("are not asked after", () => {
    const { diagnostics } = plannedModule(
      '{ modulesPath, ... }: { imports = [ (modulesPath + "/installer/scan/not-detected.nix") <nixpkgs/nixos/x.nix> ]; }',
    );
    expect(diagnostics).toEqual([]);
  });
});

describe("a module that is imported under a condition", () => {
  it("is read as one that may count", () => {
    const { diagnostics, change } = plannedModule({
      [configuration]: "{ lib, c, ... }: { imports = lib.optional c ./gpu.nix; }",
      "/etc/nixos/gpu.nix": "{ hardware.nvidia.open = false; }",
    });
    expect(change.action).toBe("create");
    expect(diagnostics).toMatchObject([{ code: "NT416", place: { file: "/etc/nixos/gpu.nix" } }]);
  });

  it("counts where it is imported in any case as well", () => {
    const { diagnostics } = plannedModule({
      [configuration]: "{ lib, c, ... }: { imports = lib.optional c ./gpu.nix ++ [ ./desk.nix ]; }",
      "/etc/nixos/desk.nix": "{ imports = [ ./gpu.nix ]; }",
      "/etc/nixos/gpu.nix": "{ hardware.nvidia.open = false; }",
    });
    expect(diagnostics).toMatchObject([{ code: "NT412" }]);
  });
});

describe("disabledModules", () => {
  const gpu = { "/etc/nixos/gpu.nix": "{ hardware.nvidia.open = false; }" };

  it("take a file of the person's out, with what it imports", () => {
    const { diagnostics, change } = plannedModule({
      [configuration]: "{ imports = [ ./desk.nix ]; disabledModules = [ ./desk.nix ]; }",
      "/etc/nixos/desk.nix": "{ imports = [ ./gpu.nix ]; }",
      ...gpu,
    });
    expect({ diagnostics, action: change.action }).toEqual({ diagnostics: [], action: "create" });
  });

  it("are told where they take away what the plan needs", () => {
    const { diagnostics } = plannedModule(
      '{\n  disabledModules = [ "hardware/video/nvidia.nix" "services/x.nix" ];\n}',
    );
    expect(diagnostics).toMatchObject([
      { code: "NT466", severity: "warning", place: { file: configuration, line: 2, column: 23 } },
    ]);
    const switchedOff = plannedModule(
      "{ imports = [ ./nixtorch.nix ]; disabledModules = [ ./nixtorch.nix ]; }",
    );
    expect(switchedOff.diagnostics).toMatchObject([{ code: "NT466" }]);
    expect(switchedOff.diagnostics[0]?.detail).toContain("nixtorch.nix then has no effect");
  });
});

describe("a specialisation", () => {
  it("that has another driver is told of", () => {
    const { diagnostics, change } = plannedModule(
      '{ lib, ... }: {\n  specialisation.quiet.configuration = {\n    services.xserver.videoDrivers = lib.mkForce [ "amdgpu" ];\n  };\n}',
    );
    expect(change.action).toBe("create");
    expect(diagnostics).toMatchObject([{ code: "NT465", severity: "info", place: { line: 3 } }]);
    expect(diagnostics[0]?.detail).toContain("in the specialisation quiet");
  });

  it("that has nothing to do with it is not", () => {
    expect(
      plannedModule("{ specialisation.quiet.configuration.services.foo.enable = true; }").diagnostics,
    ).toEqual([]);
  });
});
