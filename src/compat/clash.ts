import type { Demand } from "./demand.js";
import { bestStack, type Stack } from "./solve.js";
import { statedIn, without, type Stated, type StatedKind } from "./stated.js";

/** Why a demand cannot be met. */
export interface Clash {
  /** Independent small sets of statements; each alone is impossible. */
  readonly cores: readonly (readonly Stated[])[];
  /** One statement of each core; without them there is a stack. */
  readonly given: readonly Stated[];
  /** That stack; `null`: nothing helps. */
  readonly stack: Stack | null;
}

/** What is given up first: a version is easier to change than a card. */
const givingOrder: readonly StatedKind[] = [
  "cuda",
  "torch",
  "open",
  "branch",
  "vision",
  "python",
  "requirement",
  "nixpkgs",
  "systems",
  "release",
  "host-gpu",
  "gpu",
  "cpu",
];

/** The statements by what they cost to change. */
export function easiestFirst(stated: readonly Stated[]): readonly Stated[] {
  return [...stated].sort((a, b) => givingOrder.indexOf(a.kind) - givingOrder.indexOf(b.kind));
}

/** Takes one statement of each clashing set away until a stack is left. */
export function clashOf(demand: Demand): Clash {
  const cores: (readonly Stated[])[] = [];
  const given: Stated[] = [];
  let rest = demand;
  for (;;) {
    const stack = bestStack(rest);
    if (stack !== null) return { cores, given, stack };
    const core = coreOf(rest);
    const [first] = easiestFirst(core);
    if (first === undefined) return { cores, given, stack: null };
    cores.push(core);
    given.push(first);
    rest = without(rest, first);
  }
}

/** A set of statements that is impossible, and possible without any one of them. */
function coreOf(demand: Demand): readonly Stated[] {
  let current = demand;
  const core: Stated[] = [];
  for (const stated of statedIn(demand)) {
    const less = without(current, stated);
    if (bestStack(less) === null) current = less;
    else core.push(stated);
  }
  return core;
}
