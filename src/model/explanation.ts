import type { Code, Place } from "./diagnostic.js";

/** The long form of a diagnostic. */
export interface DiagnosticText {
  readonly code: Code;
  /** The one that the diagnostic itself has. */
  readonly summary: string;
  /** Markdown: paragraphs, lists and fenced examples. */
  readonly text: string;
}

/** Why one part of the stack is what it is. */
export interface Explanation {
  /** A key of the resolution. */
  readonly key: string;
  /** `null`: it does not apply, or differs between the declared machines. */
  readonly value: string | null;
  /** What the explanation rests on; the steps refer to it. */
  readonly catalogVersion: string;
  readonly sections: readonly ExplanationSection[];
  /** What to write to get something else; `null`: it follows from other choices alone. */
  readonly change: string | null;
}

export interface ExplanationSection {
  readonly title: string;
  readonly steps: readonly ExplanationStep[];
}

/** One thought. */
export interface ExplanationStep {
  /** Full sentences. */
  readonly text: string;
  /** Of candidates: whether this one was taken, would have done as well, or is out. */
  readonly verdict?: "chosen" | "fits" | "out";
  /** Of what somebody stated: where. */
  readonly configPath?: readonly (string | number)[];
  readonly place?: Place;
  readonly rows: readonly CatalogCitation[];
}

/** A row of the catalog that a step rests on. */
export interface CatalogCitation {
  /** What it is about: "torch 2.14, variant cu126". */
  readonly row: string;
  /** How far it can be relied on, as docs/catalog.md has it; `null`: only parts of the row say. */
  readonly confidence: "verified" | "derived" | "planned" | "recalled" | null;
  readonly note: string | null;
  /** Where it was read. */
  readonly sources: readonly string[];
}
