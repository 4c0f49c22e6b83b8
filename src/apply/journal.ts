import type { Writer } from "../host/system.js";
import type { Digest } from "../model/digest.js";
import {
  journalFormatVersion,
  type Intent,
  type JournalEnd,
  type JournalEntry,
  type JournalHead,
  type StepOutcome,
} from "../state/journal.js";

/** Append-only; every entry is on disk when the call returns. */
export interface Journal {
  /** Returns the number by which the outcome refers to it. */
  intent(intent: Intent): number;
  /** `after`: of a step whose intent could not tell it. */
  outcome(step: number, outcome: StepOutcome, after?: Digest | null): void;
  end(end: JournalEnd): void;
}

/** A journal of one JSON object a line. It is a handful of lines, so each entry replaces the file: never torn. */
export function fileJournal(writer: Writer, path: string, head: JournalHead): Journal {
  let text = "";
  let count = 0;
  const append = (entry: JournalEntry) => {
    text += `${JSON.stringify(entry)}\n`;
    writer.replaceFile(path, text, { mode: 0o600 });
  };
  append({ apply: { formatVersion: journalFormatVersion, ...head } });
  return {
    intent: (intent) => {
      count += 1;
      append({ step: count, intent });
      return count;
    },
    outcome: (step, outcome, after) => append({ step, outcome, ...(after === undefined ? {} : { after }) }),
    end: (end) => append({ end }),
  };
}
