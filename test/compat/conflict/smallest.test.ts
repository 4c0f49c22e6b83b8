import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallestImpossible } from "../../../src/compat/conflict/smallest.js";

const items = [0, 1, 2, 3, 4, 5, 6, 7];

/** Possible is what contains none of the forbidden sets. */
const against = (forbidden: readonly (readonly number[])[]) => (members: readonly number[]) =>
  !forbidden.some((set) => set.every((one) => members.includes(one)));

describe("the smallest impossible set", () => {
  it("is smaller than one from which members were taken until it became possible", () => {
    // Taking 0 away first leads to 1, 2, 3, of which each member is needed, and which is not the smallest.
    expect(
      smallestImpossible(
        items,
        against([
          [1, 2, 3],
          [0, 4],
        ]),
      ),
    ).toEqual([0, 4]);
  });

  it("of several is the one whose members come first", () => {
    expect(
      smallestImpossible(
        items,
        against([
          [5, 6],
          [0, 7],
          [2, 3],
        ]),
      ),
    ).toEqual([2, 3]);
    expect(
      smallestImpossible(
        items,
        against([
          [1, 6],
          [0, 6],
        ]),
      ),
    ).toEqual([0, 6]);
  });

  it("is empty where nothing is possible at all", () => {
    expect(smallestImpossible(items, () => false)).toEqual([]);
  });

  it("is not looked for without end where all of it is possible", () => {
    expect(() => smallestImpossible(items, () => true)).toThrow("possible");
  });

  it("is the first of the smallest among all subsets, whatever is forbidden", () => {
    const set = fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(set, { minLength: 1, maxLength: 6 }), (forbidden) => {
        const size = Math.min(...forbidden.map((one) => one.length));
        // Read as binary numbers, the highest member decides first.
        const numberOf = (one: readonly number[]) => one.reduce((sum, bit) => sum + 2 ** bit, 0);
        const best = Math.min(...forbidden.filter((one) => one.length === size).map(numberOf));
        expect(numberOf(smallestImpossible(items, against(forbidden)))).toBe(best);
      }),
    );
  });
});
