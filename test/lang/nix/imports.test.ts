import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modulesOfHost } from "../../../src/lang/nix/flake-hosts.js";
import { addImport, removeImport } from "../../../src/lang/nix/imports.js";
import { importsOf } from "../../../src/lang/nix/module-imports.js";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { NixSyntaxError } from "../../../src/lang/nix/syntax-error.js";
import { applySpans } from "../../../src/model/span.js";

const path = "./nixtorch.nix";

/** A module without its own indentation in this file. */
function module(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

function added(text: string) {
  const result = addImport(text, path);
  if (result.outcome !== "edited") throw new Error(`${result.outcome}: ${JSON.stringify(result)}`);
  return result;
}

/** Each form that `imports` takes in the field, and what becomes of it. */
const forms: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  "no imports": {
    before: module("{ config, pkgs, ... }:", "{", "  # Boot.", "  boot.loader.grub.enable = true;", "}"),
    after: module(
      "{ config, pkgs, ... }:",
      "{",
      "  imports = [ ./nixtorch.nix ];",
      "  # Boot.",
      "  boot.loader.grub.enable = true;",
      "}",
    ),
  },
  "a remark behind the opening brace": {
    before: module("{ ... }:", "{ # mine", "\tx = 1;", "}"),
    after: module("{ ... }:", "{ # mine", "\timports = [ ./nixtorch.nix ];", "\tx = 1;", "}"),
  },
  "one line": {
    before: module("{ pkgs, ... }: { imports = [ ./hardware-configuration.nix ]; }"),
    after: module("{ pkgs, ... }: { imports = [ ./hardware-configuration.nix ./nixtorch.nix ]; }"),
  },
  "one line without imports": {
    before: module("{ ... }: { x = 1; }"),
    after: module("{ ... }: { imports = [ ./nixtorch.nix ]; x = 1; }"),
  },
  "an empty set": { before: "{}", after: "{ imports = [ ./nixtorch.nix ]; }" },
  "an empty list": {
    before: module("{", "  imports = [ ];", "}"),
    after: module("{", "  imports = [ ./nixtorch.nix ];", "}"),
  },
  "an empty tight list": {
    before: module("{", "  imports = [];", "}"),
    after: module("{", "  imports = [ ./nixtorch.nix ];", "}"),
  },
  "an empty list over lines": {
    before: module("{", "  imports = [", "  ];", "}"),
    after: module("{", "  imports = [", "    ./nixtorch.nix", "  ];", "}"),
  },
  "a list of remarks": {
    before: module("{", "  imports = [", "    # ./gpu.nix", "  ];", "}"),
    after: module("{", "  imports = [", "    # ./gpu.nix", "    ./nixtorch.nix", "  ];", "}"),
  },
  "what nixos-generate-config writes": {
    before: module(
      "{ config, lib, pkgs, ... }:",
      "",
      "{",
      "  imports =",
      "    [ # Include the results of the hardware scan.",
      "      ./hardware-configuration.nix",
      "    ];",
      "}",
    ),
    after: module(
      "{ config, lib, pkgs, ... }:",
      "",
      "{",
      "  imports =",
      "    [ # Include the results of the hardware scan.",
      "      ./hardware-configuration.nix",
      "      ./nixtorch.nix",
      "    ];",
      "}",
    ),
  },
  "remarks beside the elements": {
    before: module(
      "{",
      "  imports = [",
      "    ./a.nix # first",
      "    ./b.nix /* second */ # and last",
      "  ];",
      "}",
    ),
    after: module(
      "{",
      "  imports = [",
      "    ./a.nix # first",
      "    ./b.nix /* second */ # and last",
      "    ./nixtorch.nix",
      "  ];",
      "}",
    ),
  },
  "optional modules": {
    before: module("{ lib, ... }:", "{", "  imports = [ ./a.nix ] ++ lib.optionals true [ ./b.nix ];", "}"),
    after: module(
      "{ lib, ... }:",
      "{",
      "  imports = [ ./a.nix ./nixtorch.nix ] ++ lib.optionals true [ ./b.nix ];",
      "}",
    ),
  },
  "a list behind something else": {
    before: module("{ extra }: {", "  imports = extra ++ [", "    ./a.nix", "  ];", "}"),
    after: module("{ extra }: {", "  imports = extra ++ [", "    ./a.nix", "    ./nixtorch.nix", "  ];", "}"),
  },
  "with a scope": {
    before: module("{ inputs, ... }: { imports = with inputs; [ disko.nixosModules.disko ]; }"),
    after: module("{ inputs, ... }: { imports = with inputs; [ disko.nixosModules.disko ./nixtorch.nix ]; }"),
  },
  "let around the list": {
    before: module("{ imports = let x = ./x.nix; in [ x ]; }"),
    after: module("{ imports = let x = ./x.nix; in [ x ./nixtorch.nix ]; }"),
  },
  "let around the module": {
    before: module("{ pkgs, ... }:", "let", "  x = { imports = [ ]; };", "in", "{", "  y = x;", "}"),
    after: module(
      "{ pkgs, ... }:",
      "let",
      "  x = { imports = [ ]; };",
      "in",
      "{",
      "  imports = [ ./nixtorch.nix ];",
      "  y = x;",
      "}",
    ),
  },
  "a variable": {
    before: module("{ modules, ... }: { imports = modules; }"),
    after: module("{ modules, ... }: { imports = [ ./nixtorch.nix ] ++ modules; }"),
  },
  "a call": {
    before: module("{ lib, ... }: { imports = map (n: ./. + n) [ ]; }"),
    after: module("{ lib, ... }: { imports = [ ./nixtorch.nix ] ++ map (n: ./. + n) [ ]; }"),
  },
  "a condition": {
    before: module("{ c, ... }: { imports = if c then [ ./a.nix ] else [ ]; }"),
    after: module("{ c, ... }: { imports = [ ./nixtorch.nix ] ++ (if c then [ ./a.nix ] else [ ]); }"),
  },
  "a condition in parentheses": {
    before: module("{ c, ... }: { imports = (if c then [ ./a.nix ] else [ ]); }"),
    after: module("{ c, ... }: { imports = [ ./nixtorch.nix ] ++ (if c then [ ./a.nix ] else [ ]); }"),
  },
  "a function without ...": {
    before: module("{ pkgs }:", "{", "  imports = [ ./a.nix ];", "}"),
    after: module("{ pkgs }:", "{", "  imports = [ ./a.nix ./nixtorch.nix ];", "}"),
  },
  rec: {
    before: module("rec {", "  imports = [ ./a.nix ];", "}"),
    after: module("rec {", "  imports = [ ./a.nix ./nixtorch.nix ];", "}"),
  },
  "config apart": {
    before: module("{ ... }:", "{", "  options = { };", "  config = { imports = [ ]; };", "}"),
    after: module(
      "{ ... }:",
      "{",
      "  imports = [ ./nixtorch.nix ];",
      "  options = { };",
      "  config = { imports = [ ]; };",
      "}",
    ),
  },
  "a quoted name": {
    before: module('{ "imports" = [ ./a.nix ]; }'),
    after: module('{ "imports" = [ ./a.nix ./nixtorch.nix ]; }'),
  },
};

