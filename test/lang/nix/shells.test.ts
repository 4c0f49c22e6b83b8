import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packagesOf, searchPath, type ListedPackage } from "../../../src/lang/nix/packages.js";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { shellsIn, type DevShell } from "../../../src/lang/nix/shells.js";
import { textParts } from "../../../src/lang/nix/text-parts.js";

function read(file: string) {
  const text = readFileSync(new URL(`../../fixtures/nix-shapes/shells/${file}`, import.meta.url), "utf8");
  return shellsIn(text, parseNix(text));
}

function attribute(shell: DevShell, name: string) {
  const found = shell.attributes?.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name} among ${shell.attributes?.map((one) => one.name)}`);
  return found;
}

const short = (one: ListedPackage): string => {
  const perhaps = one.conditional ? " (perhaps)" : "";
  if (one.kind === "package") return `${one.from}: ${one.name}${perhaps}`;
  if (one.kind === "python") return `${one.from}: ${one.name} with ${one.packages.map(short).join(", ")}`;
  return one.kind === "text" ? JSON.stringify(one.text) : `opaque ${one.source}`;
};

const packages = (shell: DevShell, name: string) => packagesOf(attribute(shell, name).expression).map(short);

describe("the flake with a library path that people copy", () => {
  const file = read("library-path.nix");
  const [shell] = file.shells as [DevShell];

  it("has one shell", () => {
    expect({ ...shell, attributes: shell.attributes?.map((one) => [one.name, one.line]) }).toEqual({
      name: "default",
      path: "devShells.default",
      maker: "pkgs.mkShell",
      within: ["eachDefaultSystem"],
      line: 27,
      column: 29,
      attributes: [
        ["buildInputs", 29],
        ["LD_LIBRARY_PATH", 39],
        ["env.CUDA_PATH", 40],
        ["shellHook", 41],
      ],
    });
  });

  it("says which nixpkgs it is of, and how that is set up", () => {
    expect(file.inputs.map(({ name, value }) => [name, value])).toEqual([
      ["nixpkgs.url", "github:NixOS/nixpkgs/nixos-25.11"],
      ["flake-utils.url", "github:numtide/flake-utils"],
    ]);
    const sets = file.packageSets.map(({ from, attributes }) => [
      from,
      attributes.map((one) => [one.name, one.value]),
    ]);
    expect(sets).toEqual([
      [
        "nixpkgs",
        [
          ["system", undefined],
          ["config.allowUnfree", true],
          ["config.cudaSupport", true],
        ],
      ],
    ]);
    expect(file.nixConfig.map(({ name, value }) => [name, value])).toEqual([
      ["extra-substituters", ["https://cache.nixos-cuda.org"]],
    ]);
  });

  it("lists its packages by their own names", () => {
    expect(packages(shell, "buildInputs")).toEqual([
      "nixpkgs: cudaPackages_12_6.cudatoolkit",
      "nixpkgs: util-linux",
      "nixpkgs: python312 with null: numpy, null: pandas",
      'opaque (writeShellScriptBin "hello" "echo hello")',
      "nixpkgs: stdenv.cc.cc.lib",
      "nixpkgs: zlib",
      "nixpkgs: linuxPackages.nvidia_x11 (perhaps)",
    ]);
  });

  it("splits its library path", () => {
    const parts = searchPath(attribute(shell, "LD_LIBRARY_PATH").expression);
    expect(parts.map((one) => (one.kind === "packages" ? one.packages.map(short) : one))).toEqual([
      ["nixpkgs: stdenv.cc.cc.lib", "nixpkgs: zlib"],
      { kind: "text", text: "/run/opengl-driver/lib" },
      { kind: "package", package: { from: "nixpkgs", name: "cudaPackages.cudnn" }, directory: "/lib" },
      { kind: "text", text: "$LD_LIBRARY_PATH" },
    ]);
  });

  it("decodes its hook around what is computed", () => {
    const parts = textParts(attribute(shell, "shellHook").expression);
    expect(parts.map((one) => (one.kind === "text" ? one.text : { source: one.source }))).toEqual([
      'export EXTRA_LDFLAGS="-L/lib -L',
      { source: "pkgs.linuxPackages.nvidia_x11" },
      "/lib\"\n  echo ${HOME} ''quoted''\n",
    ]);
  });
});

describe("shells elsewhere", () => {
  const names = (file: string) =>
    read(file).shells.map(({ name, path, maker, within }) => [name, path, maker, within.join(" ")]);

  it("are read from a shell.nix, recursive sets too", () => {
    expect(names("shell.nix")).toEqual([["default", "", "pkgs.mkShellNoCC", ""]]);
    const [shell] = read("shell.nix").shells as [DevShell];
    expect(packages(shell, "packages")).toEqual(["nixpkgs: git", "nixpkgs: uv"]);
    expect(attribute(shell, "GREETING").value).toBe("hello x");
    expect(read("shell.nix").packageSets.map(({ from }) => from)).toEqual(["<nixpkgs>"]);
  });

  it("are found behind a function of the flake, with what it gives them", () => {
    const file = read("for-all-systems.nix");
    expect(names("for-all-systems.nix")).toEqual([
      ["default", "devShells.default", "pkgs.mkShell.override", "forAllSystems genAttrs f"],
    ]);
    expect(packages(file.shells[0]!, "packages")).toEqual(["nixpkgs: ninja", "old: cmake"]);
    expect(file.elsewhere.map(({ name, path, line }) => [name, path, line])).toEqual([
      ["docs", "./docs/shell.nix", 20],
      ["other", "./other.nix", 21],
    ]);
    expect(file.opaque.map(({ name, source, line }) => [name, source, line])).toEqual([
      ["strange", "nixpkgs.lib.makeIt pkgs", 22],
    ]);
  });

  it("are told apart in flakes made of parts", () => {
    expect(names("flake-parts.nix")).toEqual([
      ["default", "perSystem.devShells.default", "pkgs.mkShell", "mkFlake"],
      ["docs", "perSystem.devShells.docs", "pkgs.mkShell", "mkFlake"],
    ]);
    const [shell] = read("flake-parts.nix").shells as [DevShell];
    expect(packages(shell, "packages")).toEqual(["nixpkgs: git", "null: inputs'.tool.packages.default"]);
    expect(names("devenv.nix")).toEqual([["default", "perSystem.devenv.shells.default", null, "mkFlake"]]);
    expect(names("fhs.nix")).toEqual([["default", "", "pkgs.buildFHSEnv", ""]]);
  });

  it("are not invented where there are none", () => {
    const text = "{ outputs = { nixpkgs, ... }: { packages.x = nixpkgs.mkShell { }; }; }";
    const { shells, elsewhere, opaque } = shellsIn(text, parseNix(text));
    expect([shells, elsewhere, opaque]).toEqual([[], [], []]);
  });
});

describe("a search path", () => {
  const parts = (source: string) => {
    const text = `{ pkgs, lib }: pkgs.mkShell { P = ${source}; }`;
    return searchPath(attribute(shellsIn(text, parseNix(text)).shells[0]!, "P").expression);
  };

  it.each([
    ['lib.concatStringsSep ":" [ "/a" "${pkgs.x}/lib" ]', ["/a", "x/lib"]],
    ['"/a:" + "/b"', ["/a", "/b"]],
    ['"/a::"', ["/a"]],
    ['let a = "/a"; in "${a}:/b"', ["/a", "/b"]],
    ['"/a-${f x}:/b"', ["/a-${f x}", "/b"]],
  ])("is split: %s", (source, expected) => {
    const found = parts(source).map((one) => {
      if (one.kind === "package") return one.package.name + one.directory;
      return one.kind === "text" ? one.text : one.kind === "opaque" ? one.source : one.packages.map(short);
    });
    expect(found).toEqual(expected);
  });
});
