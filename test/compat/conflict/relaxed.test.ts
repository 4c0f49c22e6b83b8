import { expect, it } from "vitest";
import { stackFor } from "../../../src/compat/conflict/relaxed.js";
import { statedIn, type Stated } from "../../../src/compat/conflict/stated.js";
import { demandOf } from "../../../src/compat/demand-of.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { questionOf } from "../ask.js";

it.each<[string, WrittenConfig]>([
  [
    "machines of several releases",
    {
      gpu: ["V100", "GB10"],
      system: { gpu: "GB10", release: "25.05" },
      hosts: { tower: { release: "24.05", driver: { branch: "production" } } },
    },
  ],
  [
    "a branch that nobody gets unasked",
    { gpu: "B300", cuda: "13.0", system: { release: "25.11", driver: { branch: "latest", open: true } } },
  ],
  [
    "a CUDA that only a statement admits",
    { gpu: "GTX 1080", cuda: "12.9", torch: { version: "2.9", vision: true }, project: { python: "3.14" } },
  ],
])("a statement less never makes less possible: %s", (_, written) => {
  const { demand } = demandOf(questionOf(written));
  const isPossible = new Map(
    subsetsOf(statedIn(demand)).map((some) => [some, stackFor(some, demand) !== null]),
  );
  const possible = [...isPossible.keys()].filter((some) => isPossible.get(some));
  expect(possible.length).toBeGreaterThan(1);
  for (const [some, is] of isPossible)
    if (!is) expect(possible.filter((more) => some.every((one) => more.includes(one)))).toEqual([]);
});

function subsetsOf(statements: readonly Stated[]): readonly (readonly Stated[])[] {
  return statements.reduce<readonly (readonly Stated[])[]>(
    (sets, one) => sets.flatMap((set) => [set, [...set, one]]),
    [[]],
  );
}
