import type { Address } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Digest } from "../model/digest.js";
import type { Action } from "../model/plan.js";
import type { Intent, StepOutcome } from "../state/journal.js";
import { asWarnings } from "./as-warnings.js";
import { stopped } from "./lock.js";
import type { Step } from "./step.js";
import type { ApplyOptions } from "./types.js";
import { undoAll, type Undo } from "./undo.js";
import type { Workspace } from "./workspace.js";

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
  readonly workspace: Workspace;
  readonly options: Pick<ApplyOptions, "signal" | "onEvent">;
  /** What is journalled of an action before it is carried out, with the bytes of its file. */
  readonly intentOf: (action: Action) => { readonly intent: Intent; readonly bytes: Uint8Array | null };
  /** The digest of an action's file as it is now; `null`: absent. */
  readonly digestOf: (action: Action) => Digest | null;
}

/** What a transaction has done so far. */
interface Progress {
  readonly undos: Undo[];
  readonly pending: Diagnostic[];
  readonly notes: Diagnostic[];
  readonly done: Address[];
  /** Addresses whose bytes before are kept. */
  readonly images: Set<Address>;
  /** A final step has succeeded. */
  final: boolean;
  /** That could not be journalled, so the records cannot become those of the last apply. */
  unnoted: boolean;
  /** Something was done that can be taken back later: a file or git's index is not as before. */
  lasting: boolean;
}

/**
 * Runs steps in order. When one fails, or the signal fires before the last has ended, all that was changed is taken
 * back in reverse. All steps done means committed, whatever happens then.
 */
export async function runTransaction(
  transaction: Transaction,
  steps: readonly Step[],
): Promise<TransactionResult> {
  const { options } = transaction;
  const progress: Progress = {
    undos: [],
    pending: [],
    notes: [],
    done: [],
    images: new Set(),
    final: false,
    unnoted: false,
    lasting: false,
  };
  try {
    for (const step of steps) {
      if (options.signal?.aborted) return await undone(transaction, progress, [], true);
      await carryOut(transaction, progress, step);
    }
    conclude(transaction, progress);
  } catch (error) {
    const cause = error instanceof Failure ? error.diagnostics : [];
    const interrupted = error instanceof Failure && options.signal?.aborted === true;
    const result = await undone(transaction, progress, cause, interrupted);
    if (error instanceof Failure) return result;
    throw error;
  }
  const { done, pending, notes } = progress;
  if (options.signal?.aborted) notes.push(tooLate());
  return { kind: "committed", done: [...new Set(done)], pending, notes };
}

/** Commits. What has only synchronised or rebuilt leaves nothing to take back, and the records before stay the last. */
function conclude({ workspace }: Transaction, progress: Progress): void {
  if (progress.unnoted) return;
  if (!progress.lasting) {
    progress.notes.push(...asWarnings(() => workspace.drop()));
    return;
  }
  const commit = () => {
    const unsettle = workspace.settle();
    try {
      workspace.journal.end("committed");
    } catch (error) {
      unsettle();
      throw error;
    }
  };
  if (progress.final) noteAnyway(progress, commit);
  else commit();
  if (!progress.unnoted) progress.notes.push(...workspace.commit());
}

/** What a final step did stays done when it cannot be noted. */
function noteAnyway(progress: Progress, note: () => void): void {
  const problems = asWarnings(note);
  progress.notes.push(...problems);
  progress.unnoted ||= problems.length > 0;
}

async function carryOut(transaction: Transaction, progress: Progress, step: Step): Promise<void> {
  const { options, workspace } = transaction;
  const entries = step.actions.map((action) => begin(transaction, progress, action));
  let outcome: StepOutcome = "done";
  let skipped: string | null = null;
  const emit = (type: "done" | "failed") => {
    for (const { action } of entries) options.onEvent({ type, address: action.address, action: action.type });
  };
  try {
    await step.run({
      workspace,
      onUndo: (undo) => progress.undos.push(undo),
      pending: (diagnostic) => {
        outcome = "pending";
        progress.pending.push(diagnostic);
      },
      skip: (reason) => {
        outcome = "skipped";
        skipped = reason;
      },
    });
    if (step.final) {
      progress.undos.length = 0;
      progress.final = true;
    }
    const note = () => {
      for (const entry of entries) end(transaction, progress, entry, outcome);
    };
    if (step.final) noteAnyway(progress, note);
    else note();
  } catch (error) {
    emit("failed");
    throw error;
  }
  if (outcome === "done") progress.done.push(...step.actions.map((action) => action.address));
  if (skipped === null) emit(outcome === "done" ? "done" : "failed");
  else
    for (const { action } of entries)
      options.onEvent({ type: "skipped", address: action.address, reason: skipped });
}

interface Entry {
  readonly action: Action;
  readonly intent: Intent;
  /** By which the journal knows it. */
  readonly number: number;
}

/** Journals an action that is about to be carried out, and keeps the bytes of its file. */
function begin({ workspace, options, intentOf }: Transaction, progress: Progress, action: Action): Entry {
  const { address, type } = action;
  const { intent, bytes } = intentOf(action);
  if (bytes !== null) {
    workspace.saveImage(address, bytes);
    progress.images.add(address);
  }
  options.onEvent({ type: "started", address, action: type });
  return { action, intent, number: workspace.journal.intent(intent) };
}

/** Journals how it went. Of a lock that a tool makes it is known only now what it is. */
function end(
  { workspace, digestOf }: Transaction,
  progress: Progress,
  { action, intent, number }: Entry,
  outcome: StepOutcome,
): void {
  if (action.type === "make-lock") {
    const after = digestOf(action);
    progress.lasting ||= after !== intent.before;
    workspace.journal.outcome(number, outcome, after);
    return;
  }
  progress.lasting ||= outcome === "done" && action.type !== "venv-sync" && action.type !== "rebuild";
  workspace.journal.outcome(number, outcome);
}

async function undone(
  { options, workspace }: Transaction,
  { undos, images, final }: Progress,
  cause: readonly Diagnostic[],
  interrupted: boolean,
): Promise<TransactionResult> {
  const { diagnostics, complete } = await undoAll(undos, {
    imageOf: (address) => (images.has(address) ? workspace.imagePath(address) : null),
    onUndone: (address) => options.onEvent({ type: "undone", address }),
  });
  // The privileged step puts its own files back, and says so where it could not.
  const asBefore = complete && !final && !cause.some(({ code }) => code === "NT506");
  const noted = asWarnings(() => {
    if (!asBefore) return workspace.keep();
    workspace.journal.end("undone");
    workspace.drop();
  });
  return {
    kind: "undone",
    interrupted,
    diagnostics: [...(interrupted ? [stopped(afterStep)] : cause), ...diagnostics, ...noted],
  };
}

const afterStep = "Stopped after the running step. The remaining ones were not begun.";

function tooLate(): Diagnostic {
  return {
    severity: "info",
    code: "NT568",
    summary: "The request to stop came too late",
    detail: "The last step was over by then, so what was planned is applied and stays.",
  };
}
