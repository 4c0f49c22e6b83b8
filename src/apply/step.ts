import type { Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import type { Undo } from "./undo.js";
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
