import { withoutCards } from "./card-edits.js";
import type { Demand } from "../demand.js";
import { demandOf } from "../demand-of.js";
import { inOne, type Edit } from "./edit.js";
import { changesTo, upgradeEdit } from "./edits.js";
import { helps, type Allowed } from "./helps.js";
import { omission } from "./omission.js";
import type { Question } from "../question.js";
import { stackFor } from "./relaxed.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { statedIn, type Stated } from "./stated.js";

/** Statements with what becomes of each; nothing of cards, which are left out all at once. */
type Ways = ReadonlyMap<Stated, readonly Edit[]>;

/** Statements to change, and the stack to change them to. */
export interface Clashing {
  readonly given: readonly Stated[];
  readonly stack: Stack;
}

/** As few statements as the others must do without to go together, of those that are changed most easily. */
export function leastClashing(demand: Demand): Clashing {
  const statements = statedIn(demand);
  const kept = statements.reduceRight<readonly Stated[]>(
    (some, one) => (stackFor([...some, one], demand) === null ? some : [...some, one]),
    [],
  );
  const stack = stackFor(kept, demand);
  if (stack === null) throw new Error("without any statement there must be a stack");
  return { given: statements.filter((one) => !kept.includes(one)), stack };
}

/** The change of all these statements to what a stack has, in one; cards, which a stack has not, are left out. */
export function changeOfAll(
  given: readonly Stated[],
  stack: Stack,
  question: Question,
  demand: Demand,
): Edit {
  return editOf(changesOf(given, stack, demand), question, demand);
}

/**
 * One edit for all that is wrong. Either these statements become what the stack has, or else everything is left out
 * that must be: without any statement there is always a stack, and one after the other is put back, the hardest to
 * change first. The machine planned for has no say: what it lacks beside is told by itself, and costs no card.
 */
export function editAtOnce(
  { given, stack }: Clashing,
  asked: Question,
  demand: Demand,
  allowed: Allowed,
): Edit {
  const question = { ...asked, host: null };
  const works: Works = (ways) => helps(editOf(ways, question, demand), question, allowed);
  const changes = changesOf(given, stack, demand);
  if (works(changes)) return editOf(least(changes, works), question, demand);
  const isLocked = demand.kept?.from === "nixtorch.lock";
  const anew = isLocked ? upgradeEdit.apply(question) : question;
  const edit = leastLeftOut(anew, demand, allowed);
  return !isLocked || helps(edit, question, allowed) ? edit : inOne([edit, upgradeEdit]);
}

function leastLeftOut(question: Question, demand: Demand, allowed: Allowed): Edit {
  const works: Works = (ways) => helps(editOf(ways, question, demand), question, allowed);
  const all = statedIn(demand).map((one) => [one, omission(one, question, demand)] as const);
  const leftOut = least(new Map(all), works);
  const stack = bestStack(demandOf(editOf(leftOut, question, demand).apply(question)).demand);
  if (stack === null) throw new Error("without any statement there must be a stack");
  // To say nothing about a machine's release or the project's Pythons is worse than to say what is needed.
  const better = [...leftOut.keys()].filter((one) => one.kind === "release" || one.kind === "requirement");
  const ways = better.reduce((some, one) => {
    const changed = new Map([...some, ...changesOf([one], stack, demand)]);
    return works(changed) ? changed : some;
  }, leftOut);
  return editOf(ways, question, demand);
}

type Works = (ways: Ways) => boolean;

/** Puts back what need not be changed, the hardest to change first. */
function least(ways: Ways, works: Works): Ways {
  return [...ways.keys()].reduceRight((left, one) => {
    const fewer = new Map(left);
    fewer.delete(one);
    return works(fewer) ? fewer : left;
  }, ways);
}

function changesOf(given: readonly Stated[], stack: Stack, demand: Demand): Ways {
  return new Map(given.map((one) => [one, changesTo(one, stack, demand).slice(0, 1)]));
}

function editOf(ways: Ways, question: Question, demand: Demand): Edit {
  const given = [...ways.keys()];
  const hasCards = given.some((one) => one.kind === "gpu" || one.kind === "host-gpu");
  return inOne([...[...ways.values()].flat(), ...(hasCards ? [withoutCards(given, question, demand)] : [])]);
}
