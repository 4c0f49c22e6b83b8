import type { Reader } from "../host/system.js";
import { isAddress, type Address } from "../model/address.js";
import type { Digest } from "../model/digest.js";
import type { Action, Purpose } from "../model/plan.js";

export const journalFormatVersion = 1;

/** What a transaction carries out, and where: the first line of its journal. */
export interface JournalHead {
  readonly purpose: Purpose;
  readonly nixtorchVersion: string;
  /** Digest of the plan's value: the project part and the system part of one apply have the same. */
  readonly plan: Digest;
  /** The project directory then, absolute. */
  readonly project: string;
  readonly root: string;
  readonly host: string | null;
  /** When it was begun, in milliseconds since the epoch. */
  readonly at: number;
}

/** Written before a step acts: enough to tell afterwards whether it did, and to take it back. */
export interface Intent {
  readonly address: Address;
  readonly action: Action["type"];
  /** As the plan states it: relative to the project, or absolute below the root. */
  readonly path: string | null;
  /** Where the file really lies, if symbolic links lead there; `null`: it lies at its path. */
  readonly link: string | null;
  /** The file before; `null`: absent, or the step is not about one file. Its bytes are kept then. */
  readonly before: Digest | null;
  /** Permission bits before; `null`: as above. */
  readonly mode: number | null;
  readonly after: Digest | null | "known-after-apply";
  /** Until now the file was a person's. */
  readonly takesOver?: true;
  /** What was done besides writing files, as it was planned; of an environment that went, what makes it anew. */
  readonly task?: Task;
}

export type Task = Extract<Action, { type: "venv-sync" | "rebuild" }>;

/** A step that failed has no outcome of its own: the apply is undone for it. */
export type StepOutcome = "done" | "pending" | "skipped";

export type JournalEntry =
  | { readonly apply: JournalHead & { readonly formatVersion: typeof journalFormatVersion } }
  | { readonly step: number; readonly intent: Intent }
  /** `after`: where the intent could not tell it. */
  | { readonly step: number; readonly outcome: StepOutcome; readonly after?: Digest | null }
  | { readonly end: JournalEnd };

/** "undone": everything is as before. */
export type JournalEnd = "committed" | "undone";

export interface JournalStep extends Intent {
  /** `null`: it was begun, and did not end. */
  readonly outcome: StepOutcome | null;
}

export interface JournalText {
  readonly head: JournalHead;
  readonly steps: readonly JournalStep[];
  /** `null`: it did not come to its end. */
  readonly end: JournalEnd | null;
}

/** The journal at `path`; `null`: there is none that this nixtorch can read. */
export function readJournal(reader: Reader, path: string): JournalText | null {
  const state = reader.read(path);
  return state.kind === "file" ? decodeJournal(new TextDecoder().decode(state.bytes)) : null;
}

/** A journal from its text; `null`: another format, or none. */
export function decodeJournal(text: string): JournalText | null {
  const [first, ...rest] = text
    .split("\n")
    .filter((line) => line !== "")
    .map(entryOf);
  if (first === undefined || first === null || !("apply" in first) || !isHead(first.apply)) return null;
  const { formatVersion: _, ...head } = first.apply;
  const steps = new Map<number, JournalStep>();
  let end: JournalEnd | null = null;
  for (const entry of rest) {
    if (entry === null) return null;
    if ("end" in entry) end = entry.end;
    else if ("intent" in entry) {
      if (!isIntent(entry.intent)) return null;
      steps.set(entry.step, { ...entry.intent, outcome: null });
    } else if ("outcome" in entry) {
      const step = steps.get(entry.step);
      if (step === undefined) return null;
      const after = entry.after === undefined ? step.after : entry.after;
      steps.set(entry.step, { ...step, outcome: entry.outcome, after });
    }
  }
  return { head, steps: [...steps.values()], end };
}

function entryOf(line: string): JournalEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" ? (value as JournalEntry) : null;
  } catch {
    return null;
  }
}

type Unchecked = Partial<Record<string, unknown>>;

function isHead(value: object): boolean {
  const head = value as Unchecked;
  return (
    head.formatVersion === journalFormatVersion &&
    typeof head.at === "number" &&
    [head.purpose, head.nixtorchVersion, head.plan, head.project, head.root].every(
      (field) => typeof field === "string",
    )
  );
}

function isIntent(value: object): boolean {
  const intent = value as Unchecked;
  return (
    typeof intent.address === "string" &&
    isAddress(intent.address) &&
    typeof intent.action === "string" &&
    [intent.path, intent.before, intent.after, intent.link].every(
      (field) => field === null || typeof field === "string",
    ) &&
    (intent.mode === null || typeof intent.mode === "number")
  );
}
