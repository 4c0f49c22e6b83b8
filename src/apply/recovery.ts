import { join } from "node:path";
import type { System } from "../host/system.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { readJournal } from "../state/journal.js";
import { workspaceNames } from "../state/workspace.js";
import { settleUnended } from "./origins.js";
import { finishCommit, keptDirectory } from "./workspace.js";

export interface Recovery {
  readonly notices: readonly Diagnostic[];
  /** What is kept of people's files, or of the last apply, is not what a plan was made from before. */
  readonly changed: boolean;
}

/**
 * Sees to what an apply left that died: a commit is brought to its end, and records of one that was not committed are
 * moved aside, because what it replaced may be nowhere else. Needs the lock.
 * @param holder Whose lock was taken over, as a phrase; `null`: nobody's.
 */
export function recover(system: System, directory: string, holder: string | null): Recovery {
  const takenOver = holder === null ? [] : [left(holder, null)];
  const next = join(directory, workspaceNames.next);
  const end = readJournal(system, join(next, workspaceNames.journal))?.end ?? null;
  if (end === "committed")
    return { notices: [...takenOver, ...finishCommit(system, directory)], changed: true };
  system.removeTree(join(directory, workspaceNames.previous));
  if (system.lstat(next) === null) return { notices: takenOver, changed: false };
  if (end === "undone") {
    system.removeTree(next);
    return { notices: takenOver, changed: false };
  }
  const kept = keptDirectory(system, directory);
  settleUnended(system, directory, next);
  system.move(next, kept);
  return { notices: [left(holder, kept)], changed: true };
}

function left(holder: string | null, kept: string | null): Diagnostic {
  const lock = holder === null ? "" : `Its lock was held by ${holder}, which is gone. `;
  const records = kept === null ? "" : `What it had replaced lies in ${kept}, as it was before.`;
  return {
    severity: "info",
    code: "NT561",
    summary: "An apply before this one ended without notice",
    detail: `${lock}${records}`.trimEnd(),
    ...(kept === null
      ? {}
      : { hint: `Once you do not need it any more:\n  rm -r ${kept}`, place: { file: kept } }),
  };
}
