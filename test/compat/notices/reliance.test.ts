import { describe, expect, it } from "vitest";
import { loadCatalog, type Catalog, type Confidence } from "../../../src/compat/catalog.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { ask } from "../ask.js";

const catalog = loadCatalog();

/** The catalog in which all rows with that value at a key have another confidence. */
function doubting(
  table: "gpus" | "torch" | "cuda" | "nixpkgs" | "caches",
  matches: (row: Record<string, unknown>) => boolean,
  confidence: Confidence = "recalled",
): Catalog {
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    const row = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
    return "confidence" in row && matches(row) ? { ...row, confidence } : row;
  };
  return { ...catalog, [table]: change(catalog[table]) } as Catalog;
}

const doubts = (written: WrittenConfig, from: Catalog) =>
  ask(written, { catalog: from }).diagnostics.filter((one) => one.code === "NT349");

describe("a fact that nobody verified draws a warning where a stack rests on it:", () => {
  const machine = { gpu: "RTX 4090", torch: { version: "2.14", vision: true, triton: true } };
  const nixpkgs = (release: string) => catalog.nixpkgs.releases.find((row) => row.release === release)!;

  it.each<[string, WrittenConfig, Catalog, string]>([
    [
      "a card",
      machine,
      doubting("gpus", (row) => row["name"] === "GeForce RTX 4090"),
      "RTX 4090 has compute capability 8.9",
    ],
    [
      "a capability",
      machine,
      doubting("gpus", (row) => row["capability"] === "8.9" && "jetson" in row),
      "compute capability 8.9",
    ],
    [
      "a card's first driver",
      { gpu: "RTX 5070" },
      doubting("gpus", (row) => row["value"] === "570.86"),
      "the first driver for RTX 5070",
    ],
    [
      "torch's Pythons",
      machine,
      doubting("torch", (row) => "experimental" in row),
      "torch 2.14 supports Python",
    ],
    ["companions", machine, doubting("torch", (row) => "rows" in row), "what was released with torch 2.14.1"],
    [
      "CPU wheels",
      { gpu: "none" },
      doubting("torch", (row) => Array.isArray(row["value"])),
      "which systems have CPU wheels",
    ],
    [
      "a toolkit of nixpkgs",
      machine,
      doubting("nixpkgs", (row) => "attribute" in row),
      "nixpkgs 26.05 has cudaPackages_",
    ],
    [
      "a toolkit's compilers",
      machine,
      doubting("cuda", (row) => "hostCompiler" in row),
      "what CUDA 13.0 compiles with",
    ],
    [
      "a toolkit's parts",
      machine,
      doubting("cuda", (row) => Array.isArray(row["value"])),
      "the parts of CUDA 13.0",
    ],
    ["drivers", machine, doubting("nixpkgs", (row) => "attributes" in row), "the drivers of NixOS 26.05"],
    [
      "the graphics option",
      machine,
      doubting("nixpkgs", (row) => row["value"] === "hardware.graphics"),
      "graphics option",
    ],
    [
      "the CUDA cache",
      machine,
      doubting("caches", (row) => row["role"] === "cuda"),
      "the key of the CUDA cache",
    ],
  ])("%s", (_, written, from, fact) => {
    const found = doubts(written, from);
    expect(found).toHaveLength(1);
    expect(found[0]!.severity).toBe("warning");
    expect(found[0]!.detail).toContain(fact);
  });

  it("Pythons of nixpkgs, except its default, which was read", () => {
    const isInterpreters = ({ value }: Record<string, unknown>) =>
      Array.isArray(value) && typeof value[0] === "object";
    const from = doubting("nixpkgs", isInterpreters);
    const [other] = ["3.11", "3.12"].filter((one) => one !== nixpkgs("26.05").python.default.value);
    expect(doubts({ ...machine, project: { python: other! } }, from)[0]!.detail).toContain(
      `has Python ${other}`,
    );
    expect(doubts({ ...machine, nix: { python: "uv" } }, from)).toEqual([]);
  });

  it("all in one warning, plans apart from memory", () => {
    const planned = doubting("nixpkgs", (row) => "attributes" in row, "planned").nixpkgs;
    const from = { ...doubting("gpus", (row) => row["name"] === "GeForce RTX 4090"), nixpkgs: planned };
    const [warning, ...others] = doubts(machine, from);
    expect(others).toEqual([]);
    expect(warning!.detail).toBe(
      "From memory only: RTX 4090 has compute capability 8.9.\n" +
        "Known from plans only: the drivers of NixOS 26.05.",
    );
    expect(warning!.configPath).toEqual(["gpu"]);
    expect(warning!.hint).toContain('gpu: { computeCapability: "8.9" }');
  });
});

describe("no warning is drawn", () => {
  it("by the usual cards", () => {
    for (const gpu of ["GTX 1080 Ti", "RTX 3090", "RTX 4090", "RTX 5090", "A100", "H100", "T4", "V100"])
      expect(doubts({ gpu }, catalog), gpu).toEqual([]);
  });

  it("by what plays no part in the choice", () => {
    const vision = doubting("torch", (row) => "rows" in row);
    expect(doubts({ gpu: "RTX 4090", torch: "2.14" }, vision)).toEqual([]);
    const firstCuda = doubting("gpus", (row) => /^\d+\.\d$/.test(String(row["value"])));
    expect(doubts({ gpu: "RTX 4090", torch: "2.14" }, firstCuda)).toEqual([]);
    const others = doubting("gpus", (row) => "name" in row && row["name"] !== "GeForce RTX 4090");
    expect(doubts({ gpu: "RTX 4090" }, others)).toEqual([]);
  });
});
