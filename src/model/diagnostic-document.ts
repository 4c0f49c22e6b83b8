import type { Address } from "./address.js";
import type { Code, Diagnostic, Severity } from "./diagnostic.js";

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
}

export function diagnosticDocument(diagnostic: Diagnostic): DiagnosticDocument {
  const { severity, code, summary, detail, hint, address, place } = diagnostic;
  return { severity, code, summary, detail, hint, address, ...place };
}
