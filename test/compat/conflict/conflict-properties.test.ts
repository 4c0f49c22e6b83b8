import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clashOf } from "../../../src/compat/conflict/clash.js";
import { conflictsOf, lockedConflictsOf, type Conflicts } from "../../../src/compat/conflict/conflict.js";
import { demandOf } from "../../../src/compat/demand-of.js";
import { inTurn, type Edit } from "../../../src/compat/conflict/edit.js";
import { stackFor } from "../../../src/compat/conflict/relaxed.js";
import { resolve, type Question } from "../../../src/compat/resolve.js";
import { bestStack } from "../../../src/compat/stack/solve.js";
import { statedIn, statedText, type Stated } from "../../../src/compat/conflict/stated.js";
import { hasErrors } from "../../../src/model/diagnostic.js";
import { written as writtenEffect } from "./edit-text.js";
import { asked, parts, writtenOf, type Parts } from "./parts.js";

const isClean = (question: Question) => !hasErrors(demandOf(question).diagnostics);
const impossible = parts.filter((given) => {
  const question = asked(given);
  return isClean(question) && bestStack(demandOf(question).demand) === null;
});

/** Every way out that is told: an edit, and those of the other conflicts that it needs. */
function waysOut({ conflicts, alone }: Conflicts): readonly (readonly Edit[])[] {
  return [
    ...conflicts.flatMap(({ edits, beside }) => edits.map((edit) => [...beside, edit])),
    ...alone.map((edit) => [edit]),
  ];
}

const wayOut =
  /(?:^|\n)(?:This|Any one of these) resolves? (?:it|both conflicts|all \d+ conflicts)\b.*:\n\n {2}\S/;
const textOf = (edits: readonly Edit[]) => edits.map((edit) => edit.text).join("\n");

