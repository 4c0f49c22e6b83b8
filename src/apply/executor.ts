import type { System } from "../host/system.js";
import { scopeOf, type Address, type Scope } from "../model/address.js";
import { Failure, hasErrors, type Diagnostic } from "../model/diagnostic.js";
import type { ApplyOutcome, ApplyStatus } from "../model/apply.js";
import { summaryOf, type Action, type Plan } from "../model/plan.js";
import { orderActions } from "../plan/order.js";
import { asWarnings } from "./as-warnings.js";
import { digestOfValue } from "../model/digest.js";
import { nixtorchVersion } from "../model/version.js";
import { applyCommand, planCommand } from "./commands.js";
import type { ApplyContext } from "./context.js";
import { foreignRootNotes } from "./foreign-root.js";
import { digestNow, intentOf } from "./intent.js";
import { acquireLock } from "./lock.js";
import { projectSteps } from "./project-part.js";
import { recover } from "./recovery.js";
import { privilegeProblems, refusals } from "./refusal.js";
import { workspaceOf } from "./rollback.js";
import { systemSteps } from "./system-part.js";
import { markRebuildOwed, saveSystemState, systemStateAfter, systemStateNow } from "./system-record.js";
import type { Step } from "./step.js";
import { runTransaction, type TransactionResult } from "./transaction.js";
import type { ApplyOptions } from "./types.js";
import { verify } from "./verify.js";
import { openWorkspace, prepareDirectory, type Workspace } from "./workspace.js";

/**
 * Carries out a plan: the project first, then the system. Either part is done or undone as a whole; a system part
 * that fails leaves the project applied. A plan without actions writes nothing at all. What goes wrong is in the
 * outcome's diagnostics; only bugs are thrown.
 */
export async function applyPlan(system: System, plan: Plan, options: ApplyOptions): Promise<ApplyOutcome> {
  const context: ApplyContext = { system, plan, options };
  const actions = orderActions(plan.actions).filter(({ address }) =>
    scopeOf(address) === "system" ? !options.noSystem : !options.noProject,
  );
  const found = refusals(context, actions);
  const against = found.length > 0 ? found : await privilegeProblems(context, actions);
  if (against.length > 0) return outcome(plan, "refused", [], against);
  if (actions.length === 0) return outcome(plan, "nothing-to-do", [], []);

  const locks: Locks = { notices: [], releases: [] };
  let result: ApplyOutcome;
  let unreleased: Diagnostic[] = [];
  try {
    result = await underLocks(context, actions, locks);
  } finally {
    unreleased = locks.releases.toReversed().flatMap((release) => asWarnings(release));
  }
  return { ...result, diagnostics: [...locks.notices, ...result.diagnostics, ...unreleased] };
}

interface Locks {
  /** What was found of applies before this one. */
  readonly notices: Diagnostic[];
  readonly releases: (() => void)[];
}

async function underLocks(
  context: ApplyContext,
  actions: readonly Action[],
  locks: Locks,
): Promise<ApplyOutcome> {
  const { plan, options } = context;
  try {
    const recovered: boolean[] = [];
    for (const scope of scopesOf(actions)) recovered.push(await lock(context, scope, locks));
    // Whoever held the lock may have changed what this plan was made from.
    const records = plan.purpose !== "apply" && recovered.includes(true) ? [otherRecords(plan)] : [];
    const meanwhile = [...records, ...refusals(context, actions)];
    return meanwhile.length > 0 ? outcome(plan, "refused", [], meanwhile) : await bothParts(context, actions);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return outcome(plan, options.signal?.aborted ? "interrupted" : "refused", [], error.diagnostics);
  }
}

/** Makes a part's directory, takes its lock, and sees to what an apply left that died. Returns whether there was any. */
async function lock(context: ApplyContext, scope: Scope, { notices, releases }: Locks): Promise<boolean> {
  const { system, options } = context;
  const directory = workspaceOf(context, scope);
  prepareDirectory(system, directory);
  let gone: string | null = null;
  const release = await acquireLock(system, directory, {
    timeoutMs: options.lockTimeoutMs,
    signal: options.signal,
    onWait: (reason) => options.onEvent({ type: "waiting", reason }),
    onTakeOver: (holder) => (gone = holder),
  });
  releases.push(release);
  const recovery = recover(system, directory, gone);
  notices.push(...recovery.notices);
  return recovery.changed;
}