describe.each(Object.entries(forms))("imports: %s", (_name, { before, after }) => {
  it("gets one more entry, and nothing else", () => {
    expect(added(before).text).toBe(after);
  });

  it("is as it was when the entry is taken out again", () => {
    const { text, kind } = added(before);
    const removed = removeImport(text, path, kind);
    expect(removed.outcome === "edited" && removed.text).toBe(before);
  });

  it("keeps its line endings and what it says in any script", () => {
    const windows = `# 設定 🔥\n${before}`.replaceAll("\n", "\r\n");
    const { text, spans } = added(windows);
    expect(text.replaceAll("\r\n", "\n")).toBe(`# 設定 🔥\n${after}`);
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    const bytes = applySpans(new TextEncoder().encode(windows), spans);
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).toBe(text);
  });

  it("is left alone when the entry is there", () => {
    expect(addImport(after, path)).toEqual({ outcome: "unchanged", conditional: false });
  });
});

describe("imports that no edit is safe for", () => {
  it.each([
    ["it inherits `imports` from elsewhere", 10, "{ x }: { inherit (x) imports; }"],
    ["it sets `imports` twice", 18, "{ imports = [ ]; imports = [ ]; }"],
    ["it computes the names of its attributes", 10, '{ n }: { ${n} = [ ]; "${n}" = [ ]; }'],
    ["it sets an attribute below `imports`", 3, "{ imports.x = 1; }"],
    ["it does not end in an attribute set", 10, "{ lib }: lib.mkMerge [ { } ]"],
    ["it does not end in an attribute set", 1, "import ./other.nix"],
  ])("%s", (reason, column, text) => {
    expect(addImport(text, path)).toEqual({ outcome: "refused", reason, line: 1, column });
  });

  it("are errors with a place when the module is not Nix", () => {
    expect(() => addImport("{\n  imports = [ ./a.nix ;\n}", path)).toThrow(NixSyntaxError);
  });
});

