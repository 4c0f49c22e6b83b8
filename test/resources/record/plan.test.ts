import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { digestOf } from "../../../src/model/digest.js";
import { encodeRecord, recordedValues, type ProjectRecord } from "../../../src/model/record.js";
import { planRecord, unplanRecord } from "../../../src/resources/record/index.js";
import { resolution } from "../../apply/plans.js";

const record: ProjectRecord = {
  nixtorchVersion: "0.4.0",
  catalogVersion: "2026-11-01",
  resolution: recordedValues(resolution),
  baseline: { "project.flake": { digest: "sha256:1" } },
};
const text = encodeRecord(record);

const observe = (content: string | null) =>
  memorySystem(content === null ? {} : { "/lab/nixtorch.lock": content }).read("/lab/nixtorch.lock");

describe("planning nixtorch.lock", () => {
  it("creates it", () => {
    const { change, actions, content } = planRecord(observe(null), record);
    expect(change).toMatchObject({
      action: "create",
      path: "nixtorch.lock",
      before: null,
      after: digestOf(text),
    });
    expect(actions).toEqual([
      { type: "write-file", address: "project.record", before: null, content: text, after: digestOf(text) },
    ]);
    expect(content).toBe(text);
  });

  it("leaves an equal one alone", () => {
    const { change, actions } = planRecord(observe(text), record);
    expect(change.action).toBe("no-op");
    expect(actions).toEqual([]);
  });

  it("shows which generator and catalog wrote the old one", () => {
    const old = encodeRecord({ ...record, nixtorchVersion: "0.2.0", catalogVersion: "2026-05-01" });
    const { change, diagnostics } = planRecord(observe(old), record);
    expect(change.action).toBe("update");
    expect(change.details).toEqual([
      { key: "generator", before: "0.2.0", after: "0.4.0" },
      { key: "catalog", before: "2026-05-01", after: "2026-11-01" },
    ]);
    expect(diagnostics).toEqual([]);
  });

  it("warns when a newer nixtorch wrote it, because apply will refuse", () => {
    const newer = encodeRecord({ ...record, nixtorchVersion: "0.5.0" });
    expect(planRecord(observe(newer), record).diagnostics).toMatchObject([
      { severity: "warning", code: "NT487" },
    ]);
  });

  it("writes over merge markers and garbage: it records and decides nothing", () => {
    expect(planRecord(observe("<<<<<<< HEAD\n"), record).change.action).toBe("update");
  });

  it("is a conflict where something other than a file is in the way", () => {
    const { change, actions, diagnostics } = planRecord({ kind: "directory" }, record);
    expect(change.action).toBe("conflict");
    expect(actions).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: "error", code: "NT403" }]);
  });

  it("is a conflict where it cannot be written, but not where it need not be", () => {
    expect(planRecord(observe(null), record, { writable: false }).change.action).toBe("conflict");
    expect(planRecord(observe(text), record, { writable: false }).change.action).toBe("no-op");
  });

  it("goes when the environment does", () => {
    expect(unplanRecord(observe(text))).toMatchObject({
      change: { action: "delete", after: null },
      actions: [{ type: "remove-file", address: "project.record", before: digestOf(text) }],
    });
    expect(unplanRecord(observe(null)).change.action).toBe("no-op");
  });
});
