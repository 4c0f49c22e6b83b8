import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import { diagnosticsView } from "../../src/views/diagnostics.js";

const unknownKey: Diagnostic = {
  severity: "error",
  code: "NT201",
  summary: "Unknown key",
  detail: "The config has no key gpus.",
  hint: 'Did you mean gpu? Write:\n  gpu: "RTX 4090"',
  place: { file: "nixtorch.config.ts", line: 12, column: 3 },
  excerpt: { text: '  gpus: "RTX 4090",', from: 3, to: 7 },
};

/** The columns (from 0) of the source text that the carets stand under. */
function underlined(text: string): string {
  const lines = text.split("\n");
  const carets = lines.findIndex((line) => /\| +\^+$/.test(line) || /\| *\^+$/.test(line));
  const line = lines[carets] as string;
  return (lines[carets - 1] as string).slice(line.indexOf("^"), line.lastIndexOf("^") + 1);
}

describe("a diagnostic on the terminal", () => {
  it("says where, shows the line with the part underlined, then why, then what to do", () => {
    expect(diagnosticsView([unknownKey])).toMatchInlineSnapshot(`
      "error NT201: Unknown key
        at nixtorch.config.ts:12:3

        12 |   gpus: "RTX 4090",
           |   ^^^^

        The config has no key gpus.

        Did you mean gpu? Write:
          gpu: "RTX 4090"
      "
    `);
  });

  it.each([
    [30, null],
    [31, "and 1 more error; --json lists all"],
    [45, "and 15 more errors; --json lists all"],
  ])("is one of the first thirty errors: of %i", (count, rest) => {
    const errors = Array.from({ length: count }, (_, index): Diagnostic => ({
      severity: "error",
      code: "NT499",
      summary: `Mistake ${index + 1}.`,
    }));
    const text = diagnosticsView([...errors, { severity: "warning", code: "NT498", summary: "Careful" }]);
    expect(text).toContain("Careful");
    expect(text).toContain("Mistake 30.");
    expect(text).not.toContain("Mistake 31.");
    expect(text.trimEnd().split("\n").at(-1)).toBe(rest ?? "error NT499: Mistake 30.");
  });

  it("comes after those that matter less", () => {
    const of = (severity: Diagnostic["severity"]): Diagnostic => ({
      severity,
      code: "NT499",
      summary: severity,
    });
    expect(diagnosticsView([of("error"), of("info"), of("warning")])).toMatchInlineSnapshot(`
      "info NT499: info

      warning NT499: warning

      error NT499: error
      "
    `);
  });

  it("names the resource it is about", () => {
    const text = diagnosticsView([
      { ...unknownKey, address: "project.flake", place: undefined, excerpt: undefined },
    ]);
    expect(text).toMatch(/^error NT201: Unknown key \(project\.flake\)\n/);
  });

  it("lists the statements that take part, with places, facts and short sources", () => {
    const clash: Diagnostic = {
      severity: "error",
      code: "NT311",
      summary: "No stack fits",
      detail: "These do not go together.",
      hint: "Change one.",
      related: [
        {
          text: "RTX 5090 (12.0)",
          place: { file: "nixtorch.config.ts", line: 3, column: 8 },
          facts: [
            {
              text: "Kernels exist from CUDA 12.8 on.",
              sources: [
                "pytorch/pytorch:.ci/docker/manywheel/build_cuda.sh@9f0fad92f342b146272d0f99d3969c2c148e80ba (branch release/2.7)",
                "pytorch/pytorch#1234 (issue)",
                "doc: NVIDIA list",
              ],
            },
          ],
        },
        { text: 'cuda: "12.4"', place: { file: "nixtorch.config.ts", line: 4, column: 9 } },
        { text: "nixpkgs 26.05", facts: [{ text: "It has CUDA 13.", sources: [] }] },
      ],
    };
    expect(diagnosticsView([clash])).toMatchInlineSnapshot(`
      "error NT311: No stack fits
        These do not go together.

          RTX 5090 (12.0)  nixtorch.config.ts:3:8
            Kernels exist from CUDA 12.8 on. [pytorch/pytorch:manywheel/build_cuda.sh, pytorch/pytorch#1234, and 1 more]
          cuda: "12.4"     nixtorch.config.ts:4:9
          nixpkgs 26.05
            It has CUDA 13.

        Change one.
      "
    `);
  });

  it("is nothing for none", () => {
    expect(diagnosticsView([])).toBe("");
  });

  it("underlines the right part behind tabs, and cuts a minified line around it", () => {
    const tabs = { ...unknownKey, excerpt: { text: "\t\tgpus: 1", from: 3, to: 7 } };
    expect(underlined(diagnosticsView([tabs]))).toBe("gpus");
    const minified = `${"a,".repeat(4000)}wrong,${"b,".repeat(4000)}`;
    const text = diagnosticsView([{ ...unknownKey, excerpt: { text: minified, from: 8001, to: 8006 } }]);
    expect(underlined(text)).toBe("wrong");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  it("stays in the line when the columns do not", () => {
    const beyond = { ...unknownKey, excerpt: { text: "short", from: 90, to: 95 } };
    expect(diagnosticsView([beyond])).toMatch(/\| {6}\^\n/);
    const empty = { ...unknownKey, excerpt: { text: "", from: 1, to: 1 } };
    expect(diagnosticsView([empty])).toMatch(/\| \^\n/);
  });

  it("counts wide characters before the part as two columns", () => {
    const text = diagnosticsView([{ ...unknownKey, excerpt: { text: '"日本": bad', from: 7, to: 10 } }]);
    expect(text).toContain(`| ${" ".repeat(8)}^^^`);
  });

  it("lets no value steer the terminal", () => {
    const text = diagnosticsView([
      {
        severity: "error",
        code: "NT201",
        summary: "s\u001b[2J",
        detail: "d\u0007\nhttps://me:secret@host.example/x",
        hint: "h\u009b1m",
        place: { file: "a\nb\u001b.ts", line: 1 },
        excerpt: { text: "x\u001b[31m = 'https://me:secret@host.example'", from: 2, to: 3 },
      },
    ]);
    // oxlint-disable-next-line no-control-regex -- this is what must not get through
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).not.toContain("secret");
    expect(text).toContain("at a\\nb\\x1b.ts:1");
  });
});
