import type { Diagnostic } from "../model/diagnostic.js";
import type { StageContext } from "./context.js";
import { askSystem, type Asked } from "./evaluate-system-ask.js";
import { checkExpression } from "./evaluate-system-expression.js";
import type { SystemSource } from "./evaluate-system-source.js";
import { notChecked, refusedAnyway, refusedWithOurs } from "./evaluate-system-trouble.js";

export interface SystemCheck {
  /** The system that a rebuild would build; `null`: not known. */
  readonly drvPath: string | null;
  /** What NixOS warns of because of our module. */
  readonly warnings: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Verdict {
  /** The messages of assertions that do not hold. */
  readonly failed: readonly string[];
  readonly warnings: readonly string[];
  readonly drvPath: string | null;
}

/**
 * Lets NixOS judge the configuration with our module as it will be. Where it complains, the configuration is judged
 * without it as well, so that the complaint goes to whom it concerns.
 */
export async function checkSystem(
  context: StageContext,
  source: SystemSource,
  module: { readonly text: string; readonly shownAs: string },
): Promise<SystemCheck> {
  const judge = (ours: typeof module | null) =>
    askSystem<Verdict>(context, source, {
      expression: checkExpression,
      doing: `evaluating the system ${ours === null ? "without" : "with"} nixtorch.nix`,
      module: ours,
      options: [],
      packages: [],
      drivers: [],
      unfree: [],
    });
  const own = await judge(module);
  if (own.kind === "unavailable") return complaint(notChecked(own.reason));
  if (own.kind === "answered" && own.answer.failed.length === 0 && own.answer.warnings.length === 0)
    return { drvPath: own.answer.drvPath, warnings: [], diagnostics: [] };
  return blamed(own, await judge(null));
}

/** Whose complaint it is: what NixOS says without our module too is the person's. */
function blamed(own: Exclude<Asked<Verdict>, { kind: "unavailable" }>, base: Asked<Verdict>): SystemCheck {
  if (base.kind === "unavailable") return complaint(notChecked(base.reason));
  if (own.kind === "failed")
    return complaint(base.kind === "failed" ? refusedAnyway(base.message) : refusedWithOurs(own.message));
  const { failed, warnings, drvPath } = own.answer;
  if (base.kind === "failed")
    return failed.length > 0
      ? complaint(refusedAnyway(base.message))
      : { drvPath, warnings: [], diagnostics: [] };
  const [ours, theirs] = [false, true].map((known) =>
    failed.filter((message) => base.answer.failed.includes(message) === known),
  ) as [string[], string[]];
  return {
    drvPath,
    warnings: warnings.filter((warning) => !base.answer.warnings.includes(warning)),
    diagnostics: [
      ...(ours.length > 0 ? [refusedWithOurs(assertions(ours))] : []),
      ...(theirs.length > 0 ? [refusedAnyway(assertions(theirs))] : []),
    ],
  };
}

function complaint(diagnostic: Diagnostic): SystemCheck {
  return { drvPath: null, warnings: [], diagnostics: [diagnostic] };
}

function assertions(messages: readonly string[]): string {
  return messages.map((message) => `- ${message.trim().replaceAll("\n", "\n  ")}`).join("\n");
}