describe("taking the entry out", () => {
  it("leaves a list that the person extended since", () => {
    const { text, kind } = added("{\n  a = 1;\n}\n");
    const extended = text.replace("./nixtorch.nix", "./nixtorch.nix ./b.nix");
    const removed = removeImport(extended, path, kind);
    expect(removed.outcome === "edited" && removed.text).toBe("{\n  imports = [ ./b.nix ];\n  a = 1;\n}\n");
  });

  it("does nothing where it is gone", () => {
    expect(removeImport("{ imports = [ ./a.nix ]; }", path, "element").outcome).toBe("unchanged");
  });
});

describe("any layout of a list", () => {
  const paths = (source: string) =>
    importsOf(source, parseNix(source)).flatMap((one) => (one.kind === "path" ? [one.path] : []));

  const blank = fc.constantFrom(" ", "\n", "\n  ", "\t", " # remark\n", " /* remark */ ", "\n\n    ");
  const entry = fc.constantFrom(
    "./a.nix",
    "<nixpkgs/x.nix>",
    "x",
    "(f ./b.nix { })",
    "{ y = [ 1 ]; }",
    "x.y.z",
  );
  const list = fc
    .tuple(fc.array(fc.tuple(blank, entry)), blank)
    .map(([entries, last]) => `[${entries.flat().join("")}${last}]`);
  const text = fc
    .tuple(list, blank)
    .map(([value, before]) => `{ f, x }: {${before}imports =${before}${value}; }`);

  it("takes the entry, and gives the same bytes back", () => {
    fc.assert(
      fc.property(text, (before) => {
        const { text: after, kind } = added(before);
        expect(paths(after)).toEqual([...paths(before), path]);
        const removed = removeImport(after, path, kind);
        expect(removed.outcome === "edited" && removed.text).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("an entry that is there under a condition", () => {
  it.each([
    "{ c }: { imports = if c then [ ./nixtorch.nix ] else [ ]; }",
    "{ lib, c }: { imports = [ ./a.nix ] ++ lib.optionals c [ ./nixtorch.nix ]; }",
  ])("is told apart: %s", (text) => {
    expect(addImport(text, path)).toEqual({ outcome: "unchanged", conditional: true });
  });
});

describe("a file of mixed line endings", () => {
  const text = "{ ... }:\r\n{\r\n  imports = [\n    ./a.nix\n  ];\r\n}\r\n";

  it("gets a line like its neighbour", () => {
    const { text: after, kind } = added(text);
    expect(after).toBe(text.replace("    ./a.nix\n", "    ./a.nix\n    ./nixtorch.nix\n"));
    const removed = removeImport(after, path, kind);
    expect(removed.outcome === "edited" && removed.text).toBe(text);
  });
});

describe("the modules of a flake's host", () => {
  const flake = module(
    "{",
    "  outputs = { nixpkgs, ... }: {",
    "    nixosConfigurations = {",
    "      box = nixpkgs.lib.nixosSystem {",
    "        modules = [",
    "          ./box.nix # 箱",
    "        ];",
    "      };",
    '      lab = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; };',
    "    };",
    "  };",
    "}",
  );

  it.each([
    ["box", "          ./box.nix # 箱\n", "          ./box.nix # 箱\n          ./nixtorch.nix\n"],
    ["lab", "nixosSystem { system", "nixosSystem { modules = [ ./nixtorch.nix ]; system"],
  ])("take an entry as imports do: %s", (host, before, after) => {
    const find = modulesOfHost(host);
    const edit = addImport(flake, path, find);
    if (edit.outcome !== "edited") throw new Error(edit.outcome);
    expect(edit.text).toBe(flake.replace(before, after));
    expect(addImport(edit.text, path, find)).toEqual({ outcome: "unchanged", conditional: false });
    const removed = removeImport(edit.text, path, edit.kind, find);
    expect(removed.outcome === "edited" && removed.text).toBe(flake);
  });

  it.each([
    ["it has no host `other` whose modules are written out", "other", flake],
    ["it has several hosts", null, flake],
    [
      "it makes several hosts of one list of modules",
      "b",
      "n: let f = m: n.lib.nixosSystem { modules = [ m ]; }; in { b = f ./b; c = f ./c; }",
    ],
    ["it computes what the host `b` is made of", "b", "n: { b = n.lib.nixosSystem (n.common // { }); }"],
  ])("are refused: %s", (reason, host, text) => {
    expect(addImport(text, path, modulesOfHost(host))).toMatchObject({ outcome: "refused", reason });
  });
});
