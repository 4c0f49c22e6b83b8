import type { TextEdit } from "../model/span.js";

export const blockBegin = "# >>> nixtorch >>>";
export const blockEnd = "# <<< nixtorch <<<";

/** A marked block in a text, or what is left of one. Offsets in UTF-16 units, lines from 1. */
export interface Piece {
  /** At the first line that is nixtorch's, and behind the line ending of the last one. */
  readonly start: number;
  readonly end: number;
  /** The lines between the markers, joined by LF, without the indentation of the marker. */
  readonly body: string;
  /** What stands in front of the marker. */
  readonly indent: string;
  /** Whether a line of it ends with CR LF. */
  readonly crlf: boolean;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The lines of its markers. */
  readonly markers: readonly number[];
  /** Whether both markers are there. */
  readonly whole: boolean;
  /** Whether it is certain which lines are nixtorch's. */
  readonly certain: boolean;
}

interface Line {
  readonly start: number;
  /** Behind the line ending. */
  readonly end: number;
  readonly text: string;
  readonly crlf: boolean;
}

/**
 * The pieces of nixtorch's block, in order. With a marker missing, the lines beside the other one are nixtorch's as
 * far as they are those of `known`, in order. That is certain if all of them are there, or none: behind some of them
 * the next line may be one that a person edited, such as the `if` of a `fi`. If lines of `known` stand further on as
 * well, it is not certain either.
 * @param known A block that nixtorch wrote or would write; `null`: none is known.
 */
export function findPieces(text: string, known: string | null): readonly Piece[] {
  const lines = linesOf(text);
  const markers = lines.flatMap(({ text: line }, index) => {
    const kind = markerIn(line);
    return kind === null ? [] : [{ index, kind }];
  });
  const pieces: Piece[] = [];
  for (let at = 0; at < markers.length; at++) {
    const [{ index, kind }, next] = [markers[at]!, markers[at + 1]];
    if (kind === "begin" && next?.kind === "end") {
      const inside = { from: index, to: next.index, markers: [index, next.index] };
      pieces.push(pieceOf(lines, { ...inside, whole: true, certain: true }));
      at++;
      continue;
    }
    const [from, to] = [(markers[at - 1]?.index ?? -1) + 1, (next?.index ?? lines.length) - 1];
    pieces.push(
      kind === "begin" ? halfBehind(lines, index, to, known) : halfBefore(lines, index, from, known),
    );
  }
  return pieces;
}

function markerIn(line: string): "begin" | "end" | null {
  if (/^\s*#\s*>>>\s*nixtorch\s*>>>\s*$/.test(line)) return "begin";
  return /^\s*#\s*<<<\s*nixtorch\s*<<<\s*$/.test(line) ? "end" : null;
}

/** A block without its last marker. */
function halfBehind(lines: readonly Line[], marker: number, last: number, known: string | null): Piece {
  const rest = lines.slice(marker + 1, last + 1);
  const { count, certain } = recognised(rest, indentOf(lines[marker]!), knownLines(known));
  const half = { from: marker, to: marker + count, markers: [marker], whole: false };
  return pieceOf(lines, { ...half, certain: known !== null && certain });
}

/** A block without its first marker. */
function halfBefore(lines: readonly Line[], marker: number, first: number, known: string | null): Piece {
  const rest = lines.slice(first, marker).toReversed();
  const { count, certain } = recognised(rest, indentOf(lines[marker]!), knownLines(known).toReversed());
  const half = { from: marker - count, to: marker, markers: [marker], whole: false };
  return pieceOf(lines, { ...half, certain: known !== null && certain });
}

function knownLines(known: string | null): string[] {
  return known === null || known === "" ? [] : known.split("\n");
}

function recognised(lines: readonly Line[], indent: string, known: readonly string[]) {
  let count = 0;
  let seen = 0;
  for (const { text } of lines) {
    const at = known.indexOf(withoutIndent(text, indent), seen);
    if (at === -1) break;
    seen = at + 1;
    count++;
  }
  const strays = lines.slice(count).some(({ text }) => text.trim() !== "" && known.includes(text.trim()));
  const inOneRun = known.every((line, at) => at < count && line === withoutIndent(lines[at]!.text, indent));
  return { count, certain: !strays && (count === 0 || inOneRun) };
}

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly markers: readonly number[];
  readonly whole: boolean;
  readonly certain: boolean;
}

