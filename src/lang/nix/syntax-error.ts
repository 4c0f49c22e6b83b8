/** A text that is no Nix expression. */
export class NixSyntaxError extends Error {
  override readonly name = "NixSyntaxError";
  /** UTF-16 offset into the text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  constructor(message: string, text: string, offset: number) {
    super(message);
    this.offset = offset;
    ({ line: this.line, column: this.column } = positionAt(text, offset));
  }
}

/** Line and column of an offset, both from 1; columns in UTF-16 units. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}
