import type { ApplyOutcome } from "../model/apply.js";
import { diagnosticDocument } from "../model/diagnostic-document.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { DiagnosticText, Explanation } from "../model/explanation.js";
import { maskCredentials } from "../model/mask.js";
import { planFormatVersion } from "../model/plan.js";
import type { ProjectRecord } from "../model/record.js";
import type { Resolution } from "../model/resolution.js";

/** What `--json` prints when there is no result: the diagnostics alone. */
export function errorDocument(diagnostics: readonly Diagnostic[]): string {
  return document({ diagnostics: diagnostics.map(diagnosticDocument) });
}

/** `validate --json`. */
export function validateDocument(resolution: Resolution | null, diagnostics: readonly Diagnostic[]): string {
  return document({ resolution, diagnostics: diagnostics.map(diagnosticDocument) });
}

/** `show --json` without a plan file; `record` is `null` before the first apply. */
export function recordDocument(record: ProjectRecord | null, diagnostics: readonly Diagnostic[]): string {
  return document({ record, diagnostics: diagnostics.map(diagnosticDocument) });
}

/** `explain CHOICE --json`; without an explanation the diagnostics alone. */
export function explanationDocument(
  explanation: Explanation | null,
  diagnostics: readonly Diagnostic[],
): string {
  return document({ ...explanation, diagnostics: diagnostics.map(diagnosticDocument) });
}

/** `explain CODE --json`. */
export function diagnosticTextDocument(text: DiagnosticText): string {
  return document(text);
}

/** `explain --json`: what can be explained. */
export function topicsDocument(choices: readonly string[], texts: readonly DiagnosticText[]): string {
  return document({ choices, codes: texts.map(({ code, summary }) => ({ code, summary })) });
}

/** `catalog --json`: rows of one table, or of a summary of all. */
export function catalogDocument(
  catalogVersion: string,
  table: string | null,
  rows: readonly object[],
): string {
  return document({ catalogVersion, table, rows });
}

/** `import --json`: what was made, and whether it was written. */
export function importDocument(made: object, diagnostics: readonly Diagnostic[]): string {
  return document({ ...made, diagnostics: diagnostics.map(diagnosticDocument) });
}

/** One object on one line, as `apply --json` prints them. */
export function jsonLine(value: object): string {
  return `${JSON.stringify({ formatVersion: planFormatVersion, ...value }, masking)}\n`;
}

/** How an apply ended: the last line of `apply --json`. */
export function outcomeLine(outcome: ApplyOutcome): string {
  return jsonLine({ type: "outcome", ...outcome, diagnostics: outcome.diagnostics.map(diagnosticDocument) });
}

function document(value: object): string {
  return `${JSON.stringify({ formatVersion: planFormatVersion, ...value }, masking, 2)}\n`;
}

function masking(_key: string, value: unknown): unknown {
  return typeof value === "string" ? maskCredentials(value) : value;
}
