import fc from "fast-check";
import { expect, test } from "vitest";
import { lineChanges } from "../../src/diff/lines.js";

const texts = fc
  .array(fc.constantFrom("a", "b", "c", "", "日本"), { minLength: 1, maxLength: 8 })
  .map((lines) => lines.join("\n"));

test("equal texts have no changes, different ones have some, and they add up", () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const changes = lineChanges(before, after);
      expect(changes.length === 0).toBe(before === after);
      const count = (text: string) => (text === "" ? 0 : text.split("\n").length);
      const added = changes.reduce((sum, one) => sum + one.added.length - one.removed.length, 0);
      expect(count(before) + added).toBe(count(after));
      expect(lineChanges(after, before).flatMap(({ removed }) => removed)).toHaveLength(
        changes.flatMap((one) => one.added).length,
      );
    }),
    { numRuns: 500 },
  );
});

test("what stays in order is not among them", () => {
  expect(lineChanges("a\nb\nc\nd", "a\nx\nc\nd\ne")).toEqual([
    { removed: ["b"], added: ["x"] },
    { removed: [], added: ["e"] },
  ]);
});

test("texts too long to be compared change as a whole, at once", () => {
  const [before, after] = ["a", "b"].map((line) => Array<string>(3_000).fill(line).join("\n"));
  expect(lineChanges(before!, after!)).toHaveLength(1);
});
