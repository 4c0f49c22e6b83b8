import { lineEdits } from "../diff/text.js";
import { shellQuote } from "../lang/shell/quote.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import { maskCredentials } from "../model/mask.js";
import type { Answer, ValueConflict } from "../model/plan.js";
import { applyEdits, toSpans } from "../model/span.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Contribution } from "./resource.js";
import { decodeText } from "./text.js";
import {
  changeOf,
  conflict,
  diagnose,
  keep,
  observedDigest,
  remove,
  write,
  type WholeFilePlace,
} from "./whole-file-change.js";

/** A file that the last apply changed. */
export interface RestoredFile extends WholeFilePlace {
  /** As it was before; `null`: absent. */
  readonly before: Digest | null;
  readonly textBefore: string | null;
  /** As the apply left it. */
  readonly after: Digest | null | "known-after-apply";
  /** Where the bytes before are kept, as a person would name the file. */
  readonly image: string;
  /** The file is a person's, but for what nixtorch wrote into it: the plan must not carry the rest. */
  readonly partly: boolean;
  /** What a person decided about a file that was edited since; left out: nothing. */
  readonly answer?: Answer;
}

/** The key of the one conflict a restored file can have. */
export const restoredKey = "file";

/** Plans to give a file back as it was before the last apply. One that was edited since then is a person's to decide. */
export async function restoreFile(file: RestoredFile): Promise<Contribution> {
  const { observed, before, after, textBefore, answer } = file;
  const obstacle = readObstacle(file);
  if (obstacle) return conflict(file, obstacle, []);
  const found = observedDigest(observed);
  if (found === before || answer === "mine") return keep(file, []);
  if (found !== after && answer === undefined) return conflict(file, editedSince(file), [], [choice(file)]);
  if (before === null) return remove(file);
  if (textBefore === null) return conflict(file, noText(file), []);
  const present = decodeText(observed);
  if (!file.partly || present === null)
    return write(file, textBefore, found === null ? "create" : "update", []);
  return withinFile(file, present, textBefore);
}

async function withinFile(file: RestoredFile, present: string, text: string): Promise<Contribution> {
  const obstacle = writeObstacle(file);
  if (obstacle) return conflict(file, obstacle, []);
  const edits = await lineEdits(present, text);
  const before = digestOf(present);
  const after = digestOf(applyEdits(present, edits));
  return {
    change: changeOf(file, "update", before, after),
    actions: [{ type: "write-spans", address: file.address, before, spans: toSpans(present, edits), after }],
    drift: [],
    diagnostics: [],
    baseline: {},
    content: text,
  };
}

function choice({ path, observed, textBefore }: RestoredFile): ValueConflict {
  const present = decodeText(observed);
  return {
    key: restoredKey,
    label: `${path} as a whole`,
    base: null,
    observed: present === null ? null : maskCredentials(present),
    desired: textBefore === null ? null : maskCredentials(textBefore),
  };
}

function editedSince(file: RestoredFile): Diagnostic {
  const { path, image, before } = file;
  return diagnose(file, {
    severity: "error",
    code: "NT574",
    summary: "A file was edited after the apply that is to be taken back",
    detail: `${path} is not as the apply left it. Putting back what was there before would lose the edit.`,
    hint:
      "On a terminal `nixtorch rollback` asks what to do. Or settle it by hand, then roll back again: see what differs\n" +
      (before === null
        ? `(the file was not there before), and remove it:\n\n    rm ${shellQuote(path)}`
        : `from the content before, and put that back:\n\n    diff ${shellQuote(image)} ${shellQuote(path)}\n    cp ${shellQuote(image)} ${shellQuote(path)}`),
  });
}

function noText(file: RestoredFile): Diagnostic {
  const { path, image } = file;
  return diagnose(file, {
    severity: "error",
    code: "NT576",
    summary: "What was there before the last apply cannot be planned with",
    detail: `The content of ${path} from before is no text, or its copy is damaged.`,
    hint: `If the copy is good, put it back by hand, then roll back again:\n\n    cp ${shellQuote(image)} ${shellQuote(path)}`,
  });
}
