import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import type { Action, ChangeAction } from "../model/plan.js";
import type { FileState } from "../host/system.js";
import { created, createdKey } from "./created.js";
import { writtenKey } from "./lock-file.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Contribution, Removal } from "./resource.js";
import { decodeText } from "./text.js";

export interface RemovedLock {
  readonly address: Extract<Address, "project.flake_lock" | "project.uv_lock">;
  readonly path: string;
  readonly observed: FileState;
  readonly removal: Removal;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
  /** What the lock belongs to: "flake.nix". */
  readonly of: string;
  /** The command that makes the lock anew. */
  readonly command: string;
}

/**
 * Plans to take a lock away. One that nixtorch made goes, one that it changed becomes what it was. What a person has
 * since done with the tool stays, and so does a lock of theirs that always satisfied.
 */
export function unplanLockFile(lock: RemovedLock): Contribution {
  const { address, observed, removal } = lock;
  const { baseline, origin } = removal;
  if (readObstacle(lock) !== null || observed.kind !== "file") return still(lock, []);
  const written = baseline[writtenKey];
  const wasMade = baseline[createdKey] === created;
  if (written === undefined && !wasMade) {
    const why = "nothing records that nixtorch wrote it";
    return still(lock, Object.keys(baseline).length === 0 ? [] : [mayNotFit(lock, why)]);
  }
  if (written !== undefined && written !== observed.digest)
    return still(lock, [mayNotFit(lock, "it has changed since nixtorch wrote it")]);
  if (!wasMade && origin === null)
    return still(lock, [mayNotFit(lock, "it was there before nixtorch, and what it said then is not kept")]);
  const gives = wasMade ? null : origin;
  if (gives !== null && digestOf(gives) === observed.digest) return still(lock, []);
  const obstacle = writeObstacle(lock);
  if (obstacle !== null)
    return { ...still(lock, [obstacle]), change: change(lock, "conflict", observed.digest) };
  const before = observed.digest;
  const after = gives === null ? null : digestOf(gives);
  const action: Action =
    gives === null || after === null
      ? { type: "remove-file", address, before }
      : { type: "write-file", address, before, content: gives, after };
  return {
    ...still(lock, []),
    change: change(lock, gives === null ? "delete" : "update", after),
    actions: [action],
    content: gives,
  };
}

function still(lock: RemovedLock, diagnostics: readonly Diagnostic[]): Contribution {
  const { observed } = lock;
  return {
    change: change(lock, "no-op", observed.kind === "file" ? observed.digest : null),
    actions: [],
    drift: [],
    diagnostics,
    baseline: {},
    content: decodeText(observed),
  };
}

function change({ address, path, observed, of }: RemovedLock, action: ChangeAction, after: Digest | null) {
  const reason =
    action === "delete"
      ? `locks what nixtorch wrote to ${of}`
      : action === "update"
        ? "as it was before nixtorch"
        : "";
  const before = observed.kind === "file" ? observed.digest : null;
  return { address, action, path, before, after, details: [], reason, needs: [] };
}

function mayNotFit({ address, path, of, command }: RemovedLock, why: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT477",
    summary: "A lock stays, and may no longer fit",
    detail: `${path} is left as it is: ${why}. It locks ${of} as that is now, before nixtorch takes its part out.`,
    hint: `To make it fit again, or to be rid of it:\n\n    ${command}\n    rm ${path}`,
    address,
    place: { file: path },
  };
}
