import type { Diagnostic } from "./diagnostic.js";

/** The answer of a real lock tool, asked in a staged copy at plan time. */
export type StagedLock =
  /** The lock on disk still satisfies: nothing was asked, or the tool said so. */
  | { readonly kind: "kept" }
  | { readonly kind: "computed"; readonly content: string }
  /** Known after apply; `reason` is a clause for the plan view, such as "no uv and no nix on PATH". */
  | { readonly kind: "unknown"; readonly reason: string; readonly diagnostics: readonly Diagnostic[] };
