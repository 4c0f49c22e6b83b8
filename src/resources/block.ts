import { digestOf } from "../model/digest.js";
import type { Drift } from "../model/plan.js";
import type { TextEdit } from "../model/span.js";
import { keptAgainstOther, mineKey, answerTo, staysMine, type Decisions } from "./answer.js";
import { editedAndMoved, unclearMarkers } from "./block-diagnostics.js";
import {
  blockDetails,
  blockKey,
  bodyOf,
  conflict,
  driftOf,
  edit,
  gapKey,
  origins,
  readText,
  still,
  valueConflict,
  type BlockPlace,
} from "./block-file.js";
import { unplanBlock } from "./block-removal.js";
import { cutPiece, findPieces, gapBehind, lineEndingOf, renderBlock, type Piece } from "./block-text.js";
import { created, createdKey } from "./created.js";
import type { Baseline, Contribution } from "./resource.js";
import { unrecorded } from "./unrecorded.js";

export { blockKey } from "./block-file.js";

export interface BlockFile extends BlockPlace, Decisions {
  /** The lines between the markers, joined by LF; `null`: no block. */
  readonly desired: string | null;
  /** What reads the file takes LF only; left out: the file's own line endings. */
  readonly lineEnding?: "\n";
  /** Whether the lines may be indented where a person indented the markers. */
  readonly indentable?: boolean;
}

interface Wanted extends BlockFile {
  readonly desired: string;
}

/** Plans one marked block in a file that is otherwise the person's: bytes outside it never change. */
export function planBlock(file: BlockFile): Contribution {
  const { desired } = file;
  if (desired === null) return unplanBlock(file);
  const read = readText(file);
  if ("obstacle" in read) return conflict(file, read.obstacle);
  const { text } = read;
  const wanted = { ...file, desired };
  const pieces = findPieces(text, file.baseline[blockKey] ?? desired);
  const [piece] = pieces;
  if (piece === undefined) return add(wanted, text);
  return pieces.length === 1 && piece.whole ? change(wanted, text, piece) : mend(wanted, text, pieces);
}

/** There is no block yet, or no longer. */
function add(file: Wanted, text: string): Contribution {
  const base = file.baseline[blockKey];
  const lineEnding = file.lineEnding ?? lineEndingOf(text);
  const gap = gapBehind(text, lineEnding);
  const block = renderBlock(file.desired, { lineEnding, indent: "" });
  const isThere = file.observed.kind === "file";
  const planned = edit(file, text, {
    edits: [{ start: text.length, end: text.length, text: gap + block }],
    details: blockDetails(null, file.desired),
    drift: base === undefined ? [] : [driftOf(file, base, null, "removed since the last apply")],
    baseline: { [blockKey]: file.desired, [gapKey]: gap, ...(isThere ? {} : { [createdKey]: created }) },
  });
  const first = isThere && base === undefined && planned.actions.length > 0;
  return first ? { ...planned, change: { ...planned.change, takesOver: true } } : planned;
}

/** There is one block, as it should be or not. */
function change(file: Wanted, text: string, piece: Piece): Contribution {
  const { desired, baseline } = file;
  const base = baseline[blockKey];
  const form = formOf(file, piece);
  if (piece.body === desired) {
    if (form === null) return still(file, written(file));
    return replace(file, text, piece, [driftOf(file, base ?? null, piece.body, form)]);
  }
  const wanted = digestOf(desired);
  if (staysMine(file, blockKey, wanted)) return stay(file, wanted);
  if (piece.body === base && !keptAgainstOther(file, blockKey, wanted)) return replace(file, text, piece, []);

  const drift = base === undefined ? [] : [driftOf(file, base, piece.body, "edited since the last apply")];
  const decided = answerTo(file, blockKey) === "theirs";
  const isPlainDrift = desired === base && !keptAgainstOther(file, blockKey, wanted);
  if (decided || isPlainDrift) return replace(file, text, piece, drift);
  const { address, path } = file;
  const diagnostic =
    base === undefined
      ? unrecorded(address, path, `The block of ${path} between the nixtorch markers`, piece.firstLine)
      : editedAndMoved(file, piece);
  return conflict(file, diagnostic, drift, [valueConflict(file, piece.body, desired)]);
}

/** Markers are doubled, or missing: one block is left, if it is certain which lines are nixtorch's. */
function mend(file: Wanted, text: string, pieces: readonly Piece[]): Contribution {
  const wanted = digestOf(file.desired);
  const observed = bodyOf(text, pieces);
  const certain = pieces.every((piece) => piece.certain);
  if (staysMine(file, blockKey, wanted)) return stay(file, wanted);
  const base = file.baseline[blockKey];
  const drift =
    base === undefined ? [] : [driftOf(file, base, observed, "markers moved since the last apply")];
  if (!certain || answerTo(file, blockKey) !== "theirs") {
    const values = certain ? [valueConflict(file, observed, file.desired)] : [];
    return conflict(file, unclearMarkers(file, text, pieces, certain), drift, values);
  }
  const kept = pieces.find(({ whole }) => whole) ?? pieces[0]!;
  return edit(file, text, {
    edits: pieces.map((piece) => (piece === kept ? inPlace(file, piece) : cutPiece(text, piece, ""))),
    details: blockDetails(observed, file.desired),
    drift,
    baseline: written(file),
  });
}

function replace(file: Wanted, text: string, piece: Piece, drift: readonly Drift[]): Contribution {
  return edit(file, text, {
    edits: [inPlace(file, piece)],
    details: blockDetails(piece.body, file.desired),
    drift,
    baseline: written(file),
  });
}

function inPlace(file: Wanted, { start, end, indent, crlf }: Piece): TextEdit {
  const lineEnding = file.lineEnding ?? (crlf ? "\r\n" : "\n");
  const layout = { lineEnding, indent: file.indentable === true ? indent : "" };
  return { start, end, text: renderBlock(file.desired, layout) };
}

/** What is wrong with the form of a block that says the right thing; `null`: nothing. */
function formOf({ lineEnding, indentable }: BlockFile, { crlf, indent }: Piece): string | null {
  if (lineEnding !== undefined && crlf) return "line endings";
  return indent !== "" && indentable !== true ? "indented since the last apply" : null;
}

/** The person's lines stay between the markers. */
function stay(file: Wanted, wanted: string): Contribution {
  const kept = { ...file, reason: "the lines between the markers stay as you have them, as you decided" };
  return still(kept, { ...file.baseline, [mineKey(blockKey)]: wanted });
}

function written({ desired, baseline }: Wanted): Baseline {
  return { [blockKey]: desired, ...origins(baseline) };
}
