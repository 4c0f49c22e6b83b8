import { describe, expect, it } from "vitest";
import type { CatalogRows, Cited } from "../../src/model/catalog-rows.js";
import { catalogSummary, catalogView } from "../../src/views/catalog.js";
import { spans } from "../../src/views/spans.js";
import { coloured, plain } from "../../src/views/style.js";

const read = (source: string): Cited => ({ confidence: "verified", note: null, sources: [source] });
const known = <T>(value: T) => ({ value, confidence: "verified" });
const remembered = <T>(value: T) => ({ value, confidence: "recalled" });
const variant = (name: string, status: string, confidence = "verified") => ({
  name,
  cuda: `${name.slice(2, 4)}.${name.slice(4)}`,
  status,
  confidence,
});

const rows: CatalogRows = {
  catalogVersion: "2026-11-22",
  torch: [
    {
      torch: "2.14",
      patches: ["2.14.0", "2.14.1"],
      released: known("2026-09-02"),
      python: { stable: ["3.10", "3.11", "3.12"], experimental: ["3.13"], confidence: "verified" },
      defaultVariant: known("cu130"),
      variants: [variant("cu126", "legacy"), variant("cu129", "extra"), variant("cu130", "stable")],
      ...read("pytorch/pytorch:RELEASE.md"),
    },
    {
      torch: "2.15",
      patches: ["2.15.0"],
      released: { value: "2026-10-28", confidence: "planned" },
      python: { stable: ["3.11", "3.12"], experimental: [], confidence: "derived" },
      defaultVariant: { value: null, confidence: "planned" },
      variants: [variant("cu126", "removed", "planned"), variant("cu132", "planned", "planned")],
      confidence: "planned",
      note: "read before the release",
      sources: ["pytorch/pytorch#190385"],
    },
  ],
  cuda: [
    {
      cuda: "12.8",
      released: remembered("2025-01"),
      minDriver: { toolkit: "570.26", minorCompatibility: "525.60.13" },
      nvcc: { lowest: "5.0", highest: "12.0" },
      gcc: 14,
      nixpkgs: [known("25.11"), remembered("26.05")],
      ...read("doc: release notes"),
    },
    {
      cuda: "13.5",
      released: known("2026-11-04"),
      minDriver: { toolkit: null, minorCompatibility: "580.65.06" },
      nvcc: null,
      gcc: null,
      nixpkgs: [],
      confidence: "recalled",
      note: null,
      sources: ["memory only"],
    },
  ],
  gpu: [
    {
      gpu: "GeForce GTX 1080 Ti",
      aliases: [],
      segment: "geforce",
      capability: "6.1",
      architecture: "Pascal",
      system: null,
      openKernelModule: "unsupported",
      lastDriverBranch: "580",
      minDriver: null,
      firstCuda: remembered("8.0"),
      lastCuda: "12.9",
      torch: { release: "2.14", variants: [variant("cu126", "legacy")] },
      ...read("doc: list of capabilities"),
    },
    {
      gpu: "GB10",
      aliases: ["DGX Spark"],
      segment: "workstation",
      capability: "12.1",
      architecture: "Blackwell",
      system: "aarch64-linux",
      openKernelModule: "required",
      lastDriverBranch: null,
      minDriver: "580.94",
      firstCuda: known("12.9"),
      lastCuda: null,
      torch: { release: "2.13", variants: [variant("cu130", "stable")] },
      confidence: "derived",
      note: null,
      sources: ["doc: list of capabilities"],
    },
  ],
  nixpkgs: [
    {
      nixpkgs: "26.05",
      status: known("stable"),
      ref: "nixos-26.05",
      cuda: ["12.6", "12.8", "12.9", "13.0", "13.1", "13.2"].map(known),
      defaultCuda: remembered("12.9"),
      defaultPython: known("3.13"),
      pythons: ["3.12", "3.13"],
      gcc: known(15),
      glibc: known("2.42"),
      drivers: [
        { name: "production", version: "595.71.05", aliasOf: null },
        { name: "stable", version: null, aliasOf: "production" },
        { name: "legacy_580", version: "580.173.02", aliasOf: null },
      ],
      driversComplete: false,
      ...read("NixOS/nixpkgs:cuda-packages.nix"),
    },
  ],
};

