import type { Address } from "../../model/address.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Action } from "../../model/plan.js";
import type { FileChange } from "./changes.js";

/** A file that the plan is about to write. */
export interface WrittenFile {
  readonly address: Address;
  /** As the plan shows it. */
  readonly path: string;
  /** What git says of it; left out: nothing. */
  readonly change: FileChange | undefined;
}

/** NT475, NT476: what a person has changed and not committed in files that are about to be written. */
export function changeNotes(files: readonly WrittenFile[]): readonly Diagnostic[] {
  return files.flatMap(({ address, path, change }) => {
    if (change === undefined || change.kind === "intended") return [];
    return [change.kind === "unmerged" ? unmerged(address, path, change) : uncommitted(address, path)];
  });
}

function uncommitted(address: Address, path: string): Diagnostic {
  return {
    severity: "info",
    code: "NT475",
    summary: "A file has changes that are not committed",
    detail: `${path} has uncommitted changes; the edit will stand among them.`,
    hint: `To tell the two apart afterwards, see or commit yours first:\n\n    git diff HEAD -- ${path}`,
    address,
    place: { file: path },
  };
}

function unmerged(address: Address, path: string, { operation }: FileChange): Diagnostic {
  const what = operation ?? "merge";
  return {
    severity: "warning",
    code: "NT476",
    summary: "A file is in the middle of a merge",
    detail:
      `Git has two versions of ${path}, and the ${what} that brought them together is not finished. ` +
      "What is planned is made from the file as it is now, with the lines of both sides.",
    hint: `Finish the ${what}, and plan again:\n\n    git status`,
    address,
    place: { file: path },
  };
}

/**
 * Takes back what nixtorch made known to git without its content, for files that go. Whoever has added the content
 * since has made the file theirs in git, and removes it there.
 */
export function unplanGit(files: readonly WrittenFile[]): readonly Extract<Action, { type: "untrack" }>[] {
  return files
    .filter(({ change }) => change?.kind === "intended")
    .map(({ address }) => ({ type: "untrack", address }));
}