/** What is given back or taken back follows from the records of earlier applies. */
function otherRecords({ purpose }: Plan): Diagnostic {
  return {
    severity: "error",
    code: "NT500",
    summary: "The plan is stale",
    detail:
      "An apply before this one had ended without notice, and what it left is only in order now. Nothing was applied.",
    hint: `Plan again, and look at what is different:\n  ${planCommand(purpose)}`,
  };
}

/** Each part has its own lock and records: the system is shared by all projects of a machine. */
function scopesOf(actions: readonly Action[]): Scope[] {
  return (["project", "system"] as const).filter((scope) =>
    actions.some(({ address }) => scopeOf(address) === scope),
  );
}

async function bothParts(context: ApplyContext, actions: readonly Action[]): Promise<ApplyOutcome> {
  const { plan } = context;
  const ofProject = actions.filter((action) => scopeOf(action.address) === "project");
  const ofSystem = actions.filter((action) => scopeOf(action.address) === "system");

  const project = await transact(context, "project", ofProject, (workspace) =>
    run(context, workspace, projectSteps(context, ofProject)),
  );
  if (project.kind === "undone")
    return outcome(plan, project.interrupted ? "interrupted" : "failed", [], project.diagnostics);
  const checked = [...project.pending, ...project.notes, ...verify(context, project.done)];

  const stateAfter = systemStateAfter(context, ofSystem);
  const system = await transact(context, "system", ofSystem, (workspace) =>
    owingRebuild(context, workspace, () => run(context, workspace, systemSteps(context, ofSystem))),
  );
  if (system.kind === "undone") {
    const status = system.interrupted ? "interrupted" : ofProject.length > 0 ? "partial" : "failed";
    const stays = ofProject.length > 0 ? [projectStays(plan)] : [];
    return outcome(plan, status, project.done, [...checked, ...system.diagnostics, ...stays]);
  }
  const unsaved = ofSystem.length > 0 ? saveSystemState(context, stateAfter) : [];
  const rebuild = ofSystem.find((action) => action.type === "rebuild");
  const notes = rebuild && plan.root !== "/" ? foreignRootNotes(context, rebuild) : [];
  const diagnostics = [...checked, ...system.notes, ...verify(context, system.done), ...unsaved, ...notes];
  const status = project.pending.length > 0 ? "pending" : hasErrors(diagnostics) ? "failed" : "applied";
  return outcome(plan, status, [...project.done, ...system.done], diagnostics);
}

/** While files of the system may be in place without a rebuild, its state says so. */
async function owingRebuild(
  context: ApplyContext,
  workspace: Workspace,
  transaction: () => Promise<TransactionResult>,
): Promise<TransactionResult> {
  const before = systemStateNow(context);
  if (before !== null) workspace.saveState(before);
  markRebuildOwed(context);
  const result = await transaction();
  if (result.kind === "committed" || result.diagnostics.some(({ code }) => code === "NT506")) return result;
  return { ...result, diagnostics: [...result.diagnostics, ...saveSystemState(context, before)] };
}

async function transact(
  context: ApplyContext,
  scope: Scope,
  actions: readonly Action[],
  transaction: (workspace: Workspace) => Promise<TransactionResult>,
): Promise<TransactionResult> {
  if (actions.length === 0) return { kind: "committed", done: [], pending: [], notes: [] };
  const { system, plan, options } = context;
  try {
    return await transaction(
      openWorkspace(system, workspaceOf(context, scope), {
        purpose: plan.purpose,
        nixtorchVersion,
        plan: digestOfValue(plan),
        project: options.project,
        root: plan.root,
        host: plan.host,
        at: system.now(),
      }),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "undone", interrupted: false, diagnostics: error.diagnostics };
  }
}

function run(
  context: ApplyContext,
  workspace: Workspace,
  steps: readonly Step[],
): Promise<TransactionResult> {
  return runTransaction(
    {
      workspace,
      options: context.options,
      intentOf: (action) => intentOf(context, action),
      digestOf: (action) => digestNow(context, action),
    },
    steps,
  );
}

function outcome(
  plan: Plan,
  status: ApplyStatus,
  done: readonly Address[],
  diagnostics: readonly Diagnostic[],
): ApplyOutcome {
  return {
    status,
    summary: summaryOf(plan.changes.filter((change) => done.includes(change.address))),
    diagnostics,
  };
}

function projectStays({ purpose }: Plan): Diagnostic {
  return {
    severity: "info",
    code: "NT560",
    summary: "The project part stays applied",
    detail: "The project was finished before the system was begun, and works without it being changed.",
    hint: `Once the cause is gone, the system part alone:\n  ${applyCommand(purpose)} --system-only`,
  };
}
