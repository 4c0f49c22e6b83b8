import { join } from "node:path";
import type { System } from "../host/system.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { fileJournal, type Journal } from "./journal.js";

/** Where one apply keeps its journal and the bytes it replaces: private, and never committed. */
export interface Workspace {
  readonly directory: string;
  readonly journal: Journal;
  /** Where bytes as they were before a step are kept. */
  imagePath(name: string): string;
  /** Keeps them; returns where. */
  saveImage(name: string, bytes: Uint8Array): string;
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

/**
 * Moves the records of an apply that died aside, because what it replaced may be nowhere else. Needs the lock.
 * @param holder Who died, as a phrase.
 */
export function setAside(system: System, directory: string, holder: string): Diagnostic {
  const kept = keepRecords(system, directory);
  return {
    severity: "info",
    code: "NT561",
    summary: "The lock of an apply that ended without notice was taken over",
    detail: `It was held by ${holder}, which is gone.${kept === null ? "" : ` What it had replaced lies in ${kept}, as it was before.`}`,
    ...(kept === null
      ? {}
      : { hint: `Once you do not need it any more:\n  rm -r ${kept}`, place: { file: kept } }),
  };
}

function keepRecords(system: System, directory: string): string | null {
  const last = join(directory, "last");
  if (system.lstat(last) === null) return null;
  const kept = join(directory, `interrupted-${new Date(system.now()).toISOString().replaceAll(":", "-")}`);
  system.makeDirectory(kept, { mode: 0o700 });
  const files = [journalName, ...system.list(join(last, imagesName)).map((name) => join(imagesName, name))];
  for (const file of files.filter((name) => system.lstat(join(last, name)) !== null))
    system.copy(join(last, file), join(kept, file));
  system.removeTree(last);
  return kept;
}

const journalName = "journal.jsonl";
const imagesName = "before";

/** Starts the records of a new apply; those of the one before are dropped. Needs the lock. */
export function openWorkspace(system: System, directory: string): Workspace {
  const last = join(directory, "last");
  system.removeTree(last);
  system.makeDirectory(join(last, imagesName), { mode: 0o700 });
  const imagePath = (name: string) => join(last, imagesName, name);
  return {
    directory,
    imagePath,
    journal: fileJournal(system, join(last, journalName)),
    saveImage: (name, bytes) => {
      const path = imagePath(name);
      system.replaceFile(path, bytes, { mode: 0o600 });
      return path;
    },
  };
}
