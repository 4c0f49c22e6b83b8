import type { Address } from "./address.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Action, Summary } from "./plan.js";

/** What happens while a plan is applied, in order. */
export type ApplyEvent =
  /** Another nixtorch works on the same project or system. */
  | { readonly type: "waiting"; readonly reason: string }
  | { readonly type: "started"; readonly address: Address; readonly action: Action["type"] }
  /** A line of a running tool. */
  | { readonly type: "progress"; readonly address: Address; readonly text: string }
  | { readonly type: "done"; readonly address: Address; readonly action: Action["type"] }
  | { readonly type: "failed"; readonly address: Address; readonly action: Action["type"] }
  /** There was nothing to do it with, which is no failure. `reason`: a clause, such as "not built, because …". */
  | { readonly type: "skipped"; readonly address: Address; readonly reason: string }
  /** A later step failed, and what this one did was taken back. */
  | { readonly type: "undone"; readonly address: Address };

/**
 * - `nothing-to-do`: the plan has no actions, and nothing was written;
 * - `refused`: something stood against it before anything was written;
 * - `applied`: all of it;
 * - `pending`: every file, but a lock could not be made, or the environment in `.venv` is not synchronised;
 * - `partial`: the project, but not the system, whose files are as before;
 * - `failed`: undone, or what is there is not what was planned; the diagnostics say which;
 * - `interrupted`: stopped on request, and undone.
 */
export type ApplyStatus =
  "nothing-to-do" | "refused" | "applied" | "pending" | "partial" | "failed" | "interrupted";

/** How an apply ended. Errors among the diagnostics: not all of the plan was carried out. */
export interface ApplyOutcome {
  readonly status: ApplyStatus;
  /** What was carried out and stays. */
  readonly summary: Summary;
  readonly diagnostics: readonly Diagnostic[];
}
