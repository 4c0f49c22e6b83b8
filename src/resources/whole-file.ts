import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf } from "../model/digest.js";
import type { ValueConflict } from "../model/plan.js";
import { adoptHint, movedAsWell, takeOverHint } from "./adopt.js";
import { answerTo, keptAgainstOther, mineKey, staysMine, type Decisions } from "./answer.js";
import { takenOver, takenOverKey } from "./created.js";
import { readObstacle } from "./obstacle.js";
import type { Contribution } from "./resource.js";
import { decodeText, normalized } from "./text.js";
import { unrecorded } from "./unrecorded.js";
import {
  conflict,
  diagnose,
  digestKey,
  driftOf,
  edited,
  isCopyOf,
  keep,
  observedDigest,
  write,
  written,
  type HeadedFile,
} from "./whole-file-change.js";
import { unplanWholeFile } from "./whole-file-removal.js";

export { digestKey } from "./whole-file-change.js";

export interface WholeFile extends HeadedFile, Decisions {
  /** The text the file should have, with LF line endings; `null`: the file should not exist. */
  readonly desired: string | null;
  /** What else can be done about a file that is not ours than to adopt it. */
  readonly otherWay?: string;
  /** What follows from the file, named where a person keeps their own; left out: nothing. */
  readonly dependents?: string;
}

interface Wanted extends WholeFile {
  readonly desired: string;
}

/**
 * Plans a file that nixtorch owns as a whole, from its three pictures (baseline, observed, desired).
 * A file is ours if it carries our header or equals what was last applied; one that equals what is desired is
 * adopted silently. Nothing else is ever replaced or removed without a person's word.
 */
export function planWholeFile(file: WholeFile): Contribution {
  const { desired } = file;
  if (desired === null) return unplanWholeFile({ ...file, origin: null });
  const obstacle = readObstacle(file);
  if (obstacle) return conflict(file, obstacle, []);
  if (file.observed.kind === "file") return planPresent({ ...file, desired });
  const base = file.baseline[digestKey];
  const drift = base === undefined ? [] : [driftOf(file, base, null, "deleted since the last apply")];
  return write(file, desired, "create", drift);
}

function planPresent(file: Wanted): Contribution {
  const { observed, baseline, desired } = file;
  const found = observedDigest(observed);
  const wanted = digestOf(desired);
  if (found === wanted) return { ...keep(file, []), baseline: written(file, wanted), content: desired };
  if (staysMine(file, digestKey, wanted)) return stay(file, wanted);

  const text = decodeText(observed);
  const base = baseline[digestKey];
  if (isCopyOf(text, wanted))
    return write(file, desired, "update", [driftOf(file, base ?? null, found, lineEndings)]);
  const moved = keptAgainstOther(file, digestKey, wanted);
  const untouched = found === base && !moved;
  const ours = found === base || (text !== null && file.isOurs(normalized(text)));
  const overwrites = answerTo(file, digestKey) === "theirs";
  if (!ours) {
    if (!overwrites) return conflict(file, notOurs(file, text), [], [valueConflict(file, text)]);
    const taken = write(file, desired, "update", []);
    if (taken.actions.length === 0) return taken;
    return {
      ...taken,
      change: { ...taken.change, takesOver: true },
      baseline: { ...taken.baseline, [takenOverKey]: takenOver },
    };
  }
  if (untouched) return write(file, desired, "update", []);
  if (base === undefined) {
    if (overwrites) return write(file, desired, "update", []);
    const what = file.path;
    return conflict(file, unrecorded(file.address, file.path, what), [], [valueConflict(file, text)]);
  }
  const sameButEndings = isCopyOf(text, base);
  const drift = [driftOf(file, base, found, sameButEndings ? lineEndings : edited)];
  if ((base === wanted && !moved) || sameButEndings || overwrites)
    return write(file, desired, "update", drift);
  return conflict(file, editedAndMoved(file), drift, [valueConflict(file, text)]);
}

const lineEndings = "line endings";

/** The person's file stays: what is planned on top of it reads that one. */
function stay(file: Wanted, wanted: string): Contribution {
  const isNews = file.baseline[mineKey(digestKey)] !== wanted;
  const kept = keep(
    file,
    isNews && file.dependents !== undefined ? [staysAsItIs(file, file.dependents)] : [],
  );
  return {
    ...kept,
    change: { ...kept.change, reason: "it stays as you have it, as you decided" },
    baseline: { ...file.baseline, [mineKey(digestKey)]: wanted },
  };
}

/** In words: the texts are whole files, and may hold more than a plan should. */
function valueConflict(file: Wanted, text: string | null): ValueConflict {
  const size = (given: string) => {
    const lines = given.split("\n").length - (given.endsWith("\n") ? 1 : 0);
    return `${lines} ${lines === 1 ? "line" : "lines"}`;
  };
  const recorded = file.baseline[digestKey] !== undefined;
  const yours = recorded ? ", edited since the last apply" : "";
  return {
    key: digestKey,
    label: `the file ${file.path}`,
    base: recorded ? "as nixtorch wrote it last" : null,
    observed: text === null ? "no text" : `${size(text)}${yours}`,
    desired: `${size(file.desired)}, from nixtorch.config.ts`,
  };
}

function notOurs(file: WholeFile, text: string | null): Diagnostic {
  const what = text === null ? "is no text file" : "does not carry the header of a file written by nixtorch";
  return diagnose(file, {
    severity: "error",
    code: "NT401",
    summary: "A file that nixtorch would write exists and is not its own",
    detail: `${file.path} ${what}, so it is left as it is.`,
    hint: `To let nixtorch replace it:\n\n${takeOverHint(file.address)}${file.otherWay === undefined ? "" : `\n\n${file.otherWay}`}`,
  });
}

function editedAndMoved(file: WholeFile): Diagnostic {
  return diagnose(file, {
    severity: "error",
    code: "NT402",
    summary: "A file was edited by hand, and is now wanted otherwise",
    detail:
      `${file.path} was edited since the last apply, and ${movedAsWell}. ` +
      "Writing it would lose the edit.",
    hint: `Bring the edit into nixtorch.config.ts. Then, to overwrite the file:\n\n${adoptHint(file.address)}`,
  });
}

function staysAsItIs(file: WholeFile, dependents: string): Diagnostic {
  return diagnose(file, {
    severity: "info",
    code: "NT463",
    summary: "A file stays as a person has it",
    detail:
      `${file.path} is not written, as you decided, until nixtorch wants something else there. ` +
      `${dependents} follow what it says, whatever the config says.`,
    hint: `To let nixtorch write it after all:\n\n${adoptHint(file.address)}`,
  });
}
