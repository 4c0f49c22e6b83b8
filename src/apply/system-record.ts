import type { Action } from "../model/plan.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { owedKey, perHostValues, type Baselines } from "../model/record.js";
import { nixtorchVersion } from "../model/version.js";
import { encodeSystemState, readSystemState, systemStatePath } from "../state/system-state.js";
import { asWarnings } from "./as-warnings.js";
import type { ApplyContext } from "./context.js";
import { isFileAction } from "../plan/file-action.js";
import { takenBack } from "./rollback.js";

/** The text of the system's state after these actions; `null`: nothing of ours is in the system then. */
export function systemStateAfter(context: ApplyContext, actions: readonly Action[]): string | null {
  const { plan } = context;
  const baseline = plan.systemBaseline ?? {};
  switch (plan.purpose) {
    case "apply":
      return textOf(context, ownerAfter(context, actions), baseline);
    case "rollback": {
      const last = takenBack(context, "system");
      return last.kind === "apply" ? last.stateBefore : null;
    }
    default: {
      const rest = baseline["system.module"] ?? baseline["system.import"];
      return rest === undefined ? null : textOf(context, ownerAfter(context, actions), baseline);
    }
  }
}

/** What is applied stays applied when it cannot be noted: the next plan only knows less of hand edits. */
export function saveSystemState({ system, plan, options }: ApplyContext, text: string | null): Diagnostic[] {
  const path = systemStatePath(options.stateDirectory, plan.root);
  return asWarnings(() => {
    if (text === null) system.removeFile(path);
    else system.replaceFile(path, text, { mode: 0o600 });
  });
}

/**
 * Notes before the system's files are touched that a rebuild is owed: should this process end between the files and
 * the rebuild, the next plan shows it. Raises a `Failure`.
 */
export function markRebuildOwed(context: ApplyContext): void {
  const { system, plan, options } = context;
  const state = readSystemState(system, options.stateDirectory, plan.root);
  const generation = { ...state?.baseline["system.generation"], [owedKey]: "yes" };
  const text = textOf(context, state?.owner ?? options.project, {
    ...state?.baseline,
    "system.generation": generation,
  });
  system.replaceFile(systemStatePath(options.stateDirectory, plan.root), text, { mode: 0o600 });
}

/** The text of the system's state as it is; `null`: there is none. */
export function systemStateNow({ system, plan, options }: ApplyContext): string | null {
  const state = system.read(systemStatePath(options.stateDirectory, plan.root));
  return state.kind === "file" ? new TextDecoder().decode(state.bytes) : null;
}

function textOf({ system, plan, options }: ApplyContext, owner: string, baseline: Baselines): string {
  const state = readSystemState(system, options.stateDirectory, plan.root);
  return encodeSystemState(plan.root, {
    nixtorchVersion,
    catalogVersion: plan.catalogVersion,
    owner,
    host: plan.host,
    resolution: plan.resolution === null ? (state?.resolution ?? {}) : perHostValues(plan.resolution),
    baseline,
  });
}

/** Whose the module is: who writes it owns it; a rebuild with another project's, which does the same, takes nothing. */
function ownerAfter({ system, plan, options }: ApplyContext, actions: readonly Action[]): string {
  const owner = readSystemState(system, options.stateDirectory, plan.root)?.owner ?? options.project;
  const writes = actions.some((action) => action.address === "system.module" && isFileAction(action));
  return writes || system.lstat(owner)?.kind !== "directory" ? options.project : owner;
}
