import type { Writer } from "../host/system.js";
import type { Address } from "../model/address.js";
import type { Digest } from "../model/digest.js";
import type { Action } from "../model/plan.js";

/** Written before a step acts: enough to tell afterwards whether it did, and to take it back. */
export interface Intent {
  readonly address: Address;
  readonly action: Action["type"];
  readonly path: string;
  /** The file before; `null`: absent, or the step is not about one file. */
  readonly before: Digest | null;
  /** Where the bytes before are kept; `null`: there were none. */
  readonly image: string | null;
}

/** A step that failed has no outcome of its own: the apply is undone for it. */
export type StepOutcome = "done" | "pending";

/** Append-only; every entry is on disk when the call returns. */
export interface Journal {
  /** Returns the number by which the outcome refers to it. */
  intent(intent: Intent): number;
  outcome(step: number, outcome: StepOutcome): void;
  /** Everything is as before. */
  undone(): void;
}

/** A journal of one JSON object a line. It is a handful of lines, so each entry replaces the file: never torn. */
export function fileJournal(writer: Writer, path: string): Journal {
  let text = "";
  let count = 0;
  const append = (entry: object) => {
    text += `${JSON.stringify(entry)}\n`;
    writer.replaceFile(path, text, { mode: 0o600 });
  };
  return {
    intent: (intent) => {
      count += 1;
      append({ step: count, intent });
      return count;
    },
    outcome: (step, outcome) => append({ step, outcome }),
    undone: () => append({ outcome: "undone" }),
  };
}
