import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";

/** What speaks against the changes by the limits that the config sets: errors, so that nothing is applied. */
export function policyProblems(policy: Config["policy"], changes: readonly Change[]): Diagnostic[] {
  return changes.flatMap((change) => [
    ...(policy.allowReboot ? [] : rebootsOf(change)),
    ...(policy.neverDestroy.includes(change.address) ? destructionOf(change) : []),
  ]);
}

function rebootsOf({ address, needs }: Change): Diagnostic[] {
  return needs
    .filter(({ kind }) => kind === "reboot")
    .map(({ detail }) => ({
      severity: "error",
      code: "NT593",
      summary: "The plan needs a reboot, which the policy forbids",
      detail: `${detail}. The config says policy.allowReboot: false.`,
      hint: "Allow it for this change, or leave the system part out:\n  nixtorch plan --project-only",
      address,
    }));
}

function destructionOf({ address, action, reason }: Change): Diagnostic[] {
  if (action !== "delete" && action !== "replace") return [];
  return [
    {
      severity: "error",
      code: "NT594",
      summary: "The plan would destroy what the policy protects",
      detail: `${address} is named in policy.neverDestroy, and the plan would ${action} it: ${reason}.`,
      hint: "Take it out of policy.neverDestroy, or leave it out of the plan with --target.",
      address,
    },
  ];
}
