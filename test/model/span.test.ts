import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, applySpans, toSpans, type TextEdit } from "../../src/model/span.js";

const text = fc.string({
  unit: fc.constantFrom("a", "é", "日", "🔥", "\n", "\r\n", "\uFEFF"),
  maxLength: 40,
});

/** A text with edits that do not overlap and cut no character in two. */
const edited = text.chain((whole) => {
  const characters = [...whole];
  const cuts = fc
    .uniqueArray(fc.nat(characters.length), { maxLength: 8 })
    .map((list) => list.sort((a, b) => a - b));
  const offset = (count: number) => characters.slice(0, count).join("").length;
  return fc.record({
    whole: fc.constant(whole),
    edits: fc.tuple(cuts, fc.array(text, { minLength: 4, maxLength: 4 })).map(([places, texts]) => {
      const edits: TextEdit[] = [];
      for (let index = 0; index + 1 < places.length; index += 2) {
        const [start, end] = [offset(places[index]!), offset(places[index + 1]!)];
        edits.push({ start, end, text: texts[index / 2] ?? "" });
      }
      return edits;
    }),
  });
});

const bytes = (value: string) => new TextEncoder().encode(value);

describe("spans", () => {
  it("do to the bytes what the edits do to the text", () => {
    fc.assert(
      fc.property(edited, ({ whole, edits }) => {
        expect(applySpans(bytes(whole), toSpans(whole, edits))).toEqual(bytes(applyEdits(whole, edits)));
      }),
    );
  });

  it("count bytes, where the text counts UTF-16 units", () => {
    expect(toSpans("🔥é = 1", [{ start: 6, end: 7, text: "2" }])).toEqual([{ start: 9, end: 10, text: "2" }]);
  });

  it("come in ascending order, and insertions at one place in the order given", () => {
    const edits = [
      { start: 2, end: 2, text: "x" },
      { start: 0, end: 1, text: "" },
      { start: 2, end: 2, text: "y" },
    ];
    expect(toSpans("abc", edits).map((span) => span.start)).toEqual([0, 2, 2]);
    expect(applyEdits("abc", edits)).toBe("bxyc");
  });

  it("may not overlap, nor lie outside the text", () => {
    expect(() =>
      applyEdits("abc", [
        { start: 0, end: 2, text: "" },
        { start: 1, end: 3, text: "" },
      ]),
    ).toThrow(RangeError);
    expect(() => applySpans(bytes("abc"), [{ start: 2, end: 4, text: "" }])).toThrow(RangeError);
  });
});
