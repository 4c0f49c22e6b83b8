import { scopeOf, type Address, type Scope } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { readLast, type Last } from "../state/last.js";
import { systemStateDirectory } from "../state/system-state.js";
import { projectWorkspace } from "../state/workspace.js";
import { planCommand } from "./commands.js";
import type { ApplyContext } from "./context.js";
import { isFileAction } from "../plan/file-action.js";

/** Where the records of one part lie. */
export function workspaceOf({ options, plan }: ApplyContext, scope: Scope): string {
  return scope === "project"
    ? projectWorkspace(options.project)
    : systemStateDirectory(options.stateDirectory, plan.root);
}

/** What a rollback takes back; `none` for any other plan. */
export function takenBack(context: ApplyContext, scope: Scope): Last {
  return context.plan.purpose === "rollback"
    ? readLast(context.system, workspaceOf(context, scope))
    : { kind: "none" };
}

/** NT500 if the last apply is no longer the one that a rollback was planned from. */
export function rollbackProblems(context: ApplyContext, actions: readonly Action[]): Diagnostic[] {
  if (context.plan.purpose !== "rollback") return [];
  const lasts = { project: takenBack(context, "project"), system: takenBack(context, "system") };
  const fits = actions.filter(isFileAction).every((action) => {
    const last = lasts[scopeOf(action.address)];
    const after = action.type === "remove-file" ? null : action.after;
    return (
      last.kind === "apply" &&
      last.steps.some(({ address, before }) => address === action.address && before === after)
    );
  });
  if (fits) return [];
  return [
    {
      severity: "error",
      code: "NT500",
      summary: "The plan is stale",
      detail: "The last apply is not the one that the plan takes back. Nothing was applied.",
      hint: `Plan again, and look at what is different:\n  ${planCommand("rollback")}`,
    },
  ];
}

/** Of a file that a rollback brings back: the permission bits that it had. */
export function modeBefore(context: ApplyContext, address: Address): { readonly mode: number } | undefined {
  const last = takenBack(context, scopeOf(address));
  if (last.kind !== "apply") return undefined;
  const mode = last.steps.find((step) => step.address === address && step.before !== null)?.mode;
  return mode === undefined || mode === null ? undefined : { mode };
}
