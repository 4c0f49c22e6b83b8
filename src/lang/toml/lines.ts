/** Offsets of lines in a text, in UTF-16 units. */

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line's ending, or at the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? text.length : found + 1;
}

/** The spaces and tabs that the line starts with, up to `offset`. */
export function indentBefore(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** Behind spaces, line endings and comments. */
export function skipTrivia(text: string, offset: number): number {
  const trivia = /(?:[ \t\r\n]|#[^\n]*)*/y;
  trivia.lastIndex = offset;
  return offset + (trivia.exec(text)?.[0].length ?? 0);
}

/** Behind spaces on this line. */
export function skipSpace(text: string, offset: number): number {
  const space = /[ \t]*/y;
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}
