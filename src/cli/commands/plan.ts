import { resolve } from "node:path";
import { hasErrors } from "../../model/diagnostic.js";
import { hasChanges, hasConflicts, type Plan } from "../../model/plan.js";
import { inline } from "../../views/text.js";
import type { Context } from "../context.js";
import { directoryOf, givenPlanningFlags, planOptions, type PlanningFlags } from "../planning.js";
import { showPlanned } from "../shown-plan.js";
import { refuseLateErrors } from "../late-error.js";
import { contradiction, filled } from "../usage.js";

export interface PlanFlags extends PlanningFlags {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly diff?: boolean;
  readonly destroy?: boolean;
}

/** Computes and prints a plan. Exit code 1 when it cannot be applied, 2 for changes when asked to tell. */
export async function plan(context: Context, flags: PlanFlags): Promise<number> {
  if (flags.destroy) refuseToBringAbout(flags);
  const options = planOptions(context, flags, flags.destroy ? "destroy" : "apply");
  const out = filled("The file of --out", flags.out);
  if (flags.diff && context.json) {
    throw contradiction("--diff is for people, and --json prints the whole plan already.");
  }
  const engine = await context.engine();
  const planned = await engine.plan(options);
  await refuseLateErrors(context);
  // Before anything is printed: a plan that is shown was also saved.
  if (out !== undefined) await engine.savePlan(planned.plan, resolve(directoryOf(context, flags), out));
  if (context.json) {
    context.print(await engine.planToJson(planned.plan));
  } else {
    await showPlanned(context, planned, { diff: flags.diff ?? false });
    if (out !== undefined) context.note(savedNote(planned.plan, out));
  }
  return exitCodeOf(planned.plan, flags);
}

function refuseToBringAbout(flags: PlanFlags): void {
  const given = givenPlanningFlags(flags).filter((flag) => flag !== "--target");
  if (given.length === 0) return;
  throw contradiction(
    `--destroy takes away what was applied, and ${given.join(", ")} decides what is applied.`,
    "Leave one of them out.",
  );
}

function savedNote(planned: Plan, file: string): string {
  return canBeApplied(planned)
    ? `\nSaved the plan. To apply exactly this:\n  nixtorch apply ${inline(file)}\n`
    : `\nSaved the plan to ${inline(file)}, to look at: it cannot be applied.\n`;
}

function exitCodeOf(planned: Plan, flags: PlanFlags): number {
  if (!canBeApplied(planned)) return 1;
  return flags.detailedExitcode && hasChanges(planned) ? 2 : 0;
}

function canBeApplied(planned: Plan): boolean {
  return !hasErrors(planned.diagnostics) && !hasConflicts(planned);
}
