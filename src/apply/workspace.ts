import { join } from "node:path";
import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { JournalHead } from "../state/journal.js";
import { imageName, workspaceNames } from "../state/workspace.js";
import { asWarnings } from "./as-warnings.js";
import { fileJournal, type Journal } from "./journal.js";
import { settleOrigins, settleUnended, sweepOrigins } from "./origins.js";

/**
 * Where one apply keeps its journal and the bytes it replaces: private, and never committed. It is `next` while the
 * apply runs and `last` from its commit on; of one that is undone nothing stays.
 */
export interface Workspace {
  readonly directory: string;
  readonly journal: Journal;
  /** Keeps the bytes of a file as they are before a step. */
  saveImage(address: Address, bytes: Uint8Array): void;
  /** Where a person finds them if the file cannot be put back. */
  imagePath(address: Address): string;
  /** Keeps a system's state as it is before. */
  saveState(text: string): void;
  /** A place for what goes with the commit, and comes back from there when it is undone. */
  discardPath(name: string): string;
  /** Where a person finds that if it cannot be put back. */
  discardedPath(name: string): string;
  /** What the person is to get back one day is settled. Returns what takes that back. */
  settle(): () => void;
  /** Makes the records those of the last apply. Returns what could not be cleared away. */
  commit(): Diagnostic[];
  /** All is as before: nothing is kept. */
  drop(): void;
  /** Not all could be put back: the records stay where {@link imagePath} says. */
  keep(): void;
}

/** Makes a private directory that git ignores, if it is not there. */
export function prepareDirectory(system: System, directory: string): void {
  const entry = system.lstat(directory);
  if (entry !== null && entry.kind !== "directory")
    throw new Failure({
      severity: "error",
      code: "NT563",
      summary: "The directory for nixtorch's own files is something else",
      detail: `${directory} is a ${entry.kind}. Copies of replaced files are kept there, so it must be a real directory.`,
      hint: `Look what it is, and move it away:\n  ls -ld ${directory}`,
      place: { file: directory },
    });
  if (entry === null) system.makeDirectory(directory, { mode: 0o700 });
  const ignore = join(directory, ".gitignore");
  if (system.lstat(ignore) === null) system.replaceFile(ignore, "*\n", { mode: 0o600 });
}

/** Starts the records of a new apply. Needs the lock, and that nothing is left of another one. */
export function openWorkspace(system: System, directory: string, head: JournalHead): Workspace {
  const next = join(directory, workspaceNames.next);
  const kept = keptDirectory(system, directory);
  system.makeDirectory(join(next, "before"), { mode: 0o700 });
  const save = (name: string, bytes: Uint8Array | string) =>
    system.replaceFile(join(next, name), bytes, { mode: 0o600 });
  return {
    directory,
    journal: fileJournal(system, join(next, workspaceNames.journal), head),
    saveImage: (address, bytes) => save(imageName(address), bytes),
    imagePath: (address) => join(kept, imageName(address)),
    saveState: (text) => save(workspaceNames.state, text),
    discardPath: (name) => {
      system.makeDirectory(join(next, discardName), { mode: 0o700 });
      return join(next, discardName, name);
    },
    discardedPath: (name) => join(kept, discardName, name),
    settle: () => settleOrigins(system, directory, next),
    commit: () => {
      const left: Diagnostic[] = [];
      const unfinished = asWarnings(() => left.push(...finishCommit(system, directory)));
      return [...left, ...unfinished];
    },
    drop: () => system.removeTree(next),
    keep: () => {
      settleUnended(system, directory, next);
      system.move(next, kept);
    },
  };
}

const discardName = "discard";

/** Records of an apply that did not come to its end stay until the person deletes them. */
export function keptDirectory(system: System, directory: string): string {
  return join(directory, `interrupted-${new Date(system.now()).toISOString().replaceAll(":", "-")}`);
}

/**
 * `next`, whose journal says that it is committed, becomes `last`. Done again after a crash, it goes on from there.
 * Returns what could not be deleted; raises a `Failure` if it could not be done.
 */
export function finishCommit(system: System, directory: string): Diagnostic[] {
  const [next, last, previous] = [workspaceNames.next, workspaceNames.last, workspaceNames.previous].map(
    (name) => join(directory, name),
  ) as [string, string, string];
  const left = clearAway(system, directory, join(next, discardName));
  if (system.lstat(last) !== null) {
    system.removeTree(previous);
    system.move(last, previous);
  }
  system.move(next, last);
  system.removeTree(previous);
  sweepOrigins(system, directory);
  return left;
}

/** What cannot be deleted, such as files of another user in it, is moved out of the way. */
function clearAway(system: System, directory: string, path: string): Diagnostic[] {
  if (system.lstat(path) === null) return [];
  try {
    system.removeTree(path);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const rest = join(directory, `removed-${new Date(system.now()).toISOString().replaceAll(":", "-")}`);
    system.move(path, rest);
    return [undeletable(rest, error)];
  }
}

function undeletable(path: string, error: Failure): Diagnostic {
  return {
    severity: "warning",
    code: "NT516",
    summary: "Not all of the environment could be deleted",
    detail: `It is gone from the project, and what could not be deleted lies in ${path}. ${error.diagnostics.map((one) => one.detail ?? one.summary).join(" ")}`,
    hint: `See whose they are, and delete them:\n  find ${path} ! -user "$(id -un)" -ls\n  sudo rm -r ${path}`,
    address: "project.venv",
    place: { file: path },
  };
}
