import { describe, expect, it } from "vitest";
import { importsOf, type ImportEntry } from "../../../src/lang/nix/module-imports.js";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { parseNix } from "../../../src/lang/nix/parser.js";

function imports(list: string): ImportEntry[] {
  const text = `{ config, lib, pkgs, modulesPath, inputs, c, ... }: { imports = ${list}; }`;
  return importsOf(text, parseNix(text));
}

/** What a list of imports comes to, in short. */
function short(entries: readonly ImportEntry[]): string[] {
  return entries.map((one) => {
    const what = one.kind === "path" ? one.path : one.kind === "opaque" ? `opaque: ${one.why}` : one.kind;
    return one.conditional ? `${what} (perhaps)` : what;
  });
}

const whole = (text: string) => short(importsOf(text, parseNix(text)));

describe("importsOf", () => {
  it.each([
    [
      "[ ./a.nix ../b /etc/nixos/c.nix modules/d.nix ]",
      ["./a.nix", "../b", "/etc/nixos/c.nix", "./modules/d.nix"],
    ],
    [
      '[ "/etc/nixos/a.nix" "${./.}/b.nix" "${./sub}/c.nix" ]',
      ["/etc/nixos/a.nix", "./b.nix", "./sub/c.nix"],
    ],
    ['[ (./. + "/a.nix") (/. + "etc/b.nix") (./. + /c.nix) ]', ["./a.nix", "/etc/b.nix", "./c.nix"]],
    ['[ (toString ./a.nix) (builtins.toPath "/b.nix") ./sub/../c.nix ]', ["./a.nix", "/b.nix", "./c.nix"]],
    [
      "[ (import ./a.nix) (import ./b.nix { inherit lib; }) (lib.modules.importApply ./c.nix { }) ]",
      ["./a.nix", "./b.nix", "./c.nix"],
    ],
    ['[ ./${"a"}.nix "/etc/設定.nix" ]', ["./a.nix", "/etc/設定.nix"]],
    ['map (n: ./mods + "/${n}") [ "a" "b" ]', ["./mods/a", "./mods/b"]],
    ["map import [ ./a.nix ./b.nix ]", ["./a.nix", "./b.nix"]],
    ["let p = ./a.nix; l = [ p ]; in l ++ [ ./b.nix ]", ["./a.nix", "./b.nix"]],
    ["let m = { gpu = ./g.nix; }; in with m; [ m.gpu ]", ["./g.nix"]],
    ["let m = { a = ./a.nix; }; m.b.c = ./c.nix; in [ m.a m.b.c ]", ["./a.nix", "./c.nix"]],
    ["if c then [ ./a.nix ] else [ ./b.nix ]", ["./a.nix (perhaps)", "./b.nix (perhaps)"]],
    [
      "[ (if c then ./a.nix else { }) ] ++ lib.optional c ./b.nix ++ lib.optionals c [ ./c.nix ]",
      ["./a.nix (perhaps)", "inline (perhaps)", "./b.nix (perhaps)", "./c.nix (perhaps)"],
    ],
    ["lib.filter builtins.pathExists [ ./a.nix ]", ["./a.nix (perhaps)"]],
    [
      "lib.flatten [ ./a.nix [ ./b.nix ] ] ++ lib.concatLists [ [ ./c.nix ] ] ++ lib.singleton ./d.nix",
      ["./a.nix", "./b.nix", "./c.nix", "./d.nix"],
    ],
  ])("reads the paths in %s", (list, expected) => {
    expect(short(imports(list))).toEqual(expected);
  });

  it("does not hang on lists that double", () => {
    const doubled = Array.from({ length: 40 }, (_, index) => `a${index + 1} = a${index} ++ a${index};`);
    const found = imports(`let a0 = [ ./a.nix ]; ${doubled.join(" ")} in a40`);
    expect(found.length).toBeLessThan(1000);
    expect(found.every(({ kind }) => kind === "opaque")).toBe(true);
  });

  it("knows modules of nixpkgs itself", () => {
    const list =
      '[ (modulesPath + "/a.nix") "${modulesPath}/b.nix" <nixpkgs/nixos/c.nix> "${inputs.nixpkgs}/nixos/d.nix" ]';
    expect(short(imports(list))).toEqual(["nixpkgs", "nixpkgs", "nixpkgs", "nixpkgs"]);
  });

  it.each([
    ["[ inputs.disko.nixosModules.disko ]", ["opaque: it is a module of another flake"]],
    ["mylib.scanPaths ./.", ["opaque: a function computes the list"]],
    [
      'map (n: ./mods + "/${n}") (builtins.attrNames (builtins.readDir ./mods))',
      ["opaque: a function computes the list"],
    ],
    ["import ./list.nix", ["opaque: another file computes the list"]],
    ["inputs.list ++ [ ./a.nix ]", ["opaque: the list is not written out in this file", "./a.nix"]],
    [
      '[ (inputs.a + "/b.nix") "${inputs.a}/b.nix" (./. + "x") ]',
      Array.from({ length: 3 }, () => "opaque: a part of the path is computed"),
    ],
    [
      '[ "relative.nix" ~/home.nix <home-manager/nixos> ]',
      [
        "opaque: it is no absolute path",
        "opaque: it lies in the home of whoever evaluates it",
        "opaque: NIX_PATH decides what it is",
      ],
    ],
    [
      "[ (f ./a.nix { }) (import (fetchTarball { })) ]",
      ["opaque: a function computes it", "opaque: the path is computed"],
    ],
    [
      "let l = l ++ l; in [ ./a.nix ] ++ l",
      ["./a.nix", ...Array.from({ length: 2 }, () => "opaque: the list is not written out in this file")],
    ],
  ])("invents no path for %s", (list, expected) => {
    expect(short(imports(list))).toEqual(expected);
  });

  it("gives modules that are written in place, with the names that they see", () => {
    const text =
      "let o = false; in { imports = [ { a = o; } ({ lib, ... }: { b = o; imports = [ ./c.nix ]; }) (lib.mkIf o { d = 1; }) ]; }";
    const found = importsOf(text, parseNix(text));
    const inline = found.flatMap((one) => (one.kind === "inline" ? [one] : []));
    const options = inline.flatMap(({ body, scope }) => assignments(text, body, scope));
    expect(options.map(({ option, value, conditional }) => [option, value, conditional])).toEqual([
      ["a", false, false],
      ["b", false, false],
      ["d", 1, true],
    ]);
    expect(inline.flatMap(({ body, scope }) => short(importsOf(text, body, scope)))).toEqual(["./c.nix"]);
  });

  it("says where each stands: where the list has it, however far its name leads", () => {
    const text = "let\n  p = ./a.nix;\nin\n{\n  imports = [\n    p # 設定\n    (f 1)\n  ];\n}\n";
    const places = importsOf(text, parseNix(text)).map(({ kind, line, column }) => [kind, line, column]);
    expect(places).toEqual([
      ["path", 6, 5],
      ["opaque", 7, 5],
    ]);
  });

  it.each([
    ["{ config.a = 1; imports = [ ./a.nix ]; require = [ ./b.nix ]; }", ["./a.nix", "./b.nix"]],
    ["let m = { imports = [ ./a.nix ]; }; in m", ["./a.nix"]],
    ["{ c }: if c then { imports = [ ./a.nix ]; } else { }", ["./a.nix (perhaps)"]],
    ["{ x }: { imports = [ ./a.nix ]; } // x", ["./a.nix"]],
    ["{ x, ... }@args: import ./other.nix args", ["./other.nix"]],
    ["let imports = [ ./a.nix ]; in { inherit imports; }", ["./a.nix"]],
    ["{ environment.etc.x.source = ./no-module; }", []],
    ["[ ./a.nix ]", []],
  ])("finds the list in %s", (text, expected) => {
    expect(whole(text)).toEqual(expected);
  });
});
