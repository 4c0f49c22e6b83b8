import type { SystemConfig } from "../../model/config.js";
import type { Change } from "../../model/plan.js";
import type { Baseline, Contribution } from "../resource.js";
import { keep, rebuild, rebuildOf } from "./change.js";
import { notActivated, type GenerationFacts } from "./plan.js";

/**
 * Plans the rebuild that taking the module or its import away asks for.
 * `changes`: those of system.module and system.import. Handing the module over changes nothing that NixOS evaluates.
 */
export function unplanGeneration(given: {
  readonly changes: readonly Change[];
  readonly system: Pick<SystemConfig, "rebuild" | "activation" | "module">;
  readonly root: string;
  readonly facts: GenerationFacts;
  readonly baseline: Baseline;
}): Contribution {
  const { changes, system, root, facts, baseline } = given;
  if (changes.some(({ action }) => action === "conflict"))
    return keep(baseline, "what is to be taken away is not settled");
  if (!changes.some(changesSystem)) return keep({}, "the system stays as it is");
  const action = rebuildOf(system, root, facts);
  return rebuild(action, {
    reason: "NixOS has to be rebuilt without these files",
    changes,
    diagnostics: action.activation === "build" ? [notActivated({ root, system }, facts, action)] : [],
    baseline: {},
  });
}

function changesSystem({ action, details }: Change): boolean {
  const onlyHeader = details.length > 0 && details.every(({ key }) => key === "header");
  return action !== "no-op" && !onlyHeader;
}
