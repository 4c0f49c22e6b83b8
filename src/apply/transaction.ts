import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { asWarnings } from "./as-warnings.js";
import type { StepOutcome } from "./journal.js";
import { stopped } from "./lock.js";
import type { ApplyOptions } from "./types.js";
import type { Workspace } from "./workspace.js";

/** One thing to do, and the actions of the plan that it carries out: one, or several in one privileged process. */
export interface Step {
  readonly actions: readonly Action[];
  /** What it did cannot be taken back: once it has succeeded, nothing of the transaction is undone any more. */
  readonly final?: true;
  /** Raises a `Failure` if it could not be done. Registers how to take it back before it acts. */
  run(scope: StepScope): Promise<void>;
}

export interface StepScope {
  readonly workspace: Workspace;
  onUndo(undo: Undo): void;
  /** The step did not succeed, but nothing is to be undone for that. */
  pending(diagnostic: Diagnostic): void;
  /** The step had nothing to act with, and that is all right. `reason`: a clause. */
  skip(reason: string): void;
}

export interface Undo {
  readonly address: Address;
  readonly path: string;
  /** Returns whether there was anything to take back. Raises a `Failure` if it could not be. */
  run(): Promise<boolean>;
}

export type TransactionResult =
  | {
      readonly kind: "committed";
      readonly done: readonly Address[];
      readonly pending: readonly Diagnostic[];
      /** What a person should know although all is done. */
      readonly notes: readonly Diagnostic[];
    }
  | { readonly kind: "undone"; readonly interrupted: boolean; readonly diagnostics: readonly Diagnostic[] };

export interface Transaction {
  readonly system: System;
  readonly workspace: Workspace;
  readonly options: Pick<ApplyOptions, "signal" | "onEvent">;
  readonly pathOf: (address: Address) => string;
}

/**
 * Runs steps in order. When one fails, or the signal fires before the last has ended, all that was changed is taken
 * back in reverse. All steps done means committed, whatever happens then.
 */
export async function runTransaction(
  transaction: Transaction,
  steps: readonly Step[],
): Promise<TransactionResult> {
  const { options, workspace } = transaction;
  const undos: Undo[] = [];
  const pending: Diagnostic[] = [];
  const notes: Diagnostic[] = [];
  const done: Address[] = [];
  const images = new Map<Address, string>();
  const undo = (cause: readonly Diagnostic[], interrupted: boolean) =>
    undone(transaction, { undos, images }, cause, interrupted);
  try {
    for (const step of steps) {
      if (options.signal?.aborted) return await undo([], true);
      const before = pending.length;
      let skipped = false;
      const unnoted = await journalled(transaction, keeping(step, undos), images, {
        workspace,
        onUndo: (one) => undos.push(one),
        pending: (diagnostic) => pending.push(diagnostic),
        skip: () => (skipped = true),
      });
      notes.push(...unnoted);
      if (pending.length === before && !skipped) done.push(...step.actions.map((action) => action.address));
    }
  } catch (error) {
    if (error instanceof Failure) return undo(error.diagnostics, options.signal?.aborted === true);
    await undo([], false);
    throw error;
  }
  if (options.signal?.aborted) notes.push(tooLate());
  return { kind: "committed", done: [...new Set(done)], pending, notes };
}

/** The step, which leaves nothing to undo behind it if it is a final one. */
function keeping(step: Step, undos: Undo[]): Step {
  if (!step.final) return step;
  return {
    ...step,
    run: async (scope) => {
      await step.run(scope);
      undos.length = 0;
    },
  };
}

/** Returns what could not be journalled of a final step. */
async function journalled(
  transaction: Transaction,
  step: Step,
  images: Map<Address, string>,
  scope: StepScope,
): Promise<Diagnostic[]> {
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
  let skipped: string | null = null;
  let unnoted: Diagnostic[] = [];
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
      skip: (reason) => {
        skipped = reason;
        scope.skip(reason);
      },
    });
    const note = () => {
      for (const { number } of entries) workspace.journal.outcome(number, outcome);
    };
    if (step.final) unnoted = asWarnings(note);
    else note();
  } catch (error) {
    emit("failed");
    throw error;
  }
  if (skipped === null) emit(outcome === "done" ? "done" : "failed");
  else for (const { address } of entries) options.onEvent({ type: "skipped", address, reason: skipped });
  return unnoted;
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
    ...(broken.length === 0 ? asWarnings(() => workspace.journal.undone()) : []),
  ];
  return { kind: "undone", interrupted, diagnostics };
}

function tooLate(): Diagnostic {
  return {
    severity: "info",
    code: "NT568",
    summary: "The request to stop came too late",
    detail: "The last step was over by then, so what was planned is applied and stays.",
  };
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
