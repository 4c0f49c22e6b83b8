import { resolve } from "node:path";
import type { PlanOptions, Planned } from "../../engine.js";
import type { ApplyEvent, ApplyOutcome } from "../../model/apply.js";
import { hasErrors, type Diagnostic } from "../../model/diagnostic.js";
import { hasChanges, hasConflicts, type Plan, type Purpose } from "../../model/plan.js";
import { eventLine, outcomeView } from "../../views/apply.js";
import { jsonLine, outcomeLine } from "../../views/json.js";
import { confirmed, refuseUnlessAskable } from "../approval.js";
import type { Context, Engine } from "../context.js";
import { awaitLateDiagnostics, refuseLateErrors } from "../late-error.js";
import { directoryOf, givenPlanningFlags, planOptions, type PlanningFlags } from "../planning.js";
import { settled } from "../settle.js";
import { showPlanned } from "../shown-plan.js";
import { mayAsk } from "../surroundings.js";
import { badValue, contradiction, filled } from "../usage.js";

export interface ApplyFlags extends PlanningFlags {
  readonly yes?: boolean;
  readonly diff?: boolean;
  readonly lockTimeout?: string;
}

/** Plans (or reads a plan), asks, and carries it out. Nothing is written before a person or a flag said yes. */
export function apply(context: Context, flags: ApplyFlags, planFile?: string): Promise<number> {
  return carryOutFor("apply", context, flags, planFile);
}

/** The same for what takes nixtorch's own away. */
export function destroy(context: Context, flags: ApplyFlags): Promise<number> {
  return carryOutFor("destroy", context, flags);
}

/** The same for what hands its files over. */
export function eject(context: Context, flags: ApplyFlags): Promise<number> {
  return carryOutFor("eject", context, flags);
}

/** The same for what takes the last apply back. */
export function rollback(context: Context, flags: ApplyFlags): Promise<number> {
  return carryOutFor("rollback", context, flags);
}

async function carryOutFor(
  purpose: Purpose,
  context: Context,
  flags: ApplyFlags,
  planFile?: string,
): Promise<number> {
  const options = planOptions(context, flags, purpose);
  const lockTimeoutMs = lockTimeoutOf(flags);
  const approved = flags.yes === true || planFile !== undefined;
  if (filled("The name of the plan file", planFile) !== undefined) refusePlanningFlags(flags);
  if (flags.diff && context.json)
    throw contradiction("--diff is for people, and --json prints the whole plan already.");
  if (!approved) refuseUnlessAskable(context, commandsFor(purpose));

  const engine = await context.engine();
  const first =
    planFile === undefined
      ? await engine.plan(options)
      : { plan: await engine.loadPlan(resolve(directoryOf(context, flags), planFile)), previews: [] };
  await refuseLateErrors(context);
  const planned = approved ? first : await settled(context, engine, first, options);
  if (planned === null) return 1;
  await present(context, engine, planned, flags);
  const errors = planned.plan.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (errors.length > 0 || hasConflicts(planned.plan)) {
    printEnd(context, "refused", errors);
    return 1;
  }
  if (!hasChanges(planned.plan)) {
    printEnd(context, "nothing-to-do", []);
    return 0;
  }
  if (!approved && !(await confirmed(context, questions[purpose], purpose))) return 1;
  return carryOut(context, engine, planned.plan, { ...options, lockTimeoutMs });
}

async function carryOut(
  context: Context,
  engine: Engine,
  plan: Plan,
  options: PlanOptions & { lockTimeoutMs: number },
): Promise<number> {
  const outcome = await engine.applyPlanned(plan, {
    ...options,
    interactive: mayAsk(context.surroundings) && !context.json,
    onEvent: (event) => report(context, event),
  });
  const diagnostics = [...(await awaitLateDiagnostics(context)), ...outcome.diagnostics];
  printOutcome(context, { ...outcome, diagnostics }, plan.purpose);
  return outcome.status === "pending" || hasErrors(diagnostics) ? 1 : 0;
}

async function present(
  context: Context,
  engine: Engine,
  planned: Pick<Planned, "plan" | "previews">,
  flags: ApplyFlags,
): Promise<void> {
  if (context.json) {
    context.print(
      jsonLine({ type: "plan", plan: JSON.parse(await engine.planToJson(planned.plan)) as object }),
    );
  } else {
    await showPlanned(context, planned, { diff: flags.diff ?? false });
  }
}

const questions: Readonly<Record<Purpose, string>> = {
  apply: "Apply these changes?",
  destroy: "Take all of this away?",
  eject: "Hand these files over?",
  rollback: "Take the last apply back?",
};

function report(context: Context, event: ApplyEvent): void {
  if (context.json) {
    context.print(jsonLine(event));
    return;
  }
  const { text, passing } = eventLine(event);
  if (passing) context.progress.report(text);
  else context.note(`${text}\n`);
}

function printOutcome(context: Context, outcome: ApplyOutcome, purpose: Purpose): void {
  if (context.json) {
    context.print(outcomeLine(outcome));
  } else {
    context.diagnose(outcome.diagnostics);
    context.print(`\n${outcomeView(outcome, purpose, context.outStyle)}`);
  }
}

/** The last line of an apply that came to nothing; for people the plan has said it. */
function printEnd(
  context: Context,
  status: ApplyOutcome["status"],
  diagnostics: readonly Diagnostic[],
): void {
  if (!context.json) return;
  context.print(outcomeLine({ status, summary: { add: 0, change: 0, destroy: 0 }, diagnostics }));
}

function lockTimeoutOf(flags: ApplyFlags): number {
  const text = flags.lockTimeout ?? "0";
  if (/^\d{1,7}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  throw badValue(
    `--lock-timeout takes a number of seconds, and ${JSON.stringify(text)} is none.`,
    "For example, to wait up to a minute:\n  nixtorch apply --lock-timeout 60",
  );
}

function refusePlanningFlags(flags: ApplyFlags): void {
  const given = givenPlanningFlags(flags);
  if (given.length === 0) return;
  throw contradiction(
    `A saved plan is applied exactly as it is, so ${given.join(", ")} cannot be given with it.`,
    "Give them when planning:\n  nixtorch plan --out FILE",
  );
}

/** How to have it without being asked. */
function commandsFor(purpose: Purpose): string {
  const reviewed = purpose === "apply" ? "plan" : purpose === "destroy" ? "plan --destroy" : null;
  return [
    `To ${purpose} without being asked:\n  nixtorch ${purpose} --yes`,
    ...(reviewed === null
      ? []
      : [`To apply what was reviewed before:\n  nixtorch ${reviewed} --out FILE\n  nixtorch apply FILE`]),
  ].join("\n");
}
