import { scopeOf, type Address } from "../model/address.js";
import type { PlanOptions } from "./session.js";

export type Selection = (address: Address) => boolean;

/** Which resources the flags leave in the plan. */
export function selectionOf(options: PlanOptions): Selection {
  const targets = new Set(options.targets ?? []);
  return (address) => {
    if (targets.size > 0 && !targets.has(address)) return false;
    if (options.projectOnly && scopeOf(address) !== "project") return false;
    if (options.systemOnly && scopeOf(address) !== "system") return false;
    if (options.noLock && ["project.flake_lock", "project.uv_lock", "project.venv"].includes(address))
      return false;
    return !(options.noVenv && address === "project.venv");
  };
}
