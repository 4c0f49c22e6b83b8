import { expect } from "vitest";
import { catalogOf, resolvable } from "./asking.js";
import { NaiveChecker } from "./checker.js";
import type { NaiveQuestion } from "./question.js";
import { spaceOf } from "./space.js";
import { readTables } from "./tables.js";
import { Tally } from "./tally.js";

export const tables = readTables();
export const catalog = catalogOf(tables);
export const checker = new NaiveChecker(tables);
export const space = spaceOf(tables);

export function orNone<Value>(values: readonly Value[]): readonly (Value | null)[] {
  return [null, ...values];
}

/** Asks both sides every question; fails with the first ones on which they differ. */
export function compare(questions: () => Generator<NaiveQuestion>): Tally {
  const tally = new Tally(
    (question) => checker.possible(question),
    (question) => resolvable(question, catalog),
  );
  for (const question of questions()) tally.ask(question);
  expect(tally.disagreements).toEqual([]);
  // A side that always says the same would agree with itself.
  expect(tally.possible).toBeGreaterThan(tally.asked / 200);
  expect(tally.impossible).toBeGreaterThan(tally.asked / 20);
  return tally;
}
