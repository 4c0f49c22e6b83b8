import { join } from "node:path";
import type { System } from "../host/system.js";
import { scopeOf, type Address } from "../model/address.js";
import { Failure, hasErrors, type Diagnostic } from "../model/diagnostic.js";
import type { ApplyOutcome, ApplyStatus } from "../model/apply.js";
import { summaryOf, type Action, type Plan } from "../model/plan.js";
import { orderActions } from "../plan/order.js";
import { systemStateDirectory } from "../state/system-state.js";
import { contextPath, type ApplyContext } from "./context.js";
import { fileStep } from "./file-step.js";
import { foreignRootNotes } from "./foreign-root.js";
import { trackStep } from "./git-step.js";
import { acquireLock } from "./lock.js";
import { lockStep } from "./lock-step.js";
import { privilegeProblems, refusals } from "./refusal.js";
import { systemSteps } from "./system-part.js";
import { markRebuildOwed, saveSystemState } from "./system-record.js";
import { runTransaction, type Step, type TransactionResult } from "./transaction.js";
import type { ApplyOptions } from "./types.js";
import { venvStep } from "./venv-step.js";
import { verify } from "./verify.js";
import { openWorkspace, prepareDirectory, setAside } from "./workspace.js";

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

  const notices: Diagnostic[] = [];
  const releases: (() => void)[] = [];
  try {
    for (const directory of workDirectories(context, actions)) {
      prepareDirectory(system, directory);
      const release = await acquireLock(system, directory, {
        timeoutMs: options.lockTimeoutMs,
        signal: options.signal,
        onWait: (reason) => options.onEvent({ type: "waiting", reason }),
        onTakeOver: (holder) => notices.push(setAside(system, directory, holder)),
      });
      releases.push(release);
    }
    // Whoever held the lock may have changed what this plan was made from.
    const meanwhile = refusals(context, actions);
    const result =
      meanwhile.length > 0 ? outcome(plan, "refused", [], meanwhile) : await bothParts(context, actions);
    return { ...result, diagnostics: [...notices, ...result.diagnostics] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return outcome(
      plan,
      options.signal?.aborted ? "interrupted" : "refused",
      [],
      [...notices, ...error.diagnostics],
    );
  } finally {
    for (const release of releases.toReversed()) release();
  }
}

/** Each part has its own lock and records: the system is shared by all projects of a machine. */
function workDirectories(context: ApplyContext, actions: readonly Action[]): string[] {
  const scopes = new Set(actions.map((action) => scopeOf(action.address)));
  return [
    ...(scopes.has("project") ? [projectDirectory(context)] : []),
    ...(scopes.has("system") ? [systemDirectory(context)] : []),
  ];
}

function projectDirectory({ options }: ApplyContext): string {
  return join(options.project, ".nixtorch");
}

function systemDirectory({ options, plan }: ApplyContext): string {
  return systemStateDirectory(options.stateDirectory, plan.root);
}

async function bothParts(context: ApplyContext, actions: readonly Action[]): Promise<ApplyOutcome> {
  const { plan } = context;
  const ofProject = actions.filter((action) => scopeOf(action.address) === "project");
  const ofSystem = actions.filter((action) => scopeOf(action.address) === "system");

  const project = await transact(context, projectDirectory(context), ofProject, projectSteps);
  if (project.kind === "undone")
    return outcome(plan, project.interrupted ? "interrupted" : "failed", [], project.diagnostics);
  const checked = [...project.pending, ...project.notes, ...verify(context, project.done)];

  const system = await owingRebuild(context, ofSystem, () =>
    transact(context, systemDirectory(context), ofSystem, systemSteps),
  );
  if (system.kind === "undone") {
    const status = system.interrupted ? "interrupted" : ofProject.length > 0 ? "partial" : "failed";
    const stays = ofProject.length > 0 ? [projectStays()] : [];
    return outcome(plan, status, project.done, [...checked, ...system.diagnostics, ...stays]);
  }
  const unsaved = ofSystem.length > 0 ? saveSystemState(context, ofSystem) : [];
  const rebuild = ofSystem.find((action) => action.type === "rebuild");
  const notes = rebuild && plan.root !== "/" ? foreignRootNotes(context, rebuild) : [];
  const diagnostics = [...checked, ...system.notes, ...verify(context, system.done), ...unsaved, ...notes];
  const status = project.pending.length > 0 ? "pending" : hasErrors(diagnostics) ? "failed" : "applied";
  return outcome(plan, status, [...project.done, ...system.done], diagnostics);
}

/** While files of the system may be in place without a rebuild, its state says so. */
async function owingRebuild(
  context: ApplyContext,
  actions: readonly Action[],
  transaction: () => Promise<TransactionResult>,
): Promise<TransactionResult> {
  if (actions.length === 0) return transaction();
  let takeBack: () => Diagnostic[];
  try {
    takeBack = markRebuildOwed(context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "undone", interrupted: false, diagnostics: error.diagnostics };
  }
  const result = await transaction();
  if (result.kind === "committed" || result.diagnostics.some(({ code }) => code === "NT506")) return result;
  return { ...result, diagnostics: [...result.diagnostics, ...takeBack()] };
}

async function transact(
  context: ApplyContext,
  directory: string,
  actions: readonly Action[],
  stepsOf: (context: ApplyContext, actions: readonly Action[]) => Step[],
): Promise<TransactionResult> {
  if (actions.length === 0) return { kind: "committed", done: [], pending: [], notes: [] };
  const { system, options } = context;
  const pathOf = (address: Address) => contextPath(context, address);
  try {
    const workspace = openWorkspace(system, directory);
    return await runTransaction({ system, workspace, options, pathOf }, stepsOf(context, actions));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "undone", interrupted: false, diagnostics: error.diagnostics };
  }
}

function projectSteps(context: ApplyContext, actions: readonly Action[]): Step[] {
  return actions.map((action) => {
    switch (action.type) {
      case "write-file":
      case "write-spans":
      case "remove-file":
        return fileStep(context, action);
      case "intent-to-add":
        return trackStep(context, action);
      case "make-lock":
        return lockStep(context, action);
      case "venv-sync":
        return venvStep(context, action);
      case "rebuild":
        throw new Error("rebuild is no action of the project part");
    }
  });
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

function projectStays(): Diagnostic {
  return {
    severity: "info",
    code: "NT560",
    summary: "The project part stays applied",
    detail: "The project was finished before the system was begun, and works without it being changed.",
    hint: "Once the cause is gone, the system part alone:\n  nixtorch apply --system-only",
  };
}
