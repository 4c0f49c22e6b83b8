import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionsIn } from "../../../src/lang/nix/position.js";

describe("the place of an offset", () => {
  it("counts lines and columns from 1", () => {
    const at = positionsIn("ab\n\r\nc");
    expect([0, 2, 3, 5, 6].map(at)).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 3, column: 2 },
    ]);
  });

  it("is what counting line breaks before it gives", () => {
    const text = fc.array(fc.constantFrom("a", "ü", "\n", "\r\n")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.nat(), (source, seed) => {
        const offset = seed % (source.length + 1);
        const lines = source.slice(0, offset).split("\n");
        expect(positionsIn(source)(offset)).toEqual({ line: lines.length, column: lines.at(-1)!.length + 1 });
      }),
    );
  });
});
