import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import type { StepOutcome } from "./journal.js";
import { stopped } from "./lock.js";
import type { ApplyOptions } from "./types.js";
import type { Workspace } from "./workspace.js";

/** One thing to do, and the actions of the plan that it carries out: one, or several in one privileged process. */
export interface Step {
  readonly actions: readonly Action[];
  /** Raises a `Failure` if it could not be done. Registers how to take it back before it acts. */
  run(scope: StepScope): Promise<void>;
}

export interface StepScope {
  readonly workspace: Workspace;
  onUndo(undo: Undo): void;
  /** The step did not succeed, but nothing is to be undone for that. */
  pending(diagnostic: Diagnostic): void;
}

export interface Undo {
  readonly address: Address;
  readonly path: string;
  /** Returns whether there was anything to take back. Raises a `Failure` if it could not be. */
  run(): Promise<boolean>;
}

export type TransactionResult =
  | { readonly kind: "committed"; readonly done: readonly Address[]; readonly pending: readonly Diagnostic[] }
  | { readonly kind: "undone"; readonly interrupted: boolean; readonly diagnostics: readonly Diagnostic[] };

export interface Transaction {
  readonly system: System;
  readonly workspace: Workspace;
  readonly options: Pick<ApplyOptions, "signal" | "onEvent">;
  readonly pathOf: (address: Address) => string;
}

/** Runs steps in order. When one fails, or the signal fires, all that was changed is taken back in reverse. */
export async function runTransaction(
  transaction: Transaction,
  steps: readonly Step[],
): Promise<TransactionResult> {
  const { options, workspace } = transaction;
  const undos: Undo[] = [];
  const pending: Diagnostic[] = [];
  const done: Address[] = [];
  const images = new Map<Address, string>();
  const undo = (cause: readonly Diagnostic[], interrupted: boolean) =>
    undone(transaction, { undos, images }, cause, interrupted);
  try {
    for (const step of steps) {
      if (options.signal?.aborted) return await undo([], true);
      const before = pending.length;
      await journalled(transaction, step, images, {
        workspace,
        onUndo: (one) => undos.push(one),
        pending: (diagnostic) => pending.push(diagnostic),
      });
      if (pending.length === before) done.push(...step.actions.map((action) => action.address));
    }
  } catch (error) {
    if (error instanceof Failure) return undo(error.diagnostics, options.signal?.aborted === true);
    await undo([], false);
    throw error;
  }
  if (options.signal?.aborted) return undo([], true);
  return { kind: "committed", done: [...new Set(done)], pending };
}

async function journalled(
  transaction: Transaction,
  step: Step,
  images: Map<Address, string>,
  scope: StepScope,
): Promise<void> {
  const { options, workspace, pathOf, system } = transaction;
  const entries = step.actions.map((action) => {
    const { address, type } = action;
    const path = pathOf(address);
    const state = isAboutOneFile(action) ? system.read(path) : null;
    const image = state?.kind === "file" ? workspace.saveImage(address, state.bytes) : null;
    if (image !== null) images.set(address, image);
    const before = state?.kind === "file" ? state.digest : null;
    options.onEvent({ type: "started", address, action: type });
    return {
      address,
      type,
      number: workspace.journal.intent({ address, action: type, path, before, image }),
    };
  });
  let outcome: StepOutcome = "done";
  const emit = (type: "done" | "failed") => {
    for (const entry of entries) options.onEvent({ type, address: entry.address, action: entry.type });
  };
  try {
    await step.run({
      ...scope,
      pending: (diagnostic) => {
        outcome = "pending";
        scope.pending(diagnostic);
      },
    });
    for (const { number } of entries) workspace.journal.outcome(number, outcome);
  } catch (error) {
    emit("failed");
    throw error;
  }
  emit(outcome === "done" ? "done" : "failed");
}

function isAboutOneFile({ type }: Action): boolean {
  return type !== "intent-to-add" && type !== "venv-sync" && type !== "rebuild";
}

interface Changed {
  readonly undos: readonly Undo[];
  /** Bytes before, by address. */
  readonly images: ReadonlyMap<Address, string>;
}

async function undone(
  { options, workspace }: Transaction,
  { undos, images }: Changed,
  cause: readonly Diagnostic[],
  interrupted: boolean,
): Promise<TransactionResult> {
  const restored: string[] = [];
  const broken: Diagnostic[] = [];
  for (const undo of undos.toReversed()) {
    try {
      if (!(await undo.run())) continue;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      broken.push(unrestored(undo, error, images.get(undo.address) ?? null));
      continue;
    }
    restored.push(undo.path);
    options.onEvent({ type: "undone", address: undo.address });
  }
  const diagnostics = [
    ...(interrupted
      ? [stopped("Stopped after the running step. The remaining ones were not begun.")]
      : cause),
    ...(restored.length > 0 ? [putBack(restored)] : []),
    ...broken,
    ...(broken.length === 0 ? closeJournal(workspace) : []),
  ];
  return { kind: "undone", interrupted, diagnostics };
}

/** On a full disk not even that can be written; what counts, the files, is back by then. */
function closeJournal(workspace: Workspace): Diagnostic[] {
  try {
    workspace.journal.undone();
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.diagnostics.map((one) => ({ ...one, severity: "warning" }));
  }
}

function putBack(paths: readonly string[]): Diagnostic {
  return {
    severity: "info",
    code: "NT505",
    summary: "What had been changed is as before",
    detail: `Restored: ${[...new Set(paths)].join(", ")}.`,
  };
}

function unrestored(undo: Undo, error: Failure, image: string | null): Diagnostic {
  const why = error.diagnostics.map((one) => one.detail ?? one.summary).join(" ");
  return {
    severity: "error",
    code: "NT506",
    summary: "A changed file could not be put back",
    detail: `${undo.path} still has what this apply wrote: ${why}`,
    hint:
      image === null
        ? `It was not there before. To take it away:\n  rm ${undo.path}`
        : `Its content before the apply is kept. To put it back:\n  cp ${image} ${undo.path}`,
    address: undo.address,
    place: { file: undo.path },
  };
}
