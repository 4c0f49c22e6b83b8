import type { Address } from "../model/address.js";
import { digestOf } from "../model/digest.js";
import type { Change, Need, SemanticChange } from "../model/plan.js";
import type { StagedLock } from "../model/stage.js";
import type { FileState } from "../host/system.js";
import { created, createdKey } from "./created.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText } from "./text.js";

/**
 * The key under which the baseline has the digest of the lock that nixtorch wrote last. Missing where a tool made the
 * lock during apply.
 */
export const writtenKey = "#written";

/** A file that a tool makes, and that nixtorch writes byte for byte as the tool made it. */
export interface LockFile {
  readonly address: Extract<Address, "project.flake_lock" | "project.uv_lock">;
  readonly path: string;
  readonly observed: FileState;
  readonly staged: StagedLock;
  /** What was last applied. */
  readonly recorded: Baseline;
  /** What the resource itself remembers after apply, by what happens. */
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
  const { address, path, observed, staged, recorded } = lock;
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
    baseline: { ...lock.baseline.kept, ...provenance(recorded) },
    content: text,
  };
  const moved = staged.kind === "computed" && staged.content === text ? ({ kind: "kept" } as const) : staged;
  const obstacle = readObstacle(lock) ?? (moved.kind === "kept" ? null : writeObstacle(lock));
  if (obstacle !== null)
    return {
      ...keep,
      change: { ...plain, action: "conflict", reason: obstacle.summary },
      diagnostics: [obstacle],
      baseline: recorded,
    };
  if (moved.kind === "kept") return keep;

  const action = before === null ? "create" : "update";
  const made: Baseline = before === null || recorded[createdKey] === created ? { [createdKey]: created } : {};
  const takesOver =
    before !== null && Object.keys(provenance(recorded)).length === 0 ? ({ takesOver: true } as const) : {};
  if (moved.kind === "unknown")
    return {
      change: {
        ...plain,
        ...takesOver,
        action,
        after: "known-after-apply",
        reason: moved.reason,
        needs: lock.needsUnknown,
      },
      actions: [{ type: "make-lock", address }],
      drift: [],
      diagnostics: moved.diagnostics,
      baseline: { ...lock.baseline.unknown, ...made },
      content: null,
    };
  const after = digestOf(moved.content);
  return {
    change: { ...plain, ...takesOver, action, after, ...lock.describe(text, moved.content) },
    actions: [{ type: "write-file", address, before, content: moved.content, after }],
    drift: [],
    diagnostics: [],
    baseline: { ...lock.baseline.computed, ...made, [writtenKey]: after },
    content: moved.content,
  };
}

/** What the baseline says of where a lock comes from. */
function provenance(recorded: Baseline): Baseline {
  return Object.fromEntries(
    [createdKey, writtenKey].flatMap((key) => (recorded[key] === undefined ? [] : [[key, recorded[key]]])),
  );
}
