import type { ExplanationStep } from "../../model/explanation.js";
import type { Demand } from "../demand.js";
import { stackFor } from "../conflict/relaxed.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { placeOf, statedIn, statedText, type Stated } from "../conflict/stated.js";

/** What is looked at of a stack. `null`: it has none. */
export type ValueOf = (stack: Stack) => string | null;

/**
 * A small set of statements that leads to the value: with them alone it is the same, and without any one of them it
 * would be another. Each with what there would be without it, beside everything else.
 */
export function statementSteps(
  name: string,
  demand: Demand,
  valueOf: ValueOf,
  value: string | null,
): ExplanationStep[] {
  const statements = statedIn(demand);
  const gives = (some: readonly Stated[]): string | null | undefined => {
    const stack = stackFor(some, demand);
    return stack === null ? undefined : valueOf(stack);
  };
  if (gives(statements) !== value) return [];
  const leading = statements.reduceRight<readonly Stated[]>((kept, one) => {
    const less = kept.filter((other) => other !== one);
    return gives(less) === value ? less : kept;
  }, statements);
  const given = [...vouchedSteps(demand), ...lockedSteps(name, demand, valueOf, value)];
  if (leading.length + given.length === 0 && statements.length > 0)
    return [{ text: "Nothing: it would be the same without any of what is stated.", rows: [] }];
  const steps = leading.map((one) => ({
    text: `${statedText(one, demand)}. ${withoutText(gives(statements.filter((other) => other !== one)), value, name)}`,
    ...placeOf(one, demand),
    rows: [],
  }));
  return [...given, ...steps];
}

/** What a person vouches for constrains nothing by the catalog, and decides all the same. */
function vouchedSteps({ vouched, cuda, torch, python }: Demand): ExplanationStep[] {
  const said = (text: string, ...configPath: string[]): ExplanationStep => ({ text, configPath, rows: [] });
  return [
    ...(vouched?.cuda ? [said(`CUDA ${cuda} is taken at your word (unchecked).`, "cuda")] : []),
    ...(vouched?.torch
      ? [said(`torch ${torch} is taken at your word (unchecked).`, "torch", "version")]
      : []),
    ...(vouched?.python
      ? [said(`Python ${python} is taken at your word (unchecked).`, "project", "python")]
      : []),
  ];
}

/** What is locked leads to the value if a choice made anew is another. */
function lockedSteps(
  name: string,
  demand: Demand,
  valueOf: ValueOf,
  value: string | null,
): ExplanationStep[] {
  const { kept } = demand;
  const anew = kept === null ? null : bestStack({ ...demand, kept: null });
  if (kept === null || anew === null || valueOf(anew) === value) return [];
  const text = `${kept.from} has it, and it still fits. Chosen anew, with --upgrade, it would be ${name} ${valueOf(anew)}.`;
  return [{ text, place: { file: kept.from }, rows: [] }];
}

function withoutText(other: string | null | undefined, value: string | null, name: string): string {
  if (other === undefined) return "Without it nothing would fit.";
  if (other === value) return "Without it something else would lead to the same.";
  return `Without it there would be ${other === null ? `no ${name}` : `${name} ${other}`}.`;
}
