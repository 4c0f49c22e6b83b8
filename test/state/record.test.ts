import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { addresses, isOfThisMachine } from "../../src/model/address.js";
import { newerRecord, recordedValues, type ProjectRecord } from "../../src/model/record.js";
import { decodeRecord, encodeRecord, readRecord } from "../../src/state/record.js";
import { resolution } from "../apply/plans.js";

const record: ProjectRecord = {
  nixtorchVersion: "0.1.0",
  catalogVersion: "2026-11-01",
  resolution: recordedValues(resolution),
  baseline: {
    "project.flake": { digest: "sha256:1" },
    "project.pyproject": {
      "project.requires-python": ">=3.12,<3.13",
      "project.dependencies.torch": "torch==2.11.0",
    },
  },
};

describe("nixtorch.lock", () => {
  it("has one sorted entry on each line", () => {
    expect(encodeRecord(record)).toMatchInlineSnapshot(`
      "{
        "baseline.project.flake:digest": "sha256:1",
        "baseline.project.pyproject:project.dependencies.torch": "torch==2.11.0",
        "baseline.project.pyproject:project.requires-python": ">=3.12,<3.13",
        "catalogVersion": "2026-11-01",
        "formatVersion": 1,
        "nixtorchVersion": "0.1.0",
        "resolution.archList": ["8.9"],
        "resolution.cuda": "12.6",
        "resolution.hostCompiler": "gcc13",
        "resolution.index": "https://download.pytorch.org/whl/cu126",
        "resolution.nixpkgs": "26.05",
        "resolution.python": "3.12",
        "resolution.systems": ["x86_64-linux"],
        "resolution.toolkit": "cudaPackages_12_6",
        "resolution.toolkitComponents": ["cuda_nvcc"],
        "resolution.torch": "2.11.0",
        "resolution.torchaudio": null,
        "resolution.torchvision": "0.26.0",
        "resolution.triton": null,
        "resolution.wheel": "cu126"
      }
      "
    `);
  });

  it("leaves out what belongs to one machine, even if it is handed in", () => {
    const text = encodeRecord({
      ...record,
      resolution: { ...record.resolution, driver: "production", openKernelModule: true },
      baseline: {
        ...record.baseline,
        "system.module": { digest: "sha256:3" },
        "project.venv": { stamp: "x" },
      },
    });
    expect(text).toBe(encodeRecord(record));
  });

  it("comes back as it was, whatever keys and values a baseline has", () => {
    const recorded = fc.constantFrom(...addresses.filter((address) => !isOfThisMachine(address)));
    const values = fc.dictionary(fc.string(), fc.string(), { minKeys: 1 });
    fc.assert(
      fc.property(fc.dictionary(recorded, values), (baseline) => {
        const given = { ...record, baseline };
        expect(decodeRecord(encodeRecord(given))).toEqual({ record: given, diagnostics: [] });
      }),
    );
  });

  it("is merged by git when two branches move different entries", () => {
    const directory = mkdtempSync(join(tmpdir(), "nixtorch-record-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const write = (name: string, change: Partial<ProjectRecord>) => {
      writeFileSync(join(directory, name), encodeRecord({ ...record, ...change }));
      return name;
    };
    const base = write("base", {});
    const ours = write("ours", { baseline: { ...record.baseline, "project.flake": { digest: "sha256:9" } } });
    const theirs = write("theirs", { resolution: { ...record.resolution, torch: "2.12.0" } });
    execFileSync("git", ["merge-file", ours, base, theirs], { cwd: directory });
    const merged = decodeRecord(readFileSync(join(directory, ours), "utf8")).record;
    expect(merged?.baseline["project.flake"]).toEqual({ digest: "sha256:9" });
    expect(merged?.resolution.torch).toBe("2.12.0");
  });

  it.each([
    [
      "is full of merge markers",
      `<<<<<<< HEAD\n${encodeRecord(record)}=======\n{}\n>>>>>>> theirs\n`,
      "merge",
    ],
    ["is no JSON", "\u0000\u0001garbage", "not JSON"],
    ["is empty", "", "not JSON"],
    ["is a list", "[]", "not an object"],
    [
      "is of a later format",
      encodeRecord(record).replace('"formatVersion": 1', '"formatVersion": 7'),
      "format 7",
    ],
    ["has a value of the wrong kind", encodeRecord(record).replace('"torch==2.11.0"', "7"), "wrong kind"],
    ["does not say who wrote it", '{ "formatVersion": 1 }', "does not say"],
  ])("that %s is passed over with a warning", (_name, text, why) => {
    const decoded = decodeRecord(text);
    expect(decoded.record).toBeNull();
    expect(decoded.diagnostics).toMatchObject([{ severity: "warning", code: "NT486" }]);
    expect(decoded.diagnostics[0]?.detail).toContain(why);
  });

  it("passes over keys of a later version", () => {
    const text = encodeRecord(record).replace(
      "{\n",
      '{\n  "baseline.project.later:x": "y",\n  "later": {},\n',
    );
    expect(decodeRecord(text)).toEqual({ record, diagnostics: [] });
  });

  it("is simply not there in a new project", () => {
    expect(readRecord(memorySystem({}), "/lab")).toEqual({ record: null, diagnostics: [] });
    expect(readRecord(memorySystem({ "/lab/nixtorch.lock": encodeRecord(record) }), "/lab").record).toEqual(
      record,
    );
  });
});

describe("the nixtorch that wrote the record", () => {
  it.each([
    ["0.1.0", null],
    ["0.0.9", "NT487"],
    ["1.0.0", null],
  ])("stops an older one, such as %s: %s", (version, code) => {
    expect(newerRecord(encodeRecord(record), version)?.code ?? null).toBe(code);
  });

  it("is found between merge markers too", () => {
    const text = `<<<<<<< HEAD\n${encodeRecord(record)}=======\n`;
    expect(newerRecord(text, "0.0.9")?.code).toBe("NT487");
  });
});
