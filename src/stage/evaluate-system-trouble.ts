import type { Diagnostic } from "../model/diagnostic.js";
import type { SystemCheck } from "./evaluate-system-check.js";
import type { EvaluatedSystem } from "./evaluate-system.js";

const address = "system.module";

/** What was asked of whom. `asked`: the options that nixtorch manages. */
export function evaluatedNotice(
  { options, source, release, tools }: Extract<EvaluatedSystem, { kind: "evaluated" }>,
  asked: readonly string[],
  check: SystemCheck | null,
): Diagnostic {
  const unknown = asked.filter((option) => options[option] === undefined);
  const version = tools["nix"]?.version ?? "";
  const warnings = check?.warnings ?? [];
  return {
    severity: warnings.length > 0 ? "warning" : "info",
    code: "NT436",
    summary: "The system's configuration was evaluated",
    detail: [
      `Nix ${version} evaluated ${source.shown} with ${source.nixpkgs}, NixOS ${release}, and told who sets the ` +
        `options that nixtorch manages.`,
      ...(unknown.length > 0 ? [`Not to be asked there, and read from syntax: ${unknown.join(", ")}.`] : []),
      ...(check?.drvPath ? [`With nixtorch.nix it evaluates to ${check.drvPath}.`] : []),
      ...warnings.map((warning) => `With nixtorch.nix NixOS warns: ${warning.trim()}`),
    ].join("\n"),
    address,
  };
}

/** `reason`: a clause. */
export function notAsked(reason: string): Diagnostic {
  return unavailable(
    `Nix was not asked about the system: ${reason}. What was read from syntax is used instead.`,
  );
}

export function notChecked(reason: string): Diagnostic {
  return unavailable(`Whether NixOS accepts nixtorch.nix was not checked: ${reason}.`);
}

function unavailable(detail: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT437",
    summary: "The system's configuration could not be evaluated",
    detail,
    hint: "To read syntax only, plan without --eval-system.",
    address,
  };
}

/** Our fault, or a clash that syntax did not show. */
export function refusedWithOurs(message: string): Diagnostic {
  return {
    severity: "error",
    code: "NT438",
    summary: "NixOS refuses the system with nixtorch's module",
    detail: `The configuration evaluates by itself, and with nixtorch.nix it does not:\n${message}`,
    hint: "Change what it names, in nixtorch.config.ts or in the system's configuration. What nixtorch.nix would say:\n  nixtorch plan --system-only --diff",
    address,
  };
}

export function refusedAnyway(message: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT439",
    summary: "NixOS refuses the system's own configuration",
    detail: `It does not evaluate without nixtorch.nix either, so a rebuild would fail:\n${message}`,
    hint: "Mend that first; NixOS says more with:\n  nixos-rebuild dry-build --show-trace",
    address,
  };
}
