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
  /** A later step failed, and what this one did was taken back. */
  | { readonly type: "undone"; readonly address: Address };

/** How an apply ended. Errors among the diagnostics: not all of the plan was carried out. */
export interface ApplyOutcome {
  /** What was carried out and stays. */
  readonly summary: Summary;
  readonly diagnostics: readonly Diagnostic[];
}
