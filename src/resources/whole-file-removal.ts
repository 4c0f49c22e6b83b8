import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf } from "../model/digest.js";
import { applyEdits, toSpans } from "../model/span.js";
import { shellQuote } from "../lang/shell/quote.js";
import { originPlace } from "./adopt.js";
import { takenOverKey } from "./created.js";
import { cutHeader } from "./header.js";
import { recordFromGit } from "./unrecorded.js";
import { writeObstacle } from "./obstacle.js";
import type { Contribution } from "./resource.js";
import { decodeText, normalized } from "./text.js";
import {
  changeOf,
  conflict,
  diagnose,
  digestKey,
  driftOf,
  edited,
  isCopyOf,
  keep,
  observedDigest,
  remove,
  write,
  type HeadedFile,
  type WholeFilePlace,
} from "./whole-file-change.js";

export interface RemovedFile extends HeadedFile {
  /** What stood there before nixtorch took the file over; `null`: nothing, or it was not kept. */
  readonly origin: string | null;
}

/**
 * Plans to take a whole file away: what stood there before comes back, and what nixtorch made goes. A file that was
 * edited since stays, and one that is not nixtorch's is left alone without a word.
 */
export function unplanWholeFile(file: RemovedFile): Contribution {
  const { observed, origin } = file;
  if (observed.kind !== "file") return { ...keep(file, []), baseline: {} };
  const found = observed.digest;
  const text = decodeText(observed);
  const base = file.baseline[digestKey];
  if (base !== undefined && (found === base || isCopyOf(text, base))) {
    if (origin === null && file.baseline[takenOverKey] !== undefined)
      return keep(file, [leftInPlace(file, cannotGiveBack)]);
    if (origin === null) return remove(file);
    if (digestOf(origin) === found) return { ...keep(file, []), baseline: {} };
    return { ...write(file, origin, "update", []), baseline: {} };
  }
  const ours = text !== null && file.isOurs(normalized(text));
  if (!ours) return { ...keep(file, []), baseline: {} };
  const drift = base === undefined ? [] : [driftOf(file, base, found, edited)];
  const why =
    base === undefined
      ? "nothing records that nixtorch wrote these bytes"
      : "it was edited since the last apply";
  const left = leftInPlace(file, why);
  const hint = `${base === undefined ? recordFromGit(file.address) : ""}${left.hint}`;
  return { ...keep(file, [{ ...left, hint }]), drift };
}

/** Plans to take the header line off: the rest of the file is the person's from then on. */
export function releaseWholeFile(file: WholeFilePlace): Contribution {
  const text = decodeText(file.observed);
  const before = observedDigest(file.observed);
  const cut = text === null ? null : cutHeader(text);
  if (text === null || before === null || cut === null) return { ...keep(file, []), baseline: {} };
  const obstacle = writeObstacle(file);
  if (obstacle) return conflict(file, obstacle, []);
  const content = applyEdits(text, [cut]);
  const after = digestOf(content);
  const line = text.slice(cut.start, cut.end).trimEnd();
  return {
    change: {
      ...changeOf(file, "update", before, after),
      details: [{ key: "header", before: line, after: null }],
    },
    actions: [{ type: "write-spans", address: file.address, before, spans: toSpans(text, [cut]), after }],
    drift: [],
    diagnostics: [],
    baseline: {},
    content,
  };
}

const cannotGiveBack =
  "it stands in the place of a file of yours that nixtorch took over, and that one cannot be given back here " +
  "(of a committed file, git has the older versions)";

function leftInPlace(file: RemovedFile, why: string): Diagnostic {
  const { address, path, origin } = file;
  return diagnose(file, {
    severity: "warning",
    code: "NT408",
    summary: "Something that is no longer wanted is left in place",
    detail:
      `${path} is no longer part of the environment, but ${why}.` +
      (origin === null
        ? ""
        : ` What stood there before nixtorch took it over is kept ${originPlace(address)}.`),
    hint: `If you do not need what is there now:\n\n    rm ${shellQuote(path)}`,
  });
}
