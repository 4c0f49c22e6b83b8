import type { Action } from "../model/plan.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { owedKey, perHostValues, type Baselines } from "../model/record.js";
import { nixtorchVersion } from "../model/version.js";
import { encodeSystemState, readSystemState, systemStatePath } from "../state/system-state.js";
import { asWarnings } from "./as-warnings.js";
import type { ApplyContext } from "./context.js";
import { isFileAction } from "./file-step.js";

/** What is applied stays applied when it cannot be noted: the next plan only knows less of hand edits. */
export function saveSystemState(context: ApplyContext, actions: readonly Action[]): Diagnostic[] {
  const owner = ownerAfter(context, actions);
  return asWarnings(() => write(context, owner, context.plan.systemBaseline ?? {}));
}

/**
 * Notes before the system's files are touched that a rebuild is owed: should this process end between the files and
 * the rebuild, the next plan shows it. Returns what takes the note back. Raises a `Failure`.
 */
export function markRebuildOwed(context: ApplyContext): () => Diagnostic[] {
  const { system, plan, options } = context;
  const path = systemStatePath(options.stateDirectory, plan.root);
  const before = system.read(path);
  const state = readSystemState(system, options.stateDirectory, plan.root);
  const generation = { ...state?.baseline["system.generation"], [owedKey]: "yes" };
  const owner = state?.owner ?? options.project;
  write(context, owner, { ...state?.baseline, "system.generation": generation });
  return () =>
    asWarnings(() => {
      if (before.kind === "file") system.replaceFile(path, before.bytes, { mode: 0o600 });
      else system.removeFile(path);
    });
}

function write({ system, plan, options }: ApplyContext, owner: string, baseline: Baselines): void {
  const text = encodeSystemState(plan.root, {
    nixtorchVersion,
    catalogVersion: plan.catalogVersion,
    owner,
    host: plan.host,
    resolution: perHostValues(plan.resolution),
    baseline,
  });
  system.replaceFile(systemStatePath(options.stateDirectory, plan.root), text, { mode: 0o600 });
}

/** Whose the module is: who writes it owns it; a rebuild with another project's, which does the same, takes nothing. */
function ownerAfter({ system, plan, options }: ApplyContext, actions: readonly Action[]): string {
  const owner = readSystemState(system, options.stateDirectory, plan.root)?.owner ?? options.project;
  const writes = actions.some((action) => action.address === "system.module" && isFileAction(action));
  return writes || system.lstat(owner)?.kind !== "directory" ? options.project : owner;
}
