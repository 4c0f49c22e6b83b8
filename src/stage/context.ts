import type { Diagnostic } from "../model/diagnostic.js";
import type { Need, ToolInput } from "../model/plan.js";
import type { StagedLock } from "../model/stage.js";
import type { System } from "../host/system.js";

/** What every question to a lock tool needs. */
export interface StageContext {
  readonly system: System;
  /** `$XDG_CACHE_HOME/nixtorch`: the only place where staging writes. */
  readonly cacheDirectory: string;
  /** Ask no network: tools get `--offline`, and answers from the cache count however old they are. */
  readonly offline: boolean;
  /** One line for the person who waits. */
  readonly onProgress: (line: string) => void;
}

/** A staged lock with what was learnt on the way. */
export type Staged = StagedLock & {
  /** The tools that gave the answer, by name; empty when none was asked. */
  readonly tools: Readonly<Record<string, ToolInput>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly needs: readonly Need[];
};

/** An answer that can be kept: a failure never is. */
export type StagedAnswer = Exclude<Staged, { readonly kind: "unknown" }>;

export function unknown(
  reason: string,
  diagnostics: readonly Diagnostic[],
  tools: Staged["tools"] = {},
): Extract<Staged, { readonly kind: "unknown" }> {
  return { kind: "unknown", reason, diagnostics, tools, needs: [] };
}
