import { join } from "node:path";
import type { Reader } from "../host/system.js";
import { imageName, workspaceNames } from "./workspace.js";
import { readJournal, type JournalHead, type JournalStep } from "./journal.js";

/** One step of the last apply, with what it replaced. */
export interface LastStep extends JournalStep {
  /** The file before, as text; `null`: it was absent, is not UTF-8, or the copy is not what it should be. */
  readonly textBefore: string | null;
}

/** The last apply of one directory that was committed and changed a file. */
export type Last =
  | { readonly kind: "none" }
  /** There is one, and this nixtorch cannot read its journal. */
  | { readonly kind: "unreadable"; readonly path: string }
  | {
      readonly kind: "apply";
      readonly head: JournalHead;
      /** In the order in which they were carried out. */
      readonly steps: readonly LastStep[];
      /** Of a system: the text of its `state.json` before; `null`: it had none. */
      readonly stateBefore: string | null;
    };

/**
 * What the last apply did, and how it was before it.
 * @param directory Of a project ({@link projectWorkspace}) or of a system (`systemStateDirectory`).
 */
export function readLast(reader: Reader, directory: string): Last {
  const at = committedDirectory(reader, directory);
  if (at === null) return { kind: "none" };
  const path = join(at, workspaceNames.journal);
  const journal = readJournal(reader, path);
  if (journal === null) return { kind: "unreadable", path };
  return {
    kind: "apply",
    head: journal.head,
    steps: journal.steps.map((step) => ({
      ...step,
      textBefore:
        step.before === null ? null : textAt(reader, join(at, imageName(step.address)), step.before),
    })),
    stateBefore: textAt(reader, join(at, workspaceNames.state), null),
  };
}

/** A commit that broke off between its end and the renaming has happened. */
function committedDirectory(reader: Reader, directory: string): string | null {
  const next = join(directory, workspaceNames.next);
  if (readJournal(reader, join(next, workspaceNames.journal))?.end === "committed") return next;
  const last = join(directory, workspaceNames.last);
  return reader.lstat(last) === null ? null : last;
}

/** `digest`: what it has to be; `null`: whatever it is. */
function textAt(reader: Reader, path: string, digest: string | null): string | null {
  const state = reader.read(path);
  if (state.kind !== "file" || (digest !== null && state.digest !== digest)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(state.bytes);
  } catch {
    return null;
  }
}
