import type { Address } from "../model/address.js";
import { digestOf } from "../model/digest.js";
import type { Change, Need, SemanticChange } from "../model/plan.js";
import type { StagedLock } from "../model/stage.js";
import type { FileState } from "../host/system.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText } from "./text.js";

/** A file that a tool makes, and that nixtorch writes byte for byte as the tool made it. */
export interface LockFile {
  readonly address: Extract<Address, "project.flake_lock" | "project.uv_lock">;
  readonly path: string;
  readonly observed: FileState;
  readonly staged: StagedLock;
  /** After apply, by what happens. */
  readonly baseline: { readonly kept: Baseline; readonly computed: Baseline; readonly unknown: Baseline };
  /** What changes in meaning; only called when the text does. */
  readonly describe: (
    before: string | null,
    after: string,
  ) => {
    readonly reason: string;
    readonly details: readonly SemanticChange[];
    readonly needs: readonly Need[];
  };
  /** What making the lock during apply asks for. */
  readonly needsUnknown: readonly Need[];
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/**
 * Plans a lock. It belongs to its tool: a person who runs the tool by hand makes no drift, and a lock that satisfies
 * is left alone whoever made it.
 */
export function planLockFile(lock: LockFile): Contribution {
  const { address, path, observed, staged } = lock;
  const before = observed.kind === "file" ? observed.digest : null;
  const text = decodeText(observed);
  const plain: Change = {
    address,
    action: "no-op",
    path,
    before,
    after: before,
    details: [],
    reason: "",
    needs: [],
  };
  const keep: Contribution = {
    change: plain,
    actions: [],
    drift: [],
    diagnostics: [],
    baseline: lock.baseline.kept,
    content: text,
  };
  const moved = staged.kind === "computed" && staged.content === text ? ({ kind: "kept" } as const) : staged;
  const obstacle = readObstacle(lock) ?? (moved.kind === "kept" ? null : writeObstacle(lock));
  if (obstacle !== null)
    return {
      ...keep,
      change: { ...plain, action: "conflict", reason: obstacle.summary },
      diagnostics: [obstacle],
    };
  if (moved.kind === "kept") return keep;

  const action = before === null ? "create" : "update";
  if (moved.kind === "unknown")
    return {
      change: {
        ...plain,
        action,
        after: "known-after-apply",
        reason: moved.reason,
        needs: lock.needsUnknown,
      },
      actions: [{ type: "make-lock", address }],
      drift: [],
      diagnostics: moved.diagnostics,
      baseline: lock.baseline.unknown,
      content: null,
    };
  const after = digestOf(moved.content);
  return {
    change: { ...plain, action, after, ...lock.describe(text, moved.content) },
    actions: [{ type: "write-file", address, before, content: moved.content, after }],
    drift: [],
    diagnostics: [],
    baseline: lock.baseline.computed,
    content: moved.content,
  };
}
