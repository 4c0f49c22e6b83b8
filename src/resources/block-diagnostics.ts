import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { adoptHint, movedAsWell } from "./adopt.js";
import { blockBegin, blockEnd, type Piece } from "./block-text.js";

interface Target {
  readonly address: Address;
  readonly path: string;
}

/** `[3]`: line 3; `[1, 2, 4]`: lines 1, 2 and 4. */
export function linesText(lines: readonly number[]): string {
  const last = lines.at(-1);
  return lines.length < 2 ? `line ${last}` : `lines ${lines.slice(0, -1).join(", ")} and ${last}`;
}

function extentOf({ firstLine, lastLine }: Piece): string {
  return firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
}

/** NT407. `certain`: whether nixtorch knows which lines are its own all the same. */
export function unclearMarkers(
  target: Target,
  text: string,
  pieces: readonly Piece[],
  certain: boolean,
): Diagnostic {
  const merge = mergeMarkers(text);
  const found = pieces.flatMap(({ markers }) => markers);
  return {
    severity: "error",
    code: "NT407",
    summary: "The markers of a nixtorch block are incomplete or doubled",
    detail:
      `${target.path} has nixtorch markers on ${linesText(found)}, where one pair is expected. ` +
      (certain
        ? `The lines of nixtorch's are still recognised: ${pieces.map(extentOf).join(", ")}.`
        : "It is unclear which lines are nixtorch's.") +
      (merge.length === 0
        ? ""
        : ` There are also the markers of an unfinished merge, on ${linesText(merge)}: finish that first.`),
    hint: certain
      ? `Keep one pair. Or let nixtorch keep the first, write its block there, and take the other lines of its own away:\n\n${adoptHint(target.address)}`
      : `Keep one pair, or delete all of these lines and let nixtorch add its block again:\n\n    ${blockBegin}\n    ${blockEnd}`,
    address: target.address,
    place: { file: target.path, line: found[0] ?? 1 },
  };
}

/** The lines on which git marks what two sides wrote. */
function mergeMarkers(text: string): readonly number[] {
  return text
    .split("\n")
    .flatMap((line, at) => (/^(?:<{7}|={7}|>{7})(?:[ \r]|$)/.test(line) ? [at + 1] : []));
}

export function notText(target: Target): Diagnostic {
  return {
    severity: "error",
    code: "NT410",
    summary: "A file that should get a block is no text file",
    detail: `${target.path} is not UTF-8 text, so nixtorch cannot add lines to it.`,
    hint: "Save it as UTF-8, or move it away.",
    address: target.address,
    place: { file: target.path },
  };
}

export function editedAndMoved(target: Target, piece: Piece): Diagnostic {
  return {
    severity: "error",
    code: "NT409",
    summary: "A nixtorch block was edited by hand, and is now wanted otherwise",
    detail:
      `The lines between the nixtorch markers (${extentOf(piece)} of ${target.path}) were edited since the last apply, ` +
      `and ${movedAsWell}. Writing them would lose the edit.`,
    hint:
      "Move your lines out of the block: everything outside the markers is yours. Then, to overwrite the block:\n\n" +
      adoptHint(target.address),
    address: target.address,
    place: { file: target.path, line: piece.firstLine },
  };
}

/** NT408. `why` ends a sentence that begins with the block. */
export function blockStays(target: Target, pieces: readonly Piece[], why: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT408",
    summary: "Something that is no longer wanted is left in place",
    detail: `The nixtorch block in ${target.path} (${pieces.map(extentOf).join(", ")}) is no longer part of the environment, but ${why}.`,
    hint: "Delete the lines yourself if you do not need them.",
    address: target.address,
    place: { file: target.path, line: pieces[0]?.firstLine ?? 1 },
  };
}
