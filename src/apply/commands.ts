import type { Purpose } from "../model/plan.js";

/** The command that makes such a plan again and shows it. */
export function planCommand(purpose: Purpose): string {
  switch (purpose) {
    case "apply":
      return "nixtorch plan";
    case "destroy":
      return "nixtorch plan --destroy";
    default:
      return `nixtorch ${purpose}`;
  }
}

/** The command that carries such a plan out. */
export function applyCommand(purpose: Purpose): string {
  return `nixtorch ${purpose}`;
}
