import { describe, expect, it } from "vitest";
import { Failure, type Diagnostic } from "../../src/model/diagnostic.js";
import { nixtorch } from "./stand-in.js";

describe("show", () => {
  it("shows a saved plan in every form", async () => {
    expect((await nixtorch(["show", "p.json"])).stdout).toContain("Plan: 5 to add");
    expect(JSON.parse((await nixtorch(["show", "p.json", "--json"])).stdout).summary.add).toBe(5);
    expect((await nixtorch(["show", "p.json", "--markdown"])).stdout).toMatch(/^### nixtorch plan/);
    const { calls, stdout, stderr } = await nixtorch(["-C", "sub", "show", "p.json", "--html", "out.html"]);
    expect(calls.at(-1)?.slice(0, 2)).toEqual(["writeReport", "/home/me/project/sub/out.html"]);
    expect(calls.at(-1)?.[2]).toMatch(/^<!doctype html>/);
    expect([stdout, stderr]).toEqual(["", "Wrote out.html.\n"]);
  });

  it("shows a plan that apply would refuse", async () => {
    const { calls } = await nixtorch(["show", "p.json"]);
    expect(calls[0]).toEqual(["loadPlan", "/home/me/project/p.json", { anyOwner: true }]);
  });

  it("shows the record without a plan file", async () => {
    const record = {
      nixtorchVersion: "0.1.0",
      catalogVersion: "2026-11-01",
      resolution: { torch: "2.13.0", archList: ["6.1"], cuda: null },
      baseline: { "project.flake": { digest: "sha256:0" }, "project.pyproject": { torch: "1", numpy: "2" } },
    };
    const engine = { readRecord: () => Promise.resolve({ record, diagnostics: [] }) };
    expect((await nixtorch(["show"], { engine })).stdout).toMatchInlineSnapshot(`
      "Applied by nixtorch 0.1.0 with catalog 2026-11-01

      Stack

        torch     2.13.0
        archList  6.1

      Owned by nixtorch

        project.flake      1 value
        project.pyproject  2 values
      "
    `);
    expect(JSON.parse((await nixtorch(["show", "--json"], { engine })).stdout)).toEqual({
      formatVersion: 1,
      record,
      diagnostics: [],
    });
    expect((await nixtorch(["show", "--markdown"], { engine })).stdout).toContain("torch     2.13.0");
  });

  it("says when nothing was applied yet, and when the record cannot be used", async () => {
    expect((await nixtorch(["show"])).stdout).toContain("Nothing was applied here yet");
    const diagnostics: Diagnostic[] = [
      { severity: "warning", code: "NT486", summary: "The record cannot be used" },
    ];
    const unusable = await nixtorch(["show"], {
      engine: { readRecord: () => Promise.resolve({ record: null, diagnostics }) },
    });
    expect(unusable.stdout).toBe("");
    expect(unusable.stderr).toContain("NT486");
  });
});

describe("validate", () => {
  const diagnostics: Diagnostic[] = [{ severity: "error", code: "NT301", summary: "No stack" }];
  const unsolvable = {
    validate: () => Promise.resolve({ resolution: null, diagnostics, configFile: "nixtorch.config.ts" }),
  };

  it("prints the stack with its reasons", async () => {
    const { code, stdout } = await nixtorch(["validate"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/torch +2\.13\.0 — the newest release with cu126 wheels/);
    expect(stdout).toContain("nixtorch.config.ts is valid.");
  });

  it("exits 1 on errors, and calls nothing valid", async () => {
    const { code, stdout, stderr } = await nixtorch(["validate"], { engine: unsolvable });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("NT301");
  });

  it("prints resolution and diagnostics as JSON, also on errors", async () => {
    const good = JSON.parse((await nixtorch(["validate", "--json"])).stdout);
    expect(good).toMatchObject({
      formatVersion: 1,
      resolution: { torch: { value: "2.13.0" } },
      diagnostics: [],
    });
    const bad = await nixtorch(["validate", "--json"], { engine: unsolvable });
    expect(JSON.parse(bad.stdout)).toMatchObject({ resolution: null, diagnostics: [{ code: "NT301" }] });
    expect([bad.code, bad.stderr]).toEqual([1, ""]);
  });

  it("has the same JSON form when the config cannot even be loaded", async () => {
    const engine = { validate: () => Promise.reject(new Failure(diagnostics)) };
    const { stdout } = await nixtorch(["validate", "--json"], { engine });
    expect(JSON.parse(stdout)).toMatchObject({ resolution: null, diagnostics: [{ code: "NT301" }] });
  });
});
