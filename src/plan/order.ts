import { addresses, scopeOf } from "../model/address.js";
import type { Action } from "../model/plan.js";

/**
 * Actions in the order of apply: project files, intent-to-add, locks, record, venv; then the system.
 * Nix sees only tracked files, so `flake.nix` is tracked before anything asks nix, and a lock that nix makes after that.
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
  switch (type) {
    case "write-spans":
    case "write-file":
    case "remove-file":
      return address === "project.record" ? 5 : 0;
    case "intent-to-add":
      return address === "project.flake_lock" ? 3 : 1;
    case "make-lock":
      return address === "project.flake_lock" ? 2 : 4;
    default:
      return 6;
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
    case "remove-file":
      return 3;
    default:
      return 4;
  }
}
