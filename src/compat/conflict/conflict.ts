import { clashOf } from "./clash.js";
import type { Demand } from "../demand.js";
import { cheapestFirst, inTurn, withoutRepeats, type Edit } from "./edit.js";
import { candidatesFor, changesTo, editToAll, nixpkgsEdits, withoutGpu } from "./edits.js";
import { firstHelping, helps, type Allowed } from "./helps.js";
import { leavingOut } from "./leave-out.js";
import { lockedCores } from "./locked.js";
import { isUnverified } from "../stack/preference.js";
import type { Question } from "../question.js";
import { stackFor } from "./relaxed.js";
import type { Stack } from "../stack/solve.js";
import { easiestFirst, type Stated } from "./stated.js";

/** A smallest set of statements that do not go together, and what resolves it. Every edit was tried. */
export interface Conflict {
  readonly core: readonly Stated[];
  /** Edits of which any one resolves it, once `beside` is done; the cheapest first. */
  readonly edits: readonly Edit[];
  /** One edit for each of the other conflicts. */
  readonly beside: readonly Edit[];
  /** Whether another nixpkgs would do although none is stated. */
  readonly blamesNixpkgs: boolean;
}

export interface Conflicts {
  readonly conflicts: readonly Conflict[];
  /** Edits of which any one resolves all of them; the cheapest first. None where there is only one conflict. */
  readonly alone: readonly Edit[];
}

/** How many edits are worth reading. */
const mostEdits = 5;

/** Of how many conflicts each gets edits of its own: for more than that, one edit for all is of more use. */
const mostOwn = 3;

/** Statements that have no stack together. `demand` must have none. */
export function conflictsOf(question: Question, demand: Demand): Conflicts {
  const { cores, stack } = clashOf(demand);
  return withEdits(cores, stack, question, demand);
}

/** Choices of nixtorch.lock that do not go with the statements, which do go together: `stack` is theirs. */
export function lockedConflictsOf(stack: Stack, question: Question, demand: Demand): Conflicts {
  return withEdits(lockedCores(stack, demand), stack, question, demand);
}

/** Chooses anew whatever is locked. */
export const upgradeEdit: Edit = {
  kind: "upgrade",
  text: "nixtorch plan --upgrade",
  apply: (question) => ({ ...question, upgrade: true }),
};

function withEdits(
  cores: readonly (readonly Stated[])[],
  stack: Stack | null,
  question: Question,
  demand: Demand,
): Conflicts {
  const allowed: Allowed = stack !== null && isUnverified(stack) ? "any" : "verified";
  const lists = cores.map((core) => listsFor(core, stack, demand));
  const alone = tidied(firstHelping(withoutSame(lists.flat()), question, allowed));
  const [core, ...others] = cores;
  if (core !== undefined && others.length === 0) {
    return { conflicts: [{ core, edits: alone, beside: [], ...blame(core, alone, demand) }], alone: [] };
  }
  const own =
    stack === null || cores.length > mostOwn ? null : ownEdits(cores, lists, stack, question, demand);
  const conflicts = cores.map((core, index): Conflict => {
    const { edits, beside } = own?.[index] ?? { edits: [], beside: [] };
    return { core, edits, beside, ...blame(core, edits, demand) };
  });
  const together = own !== null || stack === null ? null : forAll(cores, stack, question, demand);
  return { conflicts, alone: withoutRepeats([...(together ?? []), ...alone]).slice(0, mostEdits) };
}

/** One edit for all conflicts: the change of a member of each, or else what must be left out. */
function forAll(
  cores: readonly (readonly Stated[])[],
  stack: Stack,
  question: Question,
  demand: Demand,
): readonly Edit[] {
  const changes = editToAll(
    cores.map((core) => core[0]!),
    stack,
    demand,
  );
  if (helps(changes, question, "any")) return [changes];
  return [leavingOut(cores.flat(), question, demand) ?? []].flat();
}

/** Lists of edits, of each of which one is worth a line. */
function listsFor(
  core: readonly Stated[],
  stack: Stack | null,
  demand: Demand,
): readonly (readonly Edit[])[] {
  const isCard = core.every((one) => one.kind === "gpu");
  const isLocked = core.some((one) => one.kind === "locked");
  const moves = core.flatMap((one) =>
    one.kind === "locked" && stack !== null ? changesTo(one, stack, demand) : [],
  );
  return [
    ...(isLocked ? [[upgradeEdit], moves] : []),
    ...easiestFirst(core, demand).flatMap((stated) => candidatesFor(stated, demand)),
    ...(demand.nixpkgs === null && !isLocked ? [nixpkgsEdits(demand)] : []),
    ...(isCard && core.length === 1 ? [[withoutGpu(demand)]] : []),
  ];
}

/**
 * The edits of each conflict given one edit of each other. At first that is the change to what is left without the
 * clashing statements, then the first that was found. `null`: not every conflict has one of its own.
 */
function ownEdits(
  cores: readonly (readonly Stated[])[],
  lists: readonly (readonly (readonly Edit[])[])[],
  stack: Stack,
  question: Question,
  demand: Demand,
): readonly Pick<Conflict, "edits" | "beside">[] | null {
  // Edits of cards write the whole list, and would undo one another.
  if (cores.filter(([first]) => first!.kind === "gpu" || first!.kind === "host-gpu").length > 1) return null;
  const allowed: Allowed = isUnverified(stack) ? "any" : "verified";
  const chosen = cores.map((core) => editToAll(core.slice(0, 1), stack, demand));
  const besides = (index: number) => chosen.filter((_, at) => at !== index);
  const given = (index: number) => inTurn(besides(index))(question);
  const found = cores.map((_, index) => {
    const edits = tidied(firstHelping(lists[index]!, given(index), allowed));
    chosen[index] = edits[0] ?? chosen[index]!;
    return edits;
  });
  if (found.some((edits) => edits.length === 0)) return null;
  return found.map((edits, index) => ({
    edits: edits.filter((edit) => helps(edit, given(index), allowed)),
    beside: besides(index),
  }));
}

/** Cores that share a member have lists in common. */
function withoutSame(lists: readonly (readonly Edit[])[]): readonly (readonly Edit[])[] {
  const texts = lists.map((edits) => edits.map((edit) => edit.text).join("\n"));
  return lists.filter((_, index) => texts.indexOf(texts[index]!) === index);
}

function tidied(edits: readonly Edit[]): readonly Edit[] {
  return withoutRepeats(cheapestFirst(edits)).slice(0, mostEdits);
}

function blame(core: readonly Stated[], edits: readonly Edit[], demand: Demand): { blamesNixpkgs: boolean } {
  if (demand.nixpkgs !== null || core.some((one) => one.kind === "locked")) return { blamesNixpkgs: false };
  const isIt =
    edits.length === 0
      ? stackFor(core, { ...demand, anyNixpkgs: true }) !== null
      : edits.some((edit) => edit.kind === "nixpkgs");
  return { blamesNixpkgs: isIt };
}
