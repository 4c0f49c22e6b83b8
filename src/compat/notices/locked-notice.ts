import type { Diagnostic } from "../../model/diagnostic.js";
import type { Demand } from "../demand.js";
import { isWithin, listing } from "../order.js";
import { without } from "../conflict/relaxed.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { statedIn, statedText } from "../conflict/stated.js";

/**
 * The locked torch is not kept although nobody asked for another one: uv.lock alone is no choice of nixtorch's, and of
 * nixtorch.lock it is what must follow a choice that was asked for.
 */
export function lockedMoves(stack: Stack, demand: Demand): Diagnostic | null {
  const locked = demand.kept?.torch ?? null;
  if (demand.kept === null || locked === null || locked === stack.torch) return null;
  if (demand.torch !== null && !isWithin(locked, demand.torch)) return null;
  const isKnown = demand.catalog.torch.releases.some((release) => release.patches.includes(locked));
  return {
    severity: "warning",
    code: "NT330",
    summary: "The locked torch is not kept",
    detail:
      `${demand.kept.from} has torch ${locked}, ` +
      `${isKnown ? `which no longer fits${reasonFor(locked, demand)}` : "which the catalog does not know"}. ` +
      `It moves to torch ${stack.torch}.`,
    hint: isKnown
      ? `To stay with it, change what it does not fit, and say so in the config:\n\n  torch: { version: "${locked}" }`
      : "A torch that is newer than this nixtorch needs a newer nixtorch. To stay with what is locked, do not apply this plan.",
    place: { file: demand.kept.from },
  };
}

/** The statements without any one of which it would be kept. */
function reasonFor(locked: string, demand: Demand): string {
  const guilty = statedIn(demand).filter((stated) => bestStack(without(demand, stated))?.torch === locked);
  if (guilty.length === 0) return " what is declared";
  return `: it does not go with ${listing(guilty.map((stated) => statedText(stated, demand)))}`;
}
