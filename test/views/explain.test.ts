import { describe, expect, it } from "vitest";
import type { DiagnosticText, Explanation } from "../../src/model/explanation.js";
import { diagnosticTextView, explanationView, topicsView } from "../../src/views/explain.js";
import { wrapped } from "../../src/views/markdown-text.js";
import { coloured, plain } from "../../src/views/style.js";

const text: DiagnosticText = {
  code: "NT311",
  summary: "No stack fits what is declared",
  text: 'A card, a CUDA version and\na torch version decide each other:\n\n```\ngpu: "RTX 5090",\n\n  cuda: "12.4",\n```\n\n- the first of two items, which is long\n- the second',
};

const view = { style: plain, width: 40, verbose: false };

describe("a diagnostic's long form", () => {
  it("is wrapped, steps examples in and keeps their lines", () => {
    expect(diagnosticTextView(text, view)).toBe(
      [
        "NT311: No stack fits what is declared",
        "",
        "  A card, a CUDA version and a torch",
        "  version decide each other:",
        "",
        '    gpu: "RTX 5090",',
        "",
        '      cuda: "12.4",',
        "",
        "  - the first of two items, which is",
        "    long",
        "  - the second",
        "",
      ].join("\n"),
    );
  });

  it("has a bold heading", () => {
    expect(diagnosticTextView(text, { ...view, style: coloured })).toContain("\u001b[1mNT311\u001b[22m");
  });

  it("leaves words whole that are wider than the terminal", () => {
    expect(wrapped("see https://example.org/a/very/long/path now", 20)).toEqual([
      "  see",
      "  https://example.org/a/very/long/path",
      "  now",
    ]);
  });
});

describe("the list of what can be explained", () => {
  const texts = (["NT300", "NT301", "NT302", "NT305", "NT401"] as const).map((code) => ({ ...text, code }));

  it("is short: runs of codes, one range a line", () => {
    expect(topicsView(["torch", "driver"], texts, view)).toContain("\n  NT300 to NT302, NT305\n  NT401\n");
  });

  it("has every summary with -v", () => {
    expect(topicsView(["torch"], texts, { ...view, verbose: true })).toContain(`  NT401  ${text.summary}\n`);
  });
});

describe("the explanation of a choice", () => {
  const row = (name: string) => ({
    row: name,
    confidence: "verified" as const,
    note: null,
    sources: ["a/b:file.md@0123456789abcdef (a remark)"],
  });
  const explanation: Explanation = {
    key: "wheel",
    value: "cu126",
    catalogVersion: "2026-11-22",
    sections: [
      {
        title: "Candidates",
        steps: [
          { text: "cu126: fits.", verdict: "chosen", rows: [row("one"), row("two")] },
          { text: "cu130: no code.", verdict: "out", rows: [row("two")] },
        ],
      },
      {
        title: "Stated",
        steps: [{ text: "A card.", place: { file: "c.ts", line: 3, column: 8 }, rows: [] }],
      },
    ],
    change: 'Write:\n\n```\ncuda: "13.0"\n```',
  };

  it("numbers the rows of the catalog, each once, and gives places that editors follow", () => {
    expect(explanationView(explanation, view)).toMatchInlineSnapshot(`
      "wheel cu126

      Candidates
        → cu126: fits. [1, 2]
        ✗ cu130: no code. [2]

      Stated
        A card.
          at c.ts:3:8

      To change it
        Write:

          cuda: "13.0"

      Rows of the catalog (2026-11-22)
        [1] one: verified
            a/b:file.md@01234567
        [2] two: verified
            a/b:file.md@01234567
      "
    `);
  });

  it("shows control characters of values, and masks credentials", () => {
    const steps = [{ text: "torch.index asks for https://me:secret@host/ \u001b[31m", rows: [] }];
    const shown = explanationView({ ...explanation, sections: [{ title: "Stated", steps }] }, view);
    expect(shown).toContain("\\x1b[31m");
    expect(shown).not.toContain("secret");
  });

  it("gives sources with remarks and whole commits on request", () => {
    expect(explanationView(explanation, { ...view, width: 100, verbose: true })).toContain(
      "a/b:file.md@0123456789abcdef (a remark)",
    );
  });
});
