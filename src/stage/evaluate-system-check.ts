import type { EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { StageContext } from "./context.js";
import { askSystem, type Asked } from "./evaluate-system-ask.js";
import { checkExpression } from "./evaluate-system-expression.js";
import { requestOf, understood, type RawAnswers, type SystemQuestion } from "./evaluate-system-question.js";
import type { SystemSource } from "./evaluate-system-source.js";
import { notChecked, refusedAnyway, refusedWithOurs } from "./evaluate-system-trouble.js";

export interface SystemCheck {
  /** The system that a rebuild would build; `null`: not known. */
  readonly drvPath: string | null;
  /** What NixOS warns of because of our module. */
  readonly warnings: readonly string[];
  /** Who sets the options that were asked for to what, our module among them; empty: not known. */
  readonly options: EvaluatedOptions;
  readonly diagnostics: readonly Diagnostic[];
}

interface Verdict extends RawAnswers {
  /** The messages of assertions that do not hold. */
  readonly failed: readonly string[];
  readonly warnings: readonly string[];
  readonly drvPath: string | null;
}

type Judgement = Omit<SystemCheck, "options">;

/**
 * Lets NixOS judge the configuration with our module as it will be. Where it complains, the configuration is judged
 * without it as well, so that the complaint goes to whom it concerns. `question`: the options to tell of; a predicate is
 * not among what can be told.
 */
export async function checkSystem(
  context: StageContext,
  source: SystemSource,
  question: SystemQuestion,
  module: { readonly text: string; readonly shownAs: string },
): Promise<SystemCheck> {
  const judge = (ours: typeof module | null) =>
    askSystem<Verdict>(context, source, {
      expression: checkExpression,
      doing: `evaluating the system ${ours === null ? "without" : "with"} nixtorch.nix`,
      module: ours,
      // A predicate that is tried out may stop everything, and would be taken for a refusal.
      ...requestOf({ ...question, unfree: [] }),
    });
  const own = await judge(module);
  if (own.kind === "unavailable") return { ...complaint(notChecked(own.reason)), options: {} };
  const isFine =
    own.kind === "answered" && own.answer.failed.length === 0 && own.answer.warnings.length === 0;
  const check = isFine
    ? { drvPath: own.answer.drvPath, warnings: [], diagnostics: [] }
    : blamed(own, await judge(null));
  const options =
    own.kind === "answered" ? understood(context.system, source, question, own.answer, module.shownAs) : {};
  return { ...check, options };
}

/** Whose complaint it is: what NixOS says without our module too is the person's. */
function blamed(own: Exclude<Asked<Verdict>, { kind: "unavailable" }>, base: Asked<Verdict>): Judgement {
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

function complaint(diagnostic: Diagnostic): Judgement {
  return { drvPath: null, warnings: [], diagnostics: [diagnostic] };
}

function assertions(messages: readonly string[]): string {
  return messages.map((message) => `- ${message.trim().replaceAll("\n", "\n  ")}`).join("\n");
}
