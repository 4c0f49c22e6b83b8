import type { Address } from "./address.js";
import type { Code, Diagnostic, Place, Severity, SourcedFact } from "./diagnostic.js";

/** A diagnostic in JSON documents: its place lies flat beside the texts; keys that do not apply are left out. */
export interface DiagnosticDocument {
  readonly severity: Severity;
  readonly code: Code;
  readonly summary: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly address?: Address;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly related?: readonly RelatedDocument[];
}

export interface RelatedDocument extends Partial<Place> {
  readonly text: string;
  readonly facts?: readonly SourcedFact[];
}

export function diagnosticDocument(diagnostic: Diagnostic): DiagnosticDocument {
  const { severity, code, summary, detail, hint, address, place } = diagnostic;
  const related = diagnostic.related?.map(({ text, place: at, facts }) => ({ text, ...at, facts }));
  return { severity, code, summary, detail, hint, address, ...place, related };
}
