import type { Address } from "./address.js";

export type Severity = "error" | "warning" | "info";

/** 1xx field failures, 2xx config, 3xx compatibility, 4xx files and ownership, 5xx apply and tools. */
export type Code = `NT${1 | 2 | 3 | 4 | 5}${number}`;

/** A place in a file. Lines and columns count from 1; columns in UTF-16 units, as editors do. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Something a person should know, as data; how it looks is decided by the views. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: Code;
  /** One line without names or values that vary: the same failure has the same summary. */
  readonly summary: string;
  /** Full sentences: what is wrong, why it matters. */
  readonly detail?: string;
  /** What to do. Commands stand on lines of their own. */
  readonly hint?: string;
  readonly address?: Address;
  /** Where in the config's value, such as ["gpu", 1]: the engine turns it into `place` and `excerpt`. */
  readonly configPath?: readonly (string | number)[];
  readonly place?: Place;
  /** The offending source line, and the columns to underline in it (from 1, end exclusive). */
  readonly excerpt?: Excerpt;
  /** Further places that take part, such as the other statements of a conflict. */
  readonly related?: readonly Related[];
}

export interface Excerpt {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** One of several places that a diagnostic is about. */
export interface Related {
  /** What stands there, in the words of the file: `cuda: "12.4"`. */
  readonly text: string;
  readonly configPath?: Diagnostic["configPath"];
  readonly place?: Place;
  /** What is known about it that matters here. */
  readonly facts?: readonly SourcedFact[];
}

/** One sentence, and where it was read. */
export interface SourcedFact {
  readonly text: string;
  readonly sources: readonly string[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Raised to leave a room with diagnostics for the person; anything else thrown is a bug of ours. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: Diagnostic | readonly Diagnostic[], options?: ErrorOptions) {
    const list = Array.isArray(diagnostics)
      ? (diagnostics as readonly Diagnostic[])
      : [diagnostics as Diagnostic];
    super(list.map((one) => `${one.code} ${one.summary}`).join("; "), options);
    this.diagnostics = list;
  }
}
