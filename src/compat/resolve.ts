import { hasErrors } from "../model/diagnostic.js";
import { resolutionOf } from "./choices/choices.js";
import { conflictDiagnostics, lockedDiagnostics } from "./conflict/conflict-diagnostics.js";
import { misfitHere } from "./conflict/misfit.js";
import { demandOf } from "./demand-of.js";
import { noticesOf } from "./notices/notices.js";
import { packageNotices } from "./notices/package-notices.js";
import type { Answer, Question } from "./question.js";
import { bestStack } from "./stack/solve.js";

export type { Answer, HostQuestion, Question } from "./question.js";

/**
 * Finds the one stack that satisfies everything stated, and says why each part was chosen. Pure: the same question
 * has the same answer, and of its `host` only the three parts that differ between machines depend. Raises nothing: what cannot be met is a diagnostic.
 */
export function resolve(question: Question): Answer {
  const { demand, diagnostics } = demandOf(question);
  const packages = packageNotices(question.config, demand);
  // With a name that nobody knows, every conflict that followed would be guesswork.
  if (hasErrors(diagnostics)) return { resolution: null, diagnostics: [...diagnostics, ...packages] };
  const stack = bestStack(demand);
  if (stack === null) {
    return {
      resolution: null,
      diagnostics: [...diagnostics, ...conflictDiagnostics(question, demand), ...packages],
    };
  }
  const locked = lockedDiagnostics(stack, question, demand);
  if (locked.length > 0) return { resolution: null, diagnostics: [...diagnostics, ...locked, ...packages] };
  const misfit = misfitHere(stack, question, demand);
  return {
    resolution: resolutionOf(stack, demand),
    diagnostics: [
      ...diagnostics,
      ...(misfit === null ? [] : [misfit]),
      ...noticesOf(stack, demand),
      ...packages,
    ],
  };
}
