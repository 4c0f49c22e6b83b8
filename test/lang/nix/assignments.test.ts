import { describe, expect, it } from "vitest";
import { assignments, mayDefine, type Assignment } from "../../../src/lang/nix/assignments.js";

function only(text: string): Assignment {
  const found = assignments(text);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const values = (text: string) => Object.fromEntries(assignments(text).map((one) => [one.option, one.value]));

describe("assignments", () => {
  it("finds an option however its path is spread over sets", () => {
    const expected = { "hardware.nvidia.open": true };
    for (const text of [
      "{ hardware.nvidia.open = true; }",
      "{ hardware = { nvidia.open = true; }; }",
      "{ hardware.nvidia = { open = true; }; }",
      '{ ... }: { "hardware".nvidia = { "open" = true; }; }',
      "{ pkgs, ... }: let x = 1; in with pkgs; { config.hardware.nvidia.open = true; }",
      "{ config = { hardware.nvidia.open = true; }; }",
      "{ lib, ... }: { config = lib.mkIf true { hardware.nvidia.open = true; }; }",
      "{ lib, ... }: lib.mkMerge [ { hardware.nvidia.open = true; } ]",
      "{ hardware.nvidia = let x = 1; in { open = true; }; }",
      "{ hardware = { } // { nvidia.open = true; }; }",
    ]) {
      expect(values(text)).toEqual(expected);
    }
  });

  it("tells what an option is set to, where that is written out", () => {
    const text = `{
      a = 1; b = "x\\n\${pkgs.y}"; c = "plain \\"text\\" \\\${x}"; d = [ 1 "two" null ]; e = config.x; f = (false);
      g = ''
        first
          second ''\${x} ''' ''\\t
      '';
      h = https://cache.example; i = pkgs: true;
    }`;
    expect(values(text)).toEqual({
      a: 1,
      b: undefined,
      c: 'plain "text" ${x}',
      d: [1, "two", null],
      e: undefined,
      f: false,
      g: "first\n  second ${x} '' \t\n",
      h: "https://cache.example",
      i: undefined,
    });
  });

  it("knows how strong a definition is", () => {
    const strength = (value: string) => {
      const { priority, conditional, modifiers, source } = only(`{ lib, c, ... }: { a = ${value}; }`);
      return { priority, conditional, modifiers, source };
    };
    const plain = { priority: 100, conditional: false, source: "1" };
    expect(strength("1")).toEqual({ ...plain, modifiers: [] });
    expect(strength("lib.mkDefault 1")).toEqual({ ...plain, modifiers: ["mkDefault"], priority: 1000 });
    expect(strength("mkForce 1")).toEqual({ ...plain, modifiers: ["mkForce"], priority: 50 });
    expect(strength("lib.mkOverride 70 1")).toEqual({ ...plain, modifiers: ["mkOverride"], priority: 70 });
    expect(strength("lib.mkOverride c 1")).toEqual({ ...plain, modifiers: ["mkOverride"], priority: null });
    expect(strength("lib.mkIf c (lib.mkForce 1)")).toEqual({
      ...plain,
      modifiers: ["mkIf", "mkForce"],
      priority: 50,
      conditional: true,
    });
    expect(strength("lib.mkBefore 1")).toEqual({ ...plain, modifiers: ["mkBefore"] });
  });

  it("hands the strength of a set down to what is in it", () => {
    const { option, priority } = only(
      "{ lib, ... }: { hardware.nvidia = lib.mkForce { open = lib.mkDefault true; }; }",
    );
    expect({ option, priority }).toEqual({ option: "hardware.nvidia.open", priority: 50 });
  });

  it("takes both branches of a condition as conditional", () => {
    const found = assignments("{ c, ... }: { a = if c then 1 else 2; }");
    expect(found.map(({ value, conditional }) => [value, conditional])).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  it("names the elements of a list in full", () => {
    const elements = (value: string) =>
      only(`{ pkgs, lib, ... }: { a = ${value}; }`).elements?.map((one) => one.value ?? one.source);
    expect(elements('[ "x" pkgs.zlib ]')).toEqual(["x", "pkgs.zlib"]);
    expect(elements("with pkgs; [ zlib stdenv.cc.cc pkgs.glib (f 1) ]")).toEqual([
      "pkgs.zlib",
      "pkgs.stdenv.cc.cc",
      "pkgs.glib",
      "(f 1)",
    ]);
    expect(elements("[ 1 ] ++ lib.optionals true [ 2 ] ++ [ 3 ]")).toEqual([1, 3]);
    expect(elements("pkgs.list")).toBeUndefined();
  });

  it("says where each stands", () => {
    const text = "{ ... }:\n{\n  # 🔥\n  hardware = {\n    nvidia.open = true;\n  }; x = 1;\n}\n";
    const places = assignments(text).map(({ option, line, column }) => [option, line, column]);
    expect(places).toEqual([
      ["hardware.nvidia.open", 5, 5],
      ["x", 6, 6],
    ]);
  });

  it("takes declarations and imports for no options", () => {
    expect(values("{ imports = [ ./a.nix ]; options.a = 1; config.b = 2; }")).toEqual({ b: 2 });
    expect(values("{ options = { }; a = 1; }")).toEqual({});
    expect(values("{ imports = [ ]; } // { require = [ ]; a = 1; }")).toEqual({ a: 1 });
  });

  it("knows inherited options, but not their values", () => {
    const found = assignments("{ x, ... }: { nixpkgs = { inherit (x) config; }; }");
    expect(found.map(({ option, source, value }) => [option, source, value])).toEqual([
      ["nixpkgs.config", "x.config", undefined],
    ]);
  });

  it("follows names to what they are bound to in the file, and says where that is", () => {
    const facts = (text: string) =>
      assignments(text).map(({ option, source, value, written, readAt }) => ({
        option,
        source,
        value,
        written,
        at: readAt && `${readAt.line}:${readAt.column}`,
      }));
    const open = { option: "hardware.nvidia.open", source: "false", value: false };
    const first = { ...open, written: "o", at: "1:9" };
    expect(facts("let o = false; in { ... }: { hardware.nvidia.open = o; }")).toEqual([first]);
    expect(facts("let o = false; in { hardware.nvidia = { open = (o); }; }")).toEqual([first]);
    expect(facts("rec { o = 1; hardware.nvidia.open = o; }")[1]).toEqual({
      ...open,
      source: "1",
      value: 1,
      written: "o",
      at: "1:11",
    });
    expect(facts("let open = false; in { hardware.nvidia = { inherit open; }; }")).toEqual([
      { ...first, written: "open", at: "1:12" },
    ]);
    expect(facts("let x.y.open = false; in { hardware.nvidia = { inherit (x.y) open; }; }")).toEqual([
      { ...first, written: "x.y.open", at: "1:16" },
    ]);
    expect(facts("let m = { hardware.nvidia.open = false; }; in m")).toEqual([open]);
    expect(facts('let v = "beta"; in { config, ... }: { a = "n-${v}"; b = [ v ]; }')).toEqual([
      { option: "a", source: '"n-${v}"', value: "n-beta" },
      { option: "b", source: "[ v ]", value: ["beta"] },
    ]);
    expect(facts("{ lib, ... }: let o = lib.mkForce false; in { a = o; }")).toEqual([
      { ...open, option: "a", written: "o", at: "1:23" },
    ]);
  });

  it("does not follow a name that something nearer binds", () => {
    expect(only("let o = 1; in { o, ... }: { a = o; }").value).toBeUndefined();
    expect(only("let o = 1; in { a = let o = 2; in o; }").value).toBe(2);
    expect(only("let o = 1; in { lib, ... }: with lib; { a = o; }").value).toBe(1);
    expect(only("let o = o; in { a = o; }").value).toBeUndefined();
    const itself = assignments("let a = { x = a; y = a; }; in a");
    expect(itself.map(({ source, opaque }) => [source, opaque])).toEqual(
      Array.from({ length: itself.length }, () => ["a", true]),
    );
    expect(itself.length).toBeLessThan(10);
  });

  describe("what may be a set", () => {
    const opaque = (text: string) =>
      assignments(text)
        .filter((one) => one.opaque)
        .map(({ option, source, conditional }) => [option, source, conditional]);

    it.each([
      ["{ hardware.nvidia = import ./n.nix; }", "hardware.nvidia", "import ./n.nix"],
      ["{ x }: { hardware.nvidia = { open = true; } // x; }", "hardware.nvidia", "x"],
      ["{ lib }: { hardware = lib.genAttrs [ ] (n: 1); }", "hardware", "lib.genAttrs [ ] (n: 1)"],
      ["{ config = import ./n.nix; }", "", "import ./n.nix"],
      ["{ f }: let mk = x: { a = x; }; in mk 1", "", "mk 1"],
      ["{ x }: { inherit (x) config; options = { }; }", "", "x.config"],
      ["{ lib, x }: lib.mkMerge ([ { a = 1; } ] ++ x)", "", "x"],
      ["{ x }: { hardware.${x}.open = true; }", "hardware", "hardware.${x}.open = true"],
      ["{ x }: { ${x} = 1; }", "", "${x} = 1"],
    ])("is reported where it stands: %s", (text, option, source) => {
      expect(opaque(text)).toContainEqual([option, source, false]);
    });

    it("is read where it is written out", () => {
      expect(values("{ lib }: lib.recursiveUpdate { a.b = 1; } { a.c = 2; }")).toEqual({
        "a.b": 1,
        "a.c": 2,
      });
      expect(values('{ hardware.${"nvidia"}.open = true; }')).toEqual({ "hardware.nvidia.open": true });
      expect(opaque("{ lib }: lib.mkMerge (lib.optionals true [ { a = 1; } ])")).toEqual([]);
      expect(opaque('{ a = [ ]; b = "x"; c = 1 + 2; d = !true; e = x: x; f = null; g = ./x; }')).toEqual([]);
      expect(opaque("args: import ./module.nix args")).toEqual([]);
    });

    it("may define an option below it, or none that is named otherwise", () => {
      const may = (text: string, option = "hardware.nvidia.open") => mayDefine(only(text), option);
      expect(may("{ hardware.nvidia = import ./n.nix; }")).toBe(true);
      expect(may("{ hardware.nvidia.open = import ./n.nix; }")).toBe(true);
      expect(may("{ hardware.nvidia.open = true; }")).toBe(true);
      expect(may("{ config = import ./n.nix; }")).toBe(true);
      expect(may("{ x }: { hardware.${x}.open = true; }")).toBe(true);
      expect(may("{ x }: { hardware.${x} = x; }")).toBe(true);
      expect(may("{ x }: { ${x} = true; }")).toBe(false);
      expect(may("{ x }: { hardware.${x}.package = x; }")).toBe(false);
      expect(may("{ hardware.nvidia.prime = import ./n.nix; }")).toBe(false);
      expect(may("{ hardware.nvidia = 1; }")).toBe(false);
      expect(may("{ hardware.nvidiaX = import ./n.nix; }")).toBe(false);
    });
  });

  it("takes only names that nothing binds from a `with`", () => {
    const [one] = assignments("{ pkgs, mine, ... }: { a = with pkgs; [ zlib mine.zlib ]; }");
    expect(one?.elements?.map(({ source }) => source)).toEqual(["pkgs.zlib", "mine.zlib"]);
  });

  it("follows the names of lists", () => {
    const elements = (text: string) => only(text).elements?.map((one) => one.value ?? one.source);
    expect(elements('let d = [ "nvidia" ]; in { a = d ++ [ "amdgpu" ]; }')).toEqual(["nvidia", "amdgpu"]);
    expect(elements('{ a = map (n: "x-${n}") [ "a" "b" ]; }')).toEqual(["x-a", "x-b"]);
  });

  it("does not hang on lists that double", () => {
    const doubled = Array.from({ length: 40 }, (_, index) => `a${index + 1} = a${index} ++ a${index};`);
    expect(only(`let a0 = [ 1 ]; ${doubled.join(" ")} in { x = a40; }`).value).toBeUndefined();
  });
});
