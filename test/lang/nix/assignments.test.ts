import { describe, expect, it } from "vitest";
import { assignments, type Assignment } from "../../../src/lang/nix/assignments.js";

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
      a = 1; b = "x\\n\${"y"}"; c = "plain \\"text\\" \\\${x}"; d = [ 1 "two" null ]; e = config.x; f = (false);
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

  it("takes declarations, imports and computed names for no options", () => {
    expect(values("{ imports = [ ./a.nix ]; options.a = 1; config.b = 2; }")).toEqual({ b: 2 });
    expect(values("{ options = { }; a = 1; }")).toEqual({});
    expect(values('{ x }: { ${x} = 1; ${x}.y = 1; a."b${x}" = 2; c = 3; }')).toEqual({ c: 3 });
  });

  it("knows inherited options, but not their values", () => {
    const found = assignments("{ x, ... }: { nixpkgs = { inherit (x) config; }; }");
    expect(found.map(({ option, source, value }) => [option, source, value])).toEqual([
      ["nixpkgs.config", "x.config", undefined],
    ]);
  });
});
