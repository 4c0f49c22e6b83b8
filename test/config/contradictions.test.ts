import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import { mergeConfig, type WrittenConfig } from "../../src/config/sdk.js";

const key = (letter: string) => `a:${letter.repeat(43)}=`;

describe("what is said twice", () => {
  it.each<[WrittenConfig, string, string]>([
    [{ gpu: ["none", "T4"] }, "gpu.0", "which means that there is none"],
    [
      { gpu: "T4", cuda: { version: "12.8", unchecked: "13.9" } as object },
      "cuda.unchecked",
      "each state a version",
    ],
    [{ gpu: "T4", packages: ["a>=1", "a>=2"] }, "packages.1", "is asked twice"],
    [{ gpu: "T4", packages: ["a", { name: "A", path: "../a" }] }, "packages.1", "from ../a"],
    [
      {
        gpu: "T4",
        packages: [{ name: "a", path: "../a" }],
        groups: { dev: [{ name: "a", git: "https://g.example/a" }] },
      },
      "groups.dev.0",
      "from https://g.example/a",
    ],
    [{ gpu: "T4", groups: { dev: ["a"], Dev: ["b"] } }, "groups.Dev", "another spelling of the group `dev`"],
    [
      { gpu: "T4", extras: { "x-y": ["a"], x_y: ["b"] } },
      "extras.x_y",
      "another spelling of the extra `x-y`",
    ],
    [{ gpu: "T4", hosts: { tower: {}, Tower: {} } }, "hosts.Tower", "differ only in case"],
    [
      {
        gpu: "T4",
        nix: {
          caches: [
            { url: "https://c.example", publicKey: key("A") },
            { url: "https://c.example/", publicKey: key("B") },
          ],
        },
      },
      "nix.caches.1.publicKey",
      "with different keys",
    ],
    [
      {
        gpu: "T4",
        indexes: [
          { name: "a", url: "https://a.example" },
          { name: "A", url: "https://b.example" },
        ],
      },
      "indexes.1.name",
      "Two indexes are called",
    ],
  ])("in different ways, as in %j, is refused", (written, path, text) => {
    const { config, diagnostics } = checkConfig(written);
    expect(config).toBeNull();
    expect(diagnostics.map((one) => one.configPath?.join("."))).toEqual([path]);
    expect(diagnostics[0]!.detail).toContain(text);
  });

  it.each<WrittenConfig>([
    { gpu: ["T4", "T4", "t4"] },
    { gpu: "T4", packages: ["a>=1", "A >=1"] },
    { gpu: "T4", packages: ["a>=1"], groups: { dev: ["a>=2"] } },
    { gpu: "T4", groups: { dev: ["a"] }, extras: { dev: ["b"] } },
    {
      gpu: "T4",
      packages: [{ name: "a", path: "../a" }],
      groups: { dev: ["a", { name: "a", path: "../a", marker: "python_version < '3'" }] },
    },
  ])("without contradiction, as in %j, is fine", (written) => {
    expect(checkConfig(written).diagnostics).toEqual([]);
  });
});

describe("a number for a version or a card", () => {
  it.each<[object, string]>([
    [{ gpu: "T4", cuda: 12.8 }, 'cuda: "12.8"'],
    [{ gpu: "T4", cuda: { unchecked: 13.9 } }, 'unchecked: "13.9"'],
    [{ gpu: "T4", project: { python: 3.1 } }, 'python: "3.10"'],
    [{ gpu: { computeCapability: 12 } }, 'computeCapability: "12.0"'],
    [{ gpu: 8.9 }, '{ computeCapability: "8.9" }'],
    [{ gpu: "T4", nix: { nixpkgs: 26.05 } }, 'nixpkgs: "26.05"'],
  ])("in %j is answered with what to write", (written, text) => {
    expect(checkConfig(written).diagnostics[0]!.hint).toContain(text);
  });
});

describe("merging", () => {
  it.each<[WrittenConfig, WrittenConfig, WrittenConfig]>([
    [{ cuda: "12.8" }, { cuda: { unchecked: "13.9" } }, { cuda: { version: { unchecked: "13.9" } } }],
    [{ cuda: { unchecked: "13.9" } }, { cuda: "12.8" }, { cuda: { version: "12.8" } }],
    [
      { torch: { vision: true } },
      { torch: { unchecked: "2.99" } },
      { torch: { vision: true, version: { unchecked: "2.99" } } },
    ],
  ])("%j with %j keeps the later word", (base, over, merged) =>
    expect(mergeConfig(base, over)).toEqual(merged),
  );
});
