import { scopeOf, type Address } from "../model/address.js";
import type { PlanOptions } from "./session.js";

export type Selection = (address: Address) => boolean;

/** What a resource cannot be without: a target brings these along. */
const prerequisites: Partial<Record<Address, readonly Address[]>> = {
  "project.flake_lock": ["project.flake"],
  "project.uv_lock": ["project.pyproject"],
  "project.venv": [
    "project.flake",
    "project.flake_lock",
    "project.shell",
    "project.pyproject",
    "project.uv_lock",
  ],
  "system.import": ["system.module"],
  "system.generation": ["system.module", "system.import"],
};

const locksAndVenv: readonly Address[] = ["project.flake_lock", "project.uv_lock", "project.venv"];

/** Which resources the flags leave in the plan. */
export function selectionOf(options: PlanOptions): Selection {
  const targets = reach(options);
  const skipped = options.skipped ?? [];
  return (address) => {
    if (needsOneOf(address, skipped)) return false;
    if (targets.size > 0 && !targets.has(address)) return false;
    if (options.projectOnly && scopeOf(address) !== "project") return false;
    if (options.systemOnly && scopeOf(address) !== "system") return false;
    if (options.noLock && locksAndVenv.includes(address)) return false;
    return !(options.noVenv && address === "project.venv");
  };
}

/** To bring a resource about takes what it needs; to take it away does not. */
function reach({ targets = [], purpose = "apply" }: PlanOptions): ReadonlySet<Address> {
  switch (purpose) {
    case "apply":
      return withRecord(targets.flatMap((target) => [target, ...(prerequisites[target] ?? [])]));
    case "destroy":
    case "eject":
      return withRecord(targets);
    case "rollback":
      return new Set(targets);
  }
}

function needsOneOf(address: Address, skipped: readonly Address[]): boolean {
  return skipped.includes(address) || (prerequisites[address] ?? []).some((one) => skipped.includes(one));
}

/** What is applied to a project is recorded, whatever part of it is the target. */
function withRecord(targets: readonly Address[]): ReadonlySet<Address> {
  const ofProject = targets.some((address) => scopeOf(address) === "project");
  return new Set(ofProject ? [...targets, "project.record"] : targets);
}
