import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/compat/resolve.js";
import { hasErrors } from "../../src/model/diagnostic.js";
import { altered, alterations, drawing, type AlterationName, type Draw } from "./naive/alterations.js";
import { asked, catalogOf, resolvable } from "./naive/asking.js";
import { NaiveChecker } from "./naive/checker.js";
import { catalog, space, tables } from "./naive/compare.js";
import { anyMachine, blank, type NaiveQuestion } from "./naive/question.js";
import { systems } from "./naive/space.js";
import { Tally } from "./naive/tally.js";

const { cudas, patches, pythons, nixpkgs: releases, branches, kinds } = space;
const names = Object.keys(alterations) as AlterationName[];
/** A Jetson has no other card beside it. */
const together = kinds.filter((kind) => {
  const { capability } = tables.gpus.gpus.find((row) => row.name === kind)!;
  return !tables.gpus.capabilities.find((row) => row.capability === capability)!.jetson;
});

/** Questions in which every table has a say, more often about newer rows. */
function* questions(draw: Draw, count: number): Generator<NaiveQuestion> {
  const pick = <Value>(values: readonly Value[]): Value => values[draw(values.length)]!;
  const often = <Value>(values: readonly Value[]): Value | null => (draw(3) === 0 ? pick(values) : null);
  for (let round = 0; round < count; round++) {
    const cards = draw(12) === 0 ? [] : draw(4) === 0 ? [pick(together), pick(together)] : [pick(kinds)];
    const machine = {
      ...anyMachine,
      branch: often(branches),
      open: often([true, false]),
      release: often(releases),
    };
    yield {
      ...blank,
      gpus: [...new Set(cards)],
      cuda: cards.length === 0 ? null : often(cudas.slice(-9)),
      torch: often(patches.slice(-14)),
      python: often(pythons),
      nixpkgs: often(releases),
      systems: draw(4) === 0 ? pick(systems) : systems[0]!,
      vision: draw(4) === 0,
      audio: draw(4) === 0,
      machines: cards.length > 0 && draw(4) === 0 ? [machine] : null,
    };
  }
}

describe("the comparison by brute force", () => {
  it("is about the verdict that `resolve` gives", () => {
    let possible = 0;
    for (const question of questions(drawing(1), 1000)) {
      const { resolution, diagnostics } = resolve(asked(question, catalog));
      const answered = resolution !== null && !hasErrors(diagnostics);
      expect(answered, JSON.stringify(question)).toBe(resolvable(question, catalog));
      if (answered) possible++;
    }
    expect(possible).toBeGreaterThan(50);
  });

  it("is with a checker that shares no code with the resolver", () => {
    const folder = new URL("./naive/", import.meta.url);
    const checkers = readdirSync(folder).filter((file) => !["asking.ts", "compare.ts"].includes(file));
    expect(checkers).toContain("checker.ts");
    for (const file of checkers) {
      const imports = readFileSync(new URL(file, folder), "utf8").match(/^import [^;]*;$/gm) ?? [];
      for (const text of imports)
        if (!text.startsWith("import type"))
          expect(text, file).toMatch(/from "(node:fs|\.\/(?!asking|compare)[a-z]+\.js)";$/);
    }
  });

  const usual = [...questions(drawing(2), 10_000)].map((question) => ({
    question,
    verdict: resolvable(question, catalog),
  }));

  it.each(names)("fails where one side only knows that %s", (name) => {
    const draw = drawing(3);
    // Not every wheel, release or card decides a question: others are tried as well.
    const shown = () => {
      const other = new NaiveChecker(altered(tables, name, draw));
      return usual.some(({ question, verdict }) => other.possible(question) !== verdict);
    };
    expect(Array.from({ length: 30 }).some(shown)).toBe(true);
  });

  it.each(names)("holds in catalogs where %s", (name) => {
    const draw = drawing(4);
    for (let round = 0; round < 8; round++) {
      const others = altered(tables, name, draw);
      const naive = new NaiveChecker(others);
      const theirs = catalogOf(others);
      const tally = new Tally(
        (question) => naive.possible(question),
        (question) => resolvable(question, theirs),
      );
      for (const question of questions(draw, 400)) tally.ask(question);
      expect(tally.disagreements).toEqual([]);
    }
  });
});
