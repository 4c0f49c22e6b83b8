import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import { mergeConfig, presets, type WrittenConfig } from "../../src/config/sdk.js";

describe("merging configs", () => {
  it.each<[string, WrittenConfig, WrittenConfig, WrittenConfig]>([
    ["joins keys", { gpu: "T4" }, { cuda: "12.8" }, { gpu: "T4", cuda: "12.8" }],
    ["lets the later one win", { cuda: "12.6" }, { cuda: "12.8" }, { cuda: { version: "12.8" } }],
    [
      "goes into objects",
      { shell: { direnv: false, hook: "a" } },
      { shell: { hook: "b" } },
      { shell: { direnv: false, hook: "b" } },
    ],
    [
      "joins short and long forms",
      { torch: "2.11" },
      { torch: { vision: true } },
      { torch: { version: "2.11", vision: true } },
    ],
    [
      "joins a flag and an object",
      { system: { nixLd: false } },
      { system: { nixLd: { libraries: ["a"] } } },
      { system: { nixLd: { enable: false, libraries: ["a"] } } },
    ],
    ["joins lists of packages", { packages: ["a"] }, { packages: ["b"] }, { packages: ["a", "b"] }],
    [
      "replaces a package that is named again",
      { packages: ["A_b>=1", "c"] },
      { packages: [{ name: "a-B", path: "../a" }] },
      { packages: ["c", { name: "a-B", path: "../a" }] },
    ],
    [
      "keeps packages for other cases",
      { packages: ["a; sys_platform == 'linux'"] },
      { packages: ["a"] },
      { packages: ["a; sys_platform == 'linux'", "a"] },
    ],
    [
      "joins groups by name",
      { groups: { dev: ["a"], x: ["b"] } },
      { groups: { dev: ["c"] } },
      { groups: { dev: ["a", "c"], x: ["b"] } },
    ],
    [
      "replaces an index of the same name",
      { indexes: [{ name: "a", url: "1" }] },
      { indexes: [{ name: "a", url: "2" }] },
      { indexes: [{ name: "a", url: "2" }] },
    ],
    [
      "joins attribute paths, each once",
      { nix: { packages: ["a-b", "c"] } },
      { nix: { packages: ["a_b", "c"] } },
      { nix: { packages: ["a-b", "a_b", "c"] } },
    ],
    ["replaces GPUs", { gpu: ["T4", "L4"] }, { gpu: ["H100"] }, { gpu: ["H100"] }],
    [
      "replaces nixpkgs as a whole",
      { nix: { nixpkgs: { url: "u", release: "25.11" } } },
      { nix: { nixpkgs: { release: "26.05" } } },
      { nix: { nixpkgs: { release: "26.05" } } },
    ],
    [
      "replaces systems",
      { nix: { systems: ["x86_64-linux"] } },
      { nix: { systems: ["aarch64-linux"] } },
      { nix: { systems: ["aarch64-linux"] } },
    ],
    ["takes undefined for nothing said", { cuda: "12.8" }, { cuda: undefined }, { cuda: "12.8" }],
  ])("%s", (_, base, over, merged) => expect(mergeConfig(base, over)).toEqual(merged));

  it("takes any number of configs, and changes none", () => {
    const base: WrittenConfig = { packages: ["a"] };
    expect(mergeConfig(base, { packages: ["b"] }, { gpu: "T4", packages: ["c"] })).toEqual({
      packages: ["a", "b", "c"],
      gpu: "T4",
    });
    expect(base).toEqual({ packages: ["a"] });
  });
});

describe("presets", () => {
  it.each(Object.entries(presets))("%s is a good part of a config", (_, preset) => {
    expect(checkConfig(mergeConfig({ gpu: "T4" }, preset)).diagnostics).toEqual([]);
  });
});
