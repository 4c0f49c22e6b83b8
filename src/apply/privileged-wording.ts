import type { CommandResult } from "../host/system.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Purpose } from "../model/plan.js";
import { systemApplyCommand, systemPlanCommand } from "./commands.js";
import { privilegedExit } from "./privileged-text.js";

/** What is said about a privileged step that did not succeed. */
export function wordingOf(
  result: CommandResult,
  purpose: Purpose,
): Pick<Diagnostic & { hint: string }, "code" | "summary" | "hint"> {
  const command = systemApplyCommand(purpose);
  const again = `Once the cause is gone:\n  ${command}`;
  if (wasStopped(result))
    return {
      code: "NT569",
      summary: "The privileged step was stopped before its end",
      hint: `A rebuild may have been under way. See what the system stands at, then try again:\n  ${systemPlanCommand(purpose)}`,
    };
  switch (result.exitCode) {
    case privilegedExit.payload:
      return { code: "NT565", summary: "The privileged step refused what it was given", hint: again };
    case privilegedExit.changed:
      return {
        code: "NT504",
        summary: "A file changed after it was planned with",
        hint: `Plan again:\n  ${systemPlanCommand(purpose)}`,
      };
    case privilegedExit.build:
      return {
        code: "NT557",
        summary: "The new system could not be built",
        hint: `Nothing was activated, and the files are put back, so a rebuild by hand would build the old system. ${again}`,
      };
    case privilegedExit.activate:
      return {
        code: "NT558",
        summary: "The new system was built, and its activation ended with errors",
        hint: `It may be the running system all the same. See which unit failed:\n  systemctl --failed\nTo return to the generation before:\n  sudo nixos-rebuild switch --rollback\n${again}`,
      };
    case privilegedExit.install:
      return { code: "NT559", summary: "The system's files could not be installed", hint: again };
    default:
      return {
        code: "NT555",
        summary: "The privilege to change the system was not given",
        hint: `Check that you may use sudo, then try again:\n  sudo true\n  ${command}`,
      };
  }
}

/** Also by a signal that only sudo saw, which then ends with 128 and its number. */
function wasStopped({ outcome, exitCode }: CommandResult): boolean {
  return outcome === "exit" ? (exitCode ?? 0) > 128 : outcome !== "not-found";
}
