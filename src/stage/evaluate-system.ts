import type { EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import type { StageContext } from "./context.js";
import { askSystem } from "./evaluate-system-ask.js";
import { definitionsExpression } from "./evaluate-system-expression.js";
import { requestOf, understood, type RawAnswers, type SystemQuestion } from "./evaluate-system-question.js";
import { findSystemSource, type SystemSource } from "./evaluate-system-source.js";
import { notAsked, refusedAnyway } from "./evaluate-system-trouble.js";

export type { SystemQuestion } from "./evaluate-system-question.js";

export type EvaluatedSystem =
  | {
      readonly kind: "evaluated";
      readonly options: EvaluatedOptions;
      readonly source: SystemSource;
      /** The release of the nixpkgs that was asked. */
      readonly release: string;
      readonly tools: Readonly<Record<string, ToolInput>>;
    }
  /** What was read from syntax has to do. */
  | { readonly kind: "unavailable"; readonly reason: Diagnostic };

/**
 * Asks the real module system who sets some options to what, without the module of nixtorch. Nothing is built; what
 * cannot be asked is left to syntax, with the reason.
 */
export async function evaluateSystem(
  context: StageContext,
  question: SystemQuestion,
): Promise<EvaluatedSystem> {
  const { configuration } = question;
  const source = findSystemSource(context.system, configuration);
  if (typeof source === "string") return unavailable(source);
  const ask = (unfree: readonly string[]) =>
    askSystem<RawAnswers & { readonly release: string }>(context, source, {
      expression: definitionsExpression,
      doing: "evaluating the system's configuration",
      module: null,
      ...requestOf({ ...question, unfree }),
    });
  const first = await ask(question.unfree);
  // A predicate may look at more than a name, and stop everything.
  const asked = first.kind === "failed" && question.unfree.length > 0 ? await ask([]) : first;
  if (asked.kind === "unavailable") return unavailable(asked.reason);
  if (asked.kind === "failed") return { kind: "unavailable", reason: refusedAnyway(asked.message) };
  const { release } = asked.answer;
  if (!isSameRelease(release, configuration.release)) {
    return unavailable(
      `${source.nixpkgs} is of NixOS ${release}, and this plan is made for ${configuration.release}`,
    );
  }
  return {
    kind: "evaluated",
    options: understood(context.system, source, question, asked.answer),
    source,
    release,
    tools: asked.tools,
  };
}

function unavailable(reason: string): EvaluatedSystem {
  return { kind: "unavailable", reason: notAsked(reason) };
}

/** "unstable" has the number of the release to come. */
function isSameRelease(found: string, planned: string): boolean {
  return !/^\d/.test(planned) || found === planned;
}
