import { addresses, scopeOf } from "../model/address.js";
import type { Action } from "../model/plan.js";
import { isFileActionType } from "./file-action.js";

/**
 * Actions in the order of apply: project files, git's index, locks, record, venv; then the system.
 * Nix sees only tracked files, so `flake.nix` is tracked before anything asks nix, and a lock that nix makes after that.
 * What is taken away goes out of git's index while the file is still there, and the record after everything else: as
 * long as something is left, the next plan has to know of it.
 */
export function orderActions(actions: readonly Action[]): Action[] {
  return actions
    .map((action) => ({ action, rank: rankOf(action), place: addresses.indexOf(action.address) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ action }) => action);
}

function rankOf(action: Action): number {
  return scopeOf(action.address) === "project" ? projectRank(action) : 100 + systemRank(action);
}

function projectRank({ type, address }: Action): number {
  if (isFileActionType(type)) return address === "project.record" ? 7 : 1;
  switch (type) {
    case "untrack":
      return 0;
    case "intent-to-add":
      return address === "project.flake_lock" ? 4 : 2;
    case "make-lock":
      return address === "project.flake_lock" ? 3 : 5;
    case "remove-venv":
      return 6;
    default:
      return 8;
  }
}

/** The import must never name a module that is not there: written after it, removed before it. */
function systemRank({ type, address }: Action): number {
  switch (type) {
    case "write-file":
    case "write-spans":
      return address === "system.module" ? 0 : 2;
    case "intent-to-add":
      return 1;
    case "untrack":
      return 3;
    case "remove-file":
      return 4;
    default:
      return 5;
  }
}
