import type { Purpose } from "../model/plan.js";

/** What `apply` and `rollback` do to the system goes with the rest; to take it away or hand it over is asked for alone. */
function systemFlag(purpose: Purpose): string {
  return purpose === "destroy" || purpose === "eject" ? " --system-only" : "";
}

/** {@link planCommand} for the system part. */
export function systemPlanCommand(purpose: Purpose): string {
  return `${planCommand(purpose)}${systemFlag(purpose)}`;
}

/** {@link applyCommand} for the system part. */
export function systemApplyCommand(purpose: Purpose): string {
  return `${applyCommand(purpose)}${systemFlag(purpose)}`;
}

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
