import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { scopeOf } from "../model/address.js";
import { adoptHint } from "./adopt.js";

/** How to get a project's record back, to stand before other hints; empty for the system's, which git does not have. */
export function recordFromGit(address: Address): string {
  return scopeOf(address) === "project"
    ? "If the record was lost, take it from git, and plan again:\n\n    git checkout HEAD -- nixtorch.lock\n\n"
    : "";
}

/**
 * NT462: what nixtorch wrote once is there, is not what it would write now, and no record tells whether a person
 * edited it.
 * @param what It, as a phrase that begins a sentence.
 */
export function unrecorded(address: Address, path: string, what: string, line?: number): Diagnostic {
  const record = scopeOf(address) === "project" ? "nixtorch.lock" : "the record of this machine";
  return {
    severity: "error",
    code: "NT462",
    summary: "Whether a text of nixtorch's was edited by hand cannot be told",
    detail:
      `${what} was written by nixtorch and is not what it would write now. ${record} has no entry for it, so this may be ` +
      "an old version, or one that was edited by hand.",
    hint:
      recordFromGit(address) +
      (scopeOf(address) === "project" ? "Or look" : "Look") +
      " at the difference, and if nothing in it is yours, let it be written anew:\n\n" +
      `    nixtorch plan --adopt --diff --target ${address}\n${adoptHint(address)}`,
    address,
    place: { file: path, ...(line === undefined ? {} : { line }) },
  };
}
