import type { Address } from "../model/address.js";
import type { Code, Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import type { Action, ChangeAction, Drift, Need, SemanticChange } from "../model/plan.js";
import type { FileState } from "../host/system.js";
import { adoptHint, movedAsWell } from "./adopt.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText, normalized } from "./text.js";

/** The key under which a whole file's digest stands in the baseline. */
export const digestKey = "digest";

export interface WholeFile {
  readonly address: Address;
  /** As the plan shows it: relative to the project, absolute below the root for system resources. */
  readonly path: string;
  readonly observed: FileState;
  /** The text the file should have, with LF line endings; `null`: the file should not exist. */
  readonly desired: string | null;
  /** Whether a text carries our header. It receives LF line endings and no byte order mark. */
  readonly isOurs: (text: string) => boolean;
  /** Digest under {@link digestKey}. */
  readonly baseline: Baseline;
  readonly adopt: boolean;
  readonly reason: string;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
  readonly details?: readonly SemanticChange[];
  readonly needs?: readonly Need[];
  /** What else can be done about a file that is not ours than to adopt it. */
  readonly otherWay?: string;
}

/**
 * Plans a file that nixtorch owns as a whole, from its three pictures (baseline, observed, desired).
 * A file is ours if it carries our header or equals what was last applied; one that equals what is desired is
 * adopted silently. Nothing else is ever replaced or removed without `adopt`.
 */
export function planWholeFile(file: WholeFile): Contribution {
  const obstacle = readObstacle(file);
  if (obstacle) return file.desired === null ? keep(file, []) : conflict(file, obstacle, []);
  if (file.observed.kind !== "file") return planAbsent(file);
  return file.desired === null ? planRemoval(file) : planPresent(file, file.desired);
}

function planAbsent(file: WholeFile): Contribution {
  if (file.desired === null) return { ...keep(file, []), baseline: {} };
  const base = file.baseline[digestKey];
  const drift = base === undefined ? [] : [driftOf(file, base, null, "deleted since the last apply")];
  return write(file, file.desired, "create", drift);
}

function planPresent(file: WholeFile, desired: string): Contribution {
  const { observed, baseline } = file;
  const found = observedDigest(observed);
  const wanted = digestOf(desired);
  if (found === wanted) return { ...keep(file, []), baseline: { [digestKey]: wanted }, content: desired };

  const text = decodeText(observed);
  const base = baseline[digestKey];
  const sameButEndings = text !== null && normalized(text) === normalized(desired);
  if (sameButEndings && text !== null && carriesForeignEndings(text)) {
    return write(file, desired, "update", [driftOf(file, base ?? null, found, lineEndings)]);
  }
  const ours = found === base || (text !== null && file.isOurs(normalized(text)));
  if (!ours) {
    return file.adopt ? write(file, desired, "update", []) : conflict(file, notOurs(file, text), []);
  }
  if (base === undefined || found === base) return write(file, desired, "update", []);
  const drift = [driftOf(file, base, found, editDetail(text, base))];
  if (base === wanted || drift[0]?.detail === lineEndings || file.adopt) {
    return write(file, desired, "update", drift);
  }
  return conflict(file, editedAndMoved(file), drift);
}

function planRemoval(file: WholeFile): Contribution {
  const found = observedDigest(file.observed);
  const text = decodeText(file.observed);
  const base = file.baseline[digestKey];
  if (base !== undefined && (found === base || (text !== null && digestOf(normalized(text)) === base))) {
    return remove(file);
  }
  const ours = text !== null && file.isOurs(normalized(text));
  if (!ours) return { ...keep(file, []), baseline: {} };
  const drift = base === undefined ? [] : [driftOf(file, base, found, "edited since the last apply")];
  return { ...keep(file, [leftInPlace(file, base !== undefined)]), drift };
}

const lineEndings = "line endings";

function editDetail(text: string | null, base: string): string {
  return text !== null && digestOf(normalized(text)) === base ? lineEndings : "edited since the last apply";
}

function carriesForeignEndings(text: string): boolean {
  return normalized(text) !== text;
}

function observedDigest(observed: FileState): Digest | null {
  return observed.kind === "file" ? observed.digest : null;
}

function driftOf(file: WholeFile, base: string | null, observed: string | null, detail: string): Drift {
  return { address: file.address, key: digestKey, base, observed, detail };
}

function write(
  file: WholeFile,
  content: string,
  action: "create" | "update",
  drift: readonly Drift[],
): Contribution {
  const obstacle = writeObstacle(file);
  if (obstacle) return conflict(file, obstacle, drift);
  const after = digestOf(content);
  const before = observedDigest(file.observed);
  const actions: Action[] = [{ type: "write-file", address: file.address, before, content, after }];
  return {
    change: changeOf(file, action, before, after),
    actions,
    drift,
    diagnostics: [],
    baseline: { [digestKey]: after },
    content,
  };
}

function remove(file: WholeFile): Contribution {
  const obstacle = writeObstacle(file);
  if (obstacle) return conflict(file, obstacle, []);
  const before = observedDigest(file.observed);
  return {
    change: changeOf(file, "delete", before, null),
    actions: before === null ? [] : [{ type: "remove-file", address: file.address, before }],
    drift: [],
    diagnostics: [],
    baseline: {},
    content: null,
  };
}

function keep(file: WholeFile, diagnostics: readonly Diagnostic[]): Contribution {
  const found = observedDigest(file.observed);
  return {
    change: { ...changeOf(file, "no-op", found, found), details: [], needs: [] },
    actions: [],
    drift: [],
    diagnostics,
    baseline: file.baseline,
    content: decodeText(file.observed),
  };
}

function conflict(file: WholeFile, diagnostic: Diagnostic, drift: readonly Drift[]): Contribution {
  const kept = keep(file, [diagnostic]);
  return { ...kept, drift, change: { ...kept.change, action: "conflict" } };
}

function changeOf(file: WholeFile, action: ChangeAction, before: Digest | null, after: Digest | null) {
  const { address, path, reason, details = [], needs = [] } = file;
  return { address, action, path, before, after, details, reason, needs };
}

function notOurs(file: WholeFile, text: string | null): Diagnostic {
  const what = text === null ? "is no text file" : "does not carry the header of a file written by nixtorch";
  return diagnose(file, {
    severity: "error",
    code: "NT401",
    summary: "A file that nixtorch would write exists and is not its own",
    detail: `${file.path} ${what}, so it is left as it is.`,
    hint: `To let nixtorch replace it:\n\n${adoptHint(file.address)}${file.otherWay === undefined ? "" : `\n\n${file.otherWay}`}`,
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

function leftInPlace(file: WholeFile, edited: boolean): Diagnostic {
  const why = edited
    ? "it was edited since the last apply"
    : "nothing records that nixtorch wrote these bytes";
  return diagnose(file, {
    severity: "warning",
    code: "NT408",
    summary: "Something that is no longer wanted is left in place",
    detail: `${file.path} is no longer part of the environment, but ${why}.`,
    hint: "Delete it yourself if you do not need it.",
  });
}

function diagnose(
  file: WholeFile,
  given: Pick<Diagnostic, "severity" | "summary" | "detail" | "hint"> & { code: Code },
): Diagnostic {
  return { ...given, address: file.address, place: { file: file.path } };
}