const table = (name: Parameters<typeof catalogView>[1]) => catalogView(rows, name).split("\n\n")[0];

describe("the catalog's tables", () => {
  it("show torch releases with their wheels, and mark what is only announced", () => {
    expect(catalogView(rows, "torch")).toMatchInlineSnapshot(`
      "torch  newest  released     Python            PyPI   CUDA wheels
      2.14   2.14.1  2026-09-02   3.10–3.12 (3.13)  cu130  cu126* cu129+ cu130
      2.15?  2.15.0  2026-10-28?  3.11 3.12?               cu132?

      Python in parentheses: experimental. PyPI: the variant that a plain install takes.
      *  legacy: kept for old GPUs
      ~  experimental
      +  extra: built without upstream support, taken on request only
      ?  not read in a source, but announced, derived or remembered (-v says which)
      "
    `);
  });

  it("show toolkits with what is known of them", () => {
    expect(table("cuda")).toMatchInlineSnapshot(`
      "CUDA   released    driver     for PTX  compiles  GCC  nixpkgs
      12.8   2025-01?    525.60.13  570.26   5.0–12.0  14   25.11 26.05?
      13.5?  2026-11-04  580.65.06"
    `);
  });

  it("show cards with the newest torch that runs on them", () => {
    expect(table("gpu")).toMatchInlineSnapshot(`
      "GPU                  cap.  architecture  module  driver       CUDA       torch 2.14
      GeForce GTX 1080 Ti  6.1   Pascal        closed  to 580       8.0?–12.9  cu126*
      GB10?                12.1  Blackwell     open    from 580.94  from 12.9  2.13: cu130"
    `);
  });

  it("show releases of nixpkgs, and that not all their drivers are known", () => {
    expect(table("nixpkgs")).toMatchInlineSnapshot(`
      "nixpkgs  status  CUDA                      default  Python  driver     legacy
      26.05    stable  12.6 12.8 12.9 13.0–13.2  12.9?    3.13    595.71.05  580 …"
    `);
  });

  it("show confidence, note and sources below each row on request", () => {
    const text = catalogView(rows, "torch", { style: plain, verbose: true });
    expect(text).toMatch(/\n2\.15\?.*\n {4}planned: read before the release\n {4}pytorch\/pytorch#190385\n/);
  });

  it("colour rows that no source confirms", () => {
    const text = catalogView(rows, "gpu", { style: coloured, verbose: false });
    expect(text).toContain(coloured.yellow("GB10?"));
    expect(text).toContain(coloured.bold("GeForce GTX 1080 Ti"));
  });

  it("are summed up by what is verified", () => {
    expect(catalogSummary(rows)).toMatchInlineSnapshot(`
      "Catalog 2026-11-22: what this nixtorch chooses from.

      table    rows  newest
      gpu      2     Pascal
      cuda     2     12.8
      torch    2     2.14.1
      nixpkgs  1     26.05

      A table, a card, and with -v the sources of each row:
        nixtorch catalog torch
        nixtorch catalog gpu 3090
        nixtorch catalog cuda -v
      "
    `);
  });
});

describe("spans of versions", () => {
  it.each([
    [["3.8"], "3.8"],
    [["3.8", "3.9"], "3.8 3.9"],
    [["3.8", "3.9", "3.10"], "3.8–3.10"],
    [["12.6", "12.8", "12.9", "13.0"], "12.6 12.8 12.9 13.0"],
    [[], ""],
  ])("%j: %s", (versions, text) => {
    expect(spans(versions)).toBe(text);
  });
});
