import type { TextEdit } from "../../model/span.js";
import type { Range } from "./scan.js";

/** Offsets of lines in a text, in UTF-16 units. */

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line's ending, or at the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? text.length : found + 1;
}

/** The line ending at an offset, or before it where its line has none: in a file that mixes them, the neighbour's. */
export function lineEnding(text: string, offset: number): "\n" | "\r\n" {
  const next = text.indexOf("\n", offset);
  const found = next === -1 ? text.lastIndexOf("\n") : next;
  return found > 0 && text[found - 1] === "\r" ? "\r\n" : "\n";
}

/** The spaces and tabs that the line starts with, up to `offset`. */
export function indentBefore(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** Behind spaces, line endings and comments. */
export function skipTrivia(text: string, offset: number): number {
  return behind(/(?:[ \t\r\n]+|#[^\n]*)*/y, text, offset);
}

/** Behind spaces on this line. */
export function skipSpace(text: string, offset: number): number {
  return behind(/[ \t]*/y, text, offset);
}

/** Behind what the sticky pattern matches at the offset. */
export function behind(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

/**
 * Cuts ranges that end with line endings. At the end of a text that has no final line ending, the one before goes
 * instead, so that it has none again.
 */
export function cutLines(text: string, ranges: readonly Range[]): TextEdit[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged.map(({ start, end }) => {
    const unfinished = end === text.length && !text.endsWith("\n");
    const before = /\r?\n$/.exec(text.slice(Math.max(start - 2, 0), start))?.[0].length ?? 0;
    return { start: unfinished ? start - before : start, end, text: "" };
  });
}
