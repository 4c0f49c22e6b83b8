import type { TextEdit } from "../../model/span.js";

/** The beginning of the blanks in front of an offset, with one line break at most. */
export function leadingBlanks(text: string, offset: number): number {
  const before = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, offset));
  return offset - (before?.[0].length ?? 0);
}

/** Puts a text in at an offset. */
export function at(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text };
}

/** Takes [start, end) out. */
export function cut(start: number, end: number): TextEdit {
  return { start, end, text: "" };
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line behind that of an offset begins. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** Whether only blanks stand in front of an offset in its line. */
export function startsItsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** The blanks that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** The line ending of the line of an offset; of a last line without one, that of the line before it. */
export function newline(text: string, offset: number): string {
  const next = text.indexOf("\n", offset);
  const end = next === -1 ? text.lastIndexOf("\n", offset) : next;
  return text[end - 1] === "\r" ? "\r\n" : "\n";
}
