import type { Demand } from "../demand.js";
import { stackFor } from "./relaxed.js";
import { remembering, smallestImpossible } from "./smallest.js";
import type { Stack } from "../stack/solve.js";
import { statedIn, type Stated } from "./stated.js";

/** Why statements cannot all be met. */
export interface Clash {
  /**
   * Sets of statements, each a smallest one that is impossible once the ones before it have lost a member; in each the
   * member that is changed most easily comes first.
   */
  readonly cores: readonly (readonly Stated[])[];
  /** The best stack without the first member of each. */
  readonly stack: Stack;
}

/** Takes one statement of each clashing set away until a stack is left. */
export function clashOf(demand: Demand, statements: readonly Stated[] = statedIn(demand)): Clash {
  const cores: (readonly Stated[])[] = [];
  const isPossible = remembering<Stated>((members) => stackFor(members, demand) !== null);
  let rest = statements;
  for (;;) {
    const stack = stackFor(rest, demand);
    if (stack !== null) return { cores, stack };
    const core = smallestImpossible(rest, isPossible);
    if (core.length === 0) throw new Error("without any statement there must be a stack");
    cores.push(core);
    rest = rest.filter((one) => one !== core[0]);
  }
}
