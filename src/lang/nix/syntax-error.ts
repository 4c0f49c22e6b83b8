import { positionsIn } from "./position.js";

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
    ({ line: this.line, column: this.column } = positionsIn(text)(offset));
  }
}
