import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import { errorDocument, jsonLine, recordDocument, validateDocument } from "../../src/views/json.js";
import { resolution } from "./sample.js";

const diagnostic: Diagnostic = {
  severity: "error",
  code: "NT201",
  summary: "Unknown key",
  detail: "see https://me:secret@mirror.example",
  configPath: ["gpus"],
  place: { file: "nixtorch.config.ts", line: 2, column: 3 },
  excerpt: { text: "gpus", from: 1, to: 5 },
};

describe("JSON documents", () => {
  it("carry a format version and diagnostics with a flat place", () => {
    expect(JSON.parse(errorDocument([diagnostic]))).toEqual({
      formatVersion: 1,
      diagnostics: [
        {
          severity: "error",
          code: "NT201",
          summary: "Unknown key",
          detail: "see https://***@mirror.example",
          file: "nixtorch.config.ts",
          line: 2,
          column: 3,
        },
      ],
    });
  });

  it("have a resolution, or null, when validating", () => {
    expect(JSON.parse(validateDocument(resolution, []))).toEqual({
      formatVersion: 1,
      resolution,
      diagnostics: [],
    });
    expect(JSON.parse(validateDocument(null, [diagnostic])).resolution).toBeNull();
  });

  it("have a record, or null, when showing what was applied", () => {
    expect(JSON.parse(recordDocument(null, []))).toEqual({ formatVersion: 1, record: null, diagnostics: [] });
  });

  it("are one line each while applying", () => {
    const line = jsonLine({ type: "progress", address: "project.venv", text: "a\nb\u2028c" });
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ type: "progress", text: "a\nb\u2028c" });
  });
});
