import { describe, expect, it } from "vitest";
import { cardsNamed, catalogRows } from "../../src/engine/catalog.js";
import { nixtorch } from "./stand-in.js";

const engine = { cardsNamed, catalogRows };
const catalog = (...args: string[]) => nixtorch(["catalog", ...args], { engine });

describe("catalog", () => {
  it("sums up without a table", async () => {
    const { code, stdout, stderr } = await catalog();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Catalog \d{4}-\d\d-\d\d/);
    expect(stdout).toMatch(/^gpu +\d{3} +\w+/m);
  });

  it.each(["gpu", "cuda", "torch", "nixpkgs"])("shows the table %s in 100 columns", async (table) => {
    const { code, stdout } = await catalog(table);
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.length).toBeGreaterThan(8);
    // Cards with very long names push their own row.
    const wide = lines.filter((line) => line.length > 100 && !/Laptop GPU|Edition|Active/.test(line));
    expect(wide).toEqual([]);
  });

  it("finds cards by several words, by what drivers call them, and by capability", async () => {
    const names = async (...words: string[]) =>
      (JSON.parse((await catalog("gpu", ...words, "--json")).stdout).rows as { gpu: string }[]).map(
        (row) => row.gpu,
      );
    expect(await names("rtx", "3090")).toEqual(["GeForce RTX 3090", "GeForce RTX 3090 Ti"]);
    expect(await names("rtx3090")).toEqual(["GeForce RTX 3090", "GeForce RTX 3090 Ti"]);
    expect(await names("NVIDIA A100-SXM4-80GB")).toEqual(["A100"]);
    expect(await names("DGX Spark")).toEqual(["GB10"]);
    expect((await names("8.7")).every((name) => name.startsWith("Jetson"))).toBe(true);
  });

  it("says which torch an old card stopped at", async () => {
    const { stdout } = await catalog("gpu", "1080 ti", "--json");
    const [row] = JSON.parse(stdout).rows;
    expect(row).toMatchObject({ capability: "6.1", lastDriverBranch: "580", lastCuda: "12.9" });
    expect(row.torch.variants.map((one: { name: string }) => one.name)).toEqual(["cu126"]);
  });

  it("prints rows with their sources spelled out as JSON", async () => {
    const document = JSON.parse((await catalog("torch", "--json")).stdout);
    expect(document).toMatchObject({ formatVersion: 1, table: "torch" });
    const row = document.rows.find((one: { torch: string }) => one.torch === "2.14");
    expect(row.confidence).toBe("verified");
    expect(row.sources.length).toBeGreaterThan(0);
    // Spelled out, and no keys of the table.
    expect(row.sources.every((source: string) => /[:#/ ]/.test(source))).toBe(true);
    const summary = JSON.parse((await catalog("--json")).stdout);
    expect(summary.table).toBeNull();
    expect(summary.rows.map((one: { table: string }) => one.table)).toEqual([
      "gpu",
      "cuda",
      "torch",
      "nixpkgs",
    ]);
  });

  it("names the tables when a word is none, and loads nothing for that", async () => {
    const { code, stdout, stderr, loads } = await catalog("gpus");
    expect([code, stdout, loads]).toEqual([1, "", 0]);
    expect(stderr).toContain("error NT578: Not in the catalog");
    expect(stderr).toContain('no table "gpus". Its tables are gpu, cuda, torch and nixpkgs.');
  });

  it("names the closest cards when none is of that name", async () => {
    const { code, stderr } = await catalog("gpu", "rtx", "9090");
    expect(code).toBe(1);
    expect(stderr).toContain('no card, architecture or compute capability "rtx 9090"');
    expect(stderr).toMatch(/Did you mean RTX \d090 or/);
  });

  it("takes names of cards only, and no empty word", async () => {
    expect((await catalog("torch", "2.9")).stderr).toContain("NT583");
    expect((await catalog("")).stderr).toContain("NT585");
  });
});
