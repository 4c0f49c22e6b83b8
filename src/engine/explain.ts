import { explainChoice } from "../compat/explain/explain.js";
import type { ExplainKey } from "../compat/explain/names.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Explanation, ExplanationStep } from "../model/explanation.js";
import type { Understanding } from "./understand.js";

/** Why a part of the project's stack is what it is; what was stated with its place in the config. */
export async function explained(
  key: ExplainKey,
  { resolution, question, diagnostics, placeOf }: Understanding,
): Promise<{ explanation: Explanation | null; diagnostics: readonly Diagnostic[] }> {
  const explanation = resolution === null ? null : explainChoice(question, key);
  if (explanation === null) return { explanation, diagnostics };
  const placed = async ({ configPath, ...step }: ExplanationStep): Promise<ExplanationStep> =>
    configPath === undefined ? step : { ...step, place: await placeOf(configPath) };
  const sections = [];
  for (const section of explanation.sections)
    sections.push({ ...section, steps: await Promise.all(section.steps.map(placed)) });
  return { explanation: { ...explanation, sections }, diagnostics };
}