function pieceOf(lines: readonly Line[], { from, to, markers, whole, certain }: Extent): Piece {
  const own = lines.slice(from, to + 1);
  const indent = indentOf(lines[markers[0]!]!);
  const inside = own.filter((_, at) => !markers.includes(from + at));
  return {
    start: own[0]!.start,
    end: own.at(-1)!.end,
    body: inside.map(({ text }) => withoutIndent(text, indent)).join("\n"),
    indent,
    crlf: own.some(({ crlf }) => crlf),
    firstLine: from + 1,
    lastLine: to + 1,
    markers: markers.map((index) => index + 1),
    whole,
    certain,
  };
}

function indentOf({ text }: Line): string {
  return /^[ \t]*/.exec(text)![0];
}

function withoutIndent(text: string, indent: string): string {
  return text.startsWith(indent) ? text.slice(indent.length) : text;
}

/** A byte order mark is no part of the first line. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline + 1;
    const crlf = newline > start && text[newline - 1] === "\r";
    lines.push({
      start,
      end,
      text: text.slice(start, newline === -1 ? end : crlf ? end - 2 : end - 1),
      crlf,
    });
    start = end;
  }
  return lines;
}

/** The text without these pieces: what the person wrote. */
export function outside(text: string, pieces: readonly Piece[]): string {
  let result = "";
  let seen = 0;
  for (const { start, end } of pieces) {
    result += text.slice(seen, start);
    seen = end;
  }
  return result + text.slice(seen);
}

/** How a block is laid out in a file. */
export interface BlockLayout {
  readonly lineEnding: string;
  readonly indent: string;
}

/** The line ending of the last line that has one. */
export function lineEndingOf(text: string): "\n" | "\r\n" {
  return text[text.lastIndexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
}

export function renderBlock(body: string, { lineEnding, indent }: BlockLayout): string {
  const lines = [blockBegin, ...(body === "" ? [] : body.split("\n")), blockEnd];
  return lines.map((line) => (line === "" ? "" : indent + line) + lineEnding).join("");
}

/** What has to stand between a text and a block behind it: the end of an unfinished last line, and an empty line. */
export function gapBehind(text: string, lineEnding: string): string {
  const unfinished = text !== "" && text !== "\uFEFF" && !text.endsWith("\n");
  const separate = text.trim() !== "" && !/\n\r?\n$/.test(text);
  return (unfinished ? lineEnding : "") + (separate ? lineEnding : "");
}

/**
 * Takes a piece away, and of what stands in front of it exactly what nixtorch put there.
 * @param gap That, as recorded; left out: not known, and an empty line is taken for it.
 */
export function cutPiece(text: string, { start, end }: Piece, gap: string | undefined): TextEdit {
  return { start: start - gapLength(text.slice(0, start), text.slice(end), gap), end, text: "" };
}

function gapLength(before: string, behind: string, gap: string | undefined): number {
  if (gap === undefined) return /(?<=\n)\r?\n$/.exec(before)?.[0].length ?? 0;
  const breaks = gap.split("\n").length - 1;
  if (breaks === 0) return 0;
  // Converted by an editor since, perhaps.
  const found = before.endsWith(gap) ? gap : new RegExp(`(?:\\r?\\n){${breaks}}$`).exec(before)?.[0];
  if (found === undefined) return 0;
  const rest = before.slice(0, before.length - found.length);
  const finishesALine = rest !== "" && !rest.endsWith("\n");
  if (!finishesALine) return found.length;
  // One break finished a line of blanks, or is the end of a line that a person moved to where the empty one was.
  if (breaks === 1) return behind === "" && rest.trim() === "" ? found.length : 0;
  return behind === "" ? found.length : found.endsWith("\r\n") ? 2 : 1;
}
