import type { Address } from "../model/address.js";
import type { Code, Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import type { Action, ChangeAction, Drift, Need, SemanticChange, ValueConflict } from "../model/plan.js";
import type { FileState } from "../host/system.js";
import { takenOverKey } from "./created.js";
import { writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText, normalized } from "./text.js";

/** The key under which a whole file's digest stands in the baseline. */
export const digestKey = "digest";

/** A file that nixtorch owns as a whole, or would, whatever is to be done with it. */
export interface WholeFilePlace {
  readonly address: Address;
  /** As the plan shows it: relative to the project, absolute below the root for system resources. */
  readonly path: string;
  readonly observed: FileState;
  /** Digest under {@link digestKey}. */
  readonly baseline: Baseline;
  readonly reason: string;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
  readonly details?: readonly SemanticChange[];
  readonly needs?: readonly Need[];
}

/** A file that tells by a header whose it is. */
export interface HeadedFile extends WholeFilePlace {
  /** Whether a text carries our header. It receives LF line endings and no byte order mark. */
  readonly isOurs: (text: string) => boolean;
}

export function write(
  file: WholeFilePlace,
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
    baseline: written(file, after),
    content,
  };
}

/** The baseline of a file with our bytes. */
export function written({ baseline }: WholeFilePlace, digest: Digest): Baseline {
  const origin = baseline[takenOverKey];
  return { [digestKey]: digest, ...(origin === undefined ? {} : { [takenOverKey]: origin }) };
}

export function remove(file: WholeFilePlace): Contribution {
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

/** The file as it is. */
export function keep(file: WholeFilePlace, diagnostics: readonly Diagnostic[]): Contribution {
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

export function conflict(
  file: WholeFilePlace,
  diagnostic: Diagnostic,
  drift: readonly Drift[],
  values: readonly ValueConflict[] = [],
): Contribution {
  const kept = keep(file, [diagnostic]);
  const conflicts = values.length === 0 ? {} : { conflicts: values };
  return { ...kept, drift, change: { ...kept.change, action: "conflict", ...conflicts } };
}

export function changeOf(
  file: WholeFilePlace,
  action: ChangeAction,
  before: Digest | null,
  after: Digest | null,
) {
  const { address, path, reason, details = [], needs = [] } = file;
  return { address, action, path, before, after, details, reason, needs };
}

export function driftOf(
  file: WholeFilePlace,
  base: string | null,
  observed: string | null,
  detail: string,
): Drift {
  return { address: file.address, key: digestKey, base, observed, detail };
}

export const edited = "edited since the last apply";

export function observedDigest(observed: FileState): Digest | null {
  return observed.kind === "file" ? observed.digest : null;
}

/** Whether a text has the bytes of a digest, line endings and byte order mark aside. */
export function isCopyOf(text: string | null, digest: string | undefined): boolean {
  return text !== null && digestOf(normalized(text)) === digest;
}

export function diagnose(
  file: WholeFilePlace,
  given: Pick<Diagnostic, "severity" | "summary" | "detail" | "hint"> & { code: Code },
): Diagnostic {
  return { ...given, address: file.address, place: { file: file.path } };
}
