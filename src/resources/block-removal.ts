import { blockStays, linesText } from "./block-diagnostics.js";
import {
  blockDetails,
  blockKey,
  bodyOf,
  driftOf,
  edit,
  gapKey,
  readText,
  still,
  type BlockPlace,
} from "./block-file.js";
import { cutPiece, findPieces, type Piece } from "./block-text.js";
import { created, createdKey } from "./created.js";
import type { Contribution } from "./resource.js";
import { recordFromGit } from "./unrecorded.js";

/**
 * Plans to take the block out of a file, with what nixtorch put in front of it; a file that nixtorch made and that
 * holds nothing else goes as a whole. Lines that a person edited stay.
 */
export function unplanBlock(file: BlockPlace): Contribution {
  const read = readText(file);
  if ("obstacle" in read) return still(file, {});
  const { text } = read;
  const base = file.baseline[blockKey] ?? null;
  const pieces = findPieces(text, base);
  if (pieces.length === 0) return still(file, {});
  const why = whyItStays(pieces, base);
  if (why !== null) {
    const observed = bodyOf(text, pieces);
    const drift = base === null ? [] : [driftOf(file, base, observed, "edited since the last apply")];
    const left = blockStays(file, pieces, why);
    const hint = `${base === null ? recordFromGit(file.address) : ""}${left.hint}`;
    return { ...still(file, {}), drift, diagnostics: [{ ...left, hint }] };
  }
  const gap = file.baseline[gapKey];
  // Doubled blocks are copies: what nixtorch put in front stands in front of one of them at most.
  const gapOf = (piece: Piece) => (piece === pieces[0] ? gap : "");
  return edit(file, text, {
    edits: pieces.map((piece) => cutPiece(text, piece, gapOf(piece))),
    details: blockDetails(base, null),
    drift: [],
    baseline: {},
    removeIfEmpty: gap === undefined || file.baseline[createdKey] === created,
  });
}

/** Why the pieces cannot simply go, as the end of a sentence; `null`: they can. */
function whyItStays(pieces: readonly Piece[], base: string | null): string | null {
  if (base === null) return "nothing records that nixtorch wrote these lines";
  const unclear = pieces.filter(({ certain }) => !certain);
  if (unclear.length > 0)
    return `its markers on ${linesText(pieces.flatMap(({ markers }) => markers))} are incomplete or doubled`;
  const isComplete = ({ body }: Piece) => body === base;
  const isBareMarker = ({ body, whole }: Piece) => !whole && body === "";
  // A bare marker may go beside a block that is all there; on its own, what became of its lines is not known.
  const isOurs = pieces.some(isComplete) && pieces.every((piece) => isComplete(piece) || isBareMarker(piece));
  return isOurs ? null : "it was edited since the last apply";
}

/** Plans to take the markers away and leave the lines between them to the person. */
export function releaseBlock(file: BlockPlace): Contribution {
  const read = readText(file);
  if ("obstacle" in read) return still(file, {});
  const { text } = read;
  const markers = findPieces(text, null).flatMap(({ markers: lines }) => lines);
  if (markers.length === 0) return still(file, {});
  return edit(file, text, {
    edits: markers.map((line) => cutLine(text, line)),
    details: [{ key: "markers", before: linesText(markers), after: null }],
    drift: [],
    baseline: {},
  });
}

/** A line (from 1) with its ending. */
function cutLine(text: string, line: number) {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  const newline = text.indexOf("\n", start);
  return { start, end: newline === -1 ? text.length : newline + 1, text: "" };
}