describe("a clash", () => {
  it("is impossible by itself, and without any one of its members it is not", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { demand } = demandOf(asked(given));
        for (const core of clashOf(demand).cores) {
          expect(core.length).toBeGreaterThan(0);
          expect(stackFor(core, demand)).toBeNull();
          for (const stated of core) {
            const rest = core.filter((one) => one !== stated);
            expect(stackFor(rest, demand), statedText(stated, demand)).not.toBeNull();
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is the smallest: all smaller sets of the statements go together", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { demand } = demandOf(asked(given));
        const statements = statedIn(demand);
        const [core] = clashOf(demand).cores;
        for (const subset of subsetsBelow(statements, Math.min(core!.length, 4)))
          expect(stackFor(subset, demand), subset.map((one) => one.kind).join()).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it("stays impossible as a config of nothing but its members", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { demand } = demandOf(asked(given));
        const [core] = clashOf(demand).cores;
        const has = (kind: Stated["kind"]) => core!.some((one) => one.kind === kind);
        // Without a card the config would have no CUDA either.
        fc.pre(!has("cuda") || given.gpu.length === 0 || writtenCards(given, core!).length > 0);
        const withMachines = ["release", "branch", "open", "host-gpu"].some((kind) => has(kind as "open"));
        const kept: Parts = {
          ...given,
          gpu: writtenCards(given, core!),
          cuda: has("cuda") ? given.cuda : undefined,
          torch: has("torch") ? given.torch : undefined,
          companions: given.companions.filter(has),
          python: has("python") ? given.python : undefined,
          nixpkgs: has("nixpkgs") ? given.nixpkgs : undefined,
          systems: has("systems") ? given.systems : undefined,
          system: withMachines ? given.system : undefined,
          hosts: withMachines ? given.hosts : {},
          statements: core!.flatMap((one) => (one.kind === "requirement" ? [one.requirement.statement] : [])),
        };
        expect(resolve(asked(kept)).resolution).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it("has edits that each give a stack, also as a person would write them down", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const question = asked(given);
        expectToHelp(conflictsOf(question, demandOf(question).demand), question, given);
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on the order of lists", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const turned: Parts = {
          ...given,
          gpu: given.gpu.toReversed(),
          systems: given.systems?.toReversed(),
          hosts: Object.fromEntries(Object.entries(given.hosts).reverse()),
          statements: given.statements.toReversed(),
        };
        expect(told(asked(turned))).toEqual(told(asked(given)));
      }),
      { numRuns: 20 },
    );
  });

  it("is told with places, facts and a way out", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { resolution, diagnostics } = resolve(asked(given));
        const errors = diagnostics.filter((one) => one.severity === "error");
        expect(resolution).toBeNull();
        expect(errors.length).toBeGreaterThan(0);
        for (const one of errors) {
          expect(one.configPath ?? one.place).toBeDefined();
          expect(JSON.stringify(one)).not.toMatch(/undefined|null|NaN/);
          expect(one.hint).toMatch(wayOut);
          const facts = one.related!.flatMap(({ facts = [] }) => facts);
          expect(facts.length, one.detail).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("a clash with nixtorch.lock", () => {
  const locks = fc
    .tuple(parts, parts)
    .map(([before, after]) => {
      const stack = bestStack(demandOf(asked(before)).demand);
      const locked = stack && {
        torch: stack.torch,
        wheel: stack.variant?.name ?? "cpu",
        cuda: stack.variant?.cuda ?? null,
        python: stack.python,
        nixpkgs: stack.nixpkgs.release,
      };
      return { after, locked };
    })
    .filter(({ after, locked }) => locked !== null && isClean(asked(after)));

  it("never moves a choice silently that is neither asked for nor follows from what is", () => {
    fc.assert(
      fc.property(locks, ({ after, locked }) => {
        const { resolution } = resolve(asked(after, { locked }));
        if (resolution === null) return;
        const asks =
          after.statements.length > 0 ||
          [after.cuda, after.torch, after.python, after.nixpkgs].some((one) => one !== undefined) ||
          (locked!.wheel === "cpu") !== (resolution.wheel.value === "cpu");
        if (asks) return;
        expect([resolution.torch.value, resolution.wheel.value]).toEqual([locked!.torch, locked!.wheel]);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves a way out of what is impossible without it as well", () => {
    fc.assert(
      fc.property(locks, ({ after, locked }) => {
        const question = asked(after, { locked });
        const { demand } = demandOf(question);
        fc.pre(bestStack(demand) === null);
        expectToHelp(conflictsOf(question, demand), question, after);
      }),
      { numRuns: 20 },
    );
  });

  it("has edits that each resolve it, an upgrade among them where that gives a stack", () => {
    fc.assert(
      fc.property(locks, ({ after, locked }) => {
        const question = asked(after, { locked });
        const { demand } = demandOf(question);
        const stack = bestStack(demand);
        fc.pre(stack !== null);
        const found = lockedConflictsOf(stack, question, demand);
        fc.pre(found.conflicts.length > 0);
        expectToHelp(found, question, after);
        const upgrade = resolve({ ...question, upgrade: true }).resolution;
        expect(waysOut(found).map(textOf).includes("nixtorch plan --upgrade")).toBe(upgrade !== null);
        for (const one of resolve(question).diagnostics)
          if (one.severity === "error") expect(one.hint).toMatch(wayOut);
      }),
      { numRuns: 15 },
    );
  });
});

/** There is a way out, and each that is told gives a stack, also as a person would write it down. */
function expectToHelp(found: Conflicts, question: Question, given: Parts) {
  const ways = waysOut(found);
  expect(ways.length).toBeGreaterThan(0);
  for (const edits of ways) {
    const changed = inTurn(edits)(question);
    expect(resolve(changed).resolution, textOf(edits)).not.toBeNull();
    const effect = writtenEffect(writtenOf(given), given.statements, edits);
    expect(effect.config, textOf(edits)).toEqual(changed.config);
    expect(effect.statements, textOf(edits)).toEqual(changed.statements);
  }
}

/** What a person reads of a conflict, but for the order of lists. */
function told(question: Question) {
  const { demand } = demandOf(question);
  const { conflicts, alone } = conflictsOf(question, demand);
  return {
    conflicts: conflicts.map(({ core, edits, beside }) => ({
      core: core.map((one) => statedText(one, demand)).sort(),
      edits: edits.map(sortedText),
      beside: beside.map(sortedText),
    })),
    alone: alone.map(sortedText),
  };
}

function sortedText({ text }: Edit): string {
  const lists = text.replace(/\[(.*?)\]/g, (_, items: string) => `[${items.split(", ").sort().join(", ")}]`);
  return lists.split("\n").sort().join("\n");
}

function writtenCards(given: Parts, core: readonly Stated[]): string[] {
  const labels = core.flatMap((one) =>
    one.kind === "gpu" || one.kind === "host-gpu" ? [one.card.label] : [],
  );
  return given.gpu.length === 0 ? [] : [...new Set(labels)];
}

function subsetsBelow<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size <= 1) return [[]];
  const smaller = subsetsBelow(items, size - 1);
  return [...smaller, ...combinations(items, size - 1)];
}

function combinations<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
