import { changeOfAll, editAtOnce, leastClashing, type Clashing } from "./at-once.js";
import { withoutCards } from "./card-edits.js";
import { clashOf } from "./clash.js";
import type { Demand } from "../demand.js";
import { cheapestFirst, inTurn, withoutRepeats, type Edit } from "./edit.js";
import { candidatesFor, changesTo, nixpkgsEdits, upgradeEdit } from "./edits.js";
import { firstHelping, helps, type Allowed } from "./helps.js";
import { lockedCores } from "./locked.js";
import { isUnverified } from "../stack/preference.js";
import type { Question } from "../question.js";
import { stackFor } from "./relaxed.js";
import type { Stack } from "../stack/solve.js";
import { easiestFirst, statedIn, type Stated } from "./stated.js";

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
  return withEdits(cores, stack, () => leastClashing(demand), question, demand);
}

/** Choices of nixtorch.lock that do not go with the statements, which do go together: `stack` is theirs. */
export function lockedConflictsOf(stack: Stack, question: Question, demand: Demand): Conflicts {
  const cores = lockedCores(stack, demand);
  const given = cores.flat().filter((one) => one.kind === "locked");
  return withEdits(cores, stack, () => ({ given, stack }), question, demand);
}

function withEdits(
  cores: readonly (readonly Stated[])[],
  stack: Stack,
  clashing: () => Clashing,
  question: Question,
  demand: Demand,
): Conflicts {
  const allowed: Allowed = isUnverified(stack) ? "any" : "verified";
  const lists = cores.map((core) => listsFor(core, stack, question, demand));
  const found = tidied(firstHelping(withoutSame(lists.flat()), question, allowed));
  const isSingle = cores.length === 1;
  const own =
    isSingle || cores.length > mostOwn ? null : ownEdits(cores, lists, stack, question, demand, allowed);
  const isFound = own !== null || (isSingle && found.length > 0);
  const alone = isFound ? found : tidied([editAtOnce(clashing(), question, demand, allowed), ...found]);
  const conflicts = cores.map((core, index): Conflict => {
    const { edits, beside } = own?.[index] ?? { edits: isSingle ? alone : [], beside: [] };
    return { core, edits, beside, ...blame(core, edits, demand) };
  });
  return { conflicts, alone: isSingle ? [] : alone };
}

/** Lists of edits, of each of which one is worth a line. */
function listsFor(
  core: readonly Stated[],
  stack: Stack,
  question: Question,
  demand: Demand,
): readonly (readonly Edit[])[] {
  const isCard = core.length === 1 && core[0]!.kind === "gpu";
  const isLocked = core.some((one) => one.kind === "locked");
  const moves = core.flatMap((one) => (one.kind === "locked" ? changesTo(one, stack, demand) : []));
  return [
    ...(isLocked ? [[upgradeEdit], moves] : []),
    ...easiestFirst(core, demand).flatMap((stated) => candidatesFor(stated, question, demand)),
    ...(demand.nixpkgs === null && !isLocked ? [nixpkgsEdits(demand)] : []),
    ...(isCard
      ? [
          [
            withoutCards(
              statedIn(demand).filter((one) => one.kind === "gpu"),
              question,
              demand,
            ),
          ],
        ]
      : []),
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
  allowed: Allowed,
): readonly Pick<Conflict, "edits" | "beside">[] | null {
  // Edits of cards write the whole list, and would undo one another.
  if (cores.filter(([first]) => first!.kind === "gpu" || first!.kind === "host-gpu").length > 1) return null;
  const chosen = cores.map((core) => changeOfAll(core.slice(0, 1), stack, question, demand));
  const besides = (index: number) => chosen.filter((_, at) => at !== index);
  const given = (index: number) => inTurn(besides(index))(question);
  const found = cores.map((_, index) => {
    const edits = tidied(firstHelping(lists[index]!, given(index), allowed));
    chosen[index] = edits[0] ?? chosen[index]!;
    return edits;
  });
  const own = found.map((edits, index) => ({
    edits: edits.filter((edit) => helps(edit, given(index), allowed)),
    beside: besides(index),
  }));
  return own.some(({ edits }) => edits.length === 0) ? null : own;
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
