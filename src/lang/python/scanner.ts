import { RequirementSyntaxError } from "./syntax-error.js";

/** A cursor over one line of text; every pattern it is given must be sticky (`/…/y`). */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** The matched text, consumed; `null` and no movement if the pattern is not next. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.position += found[0].length;
    return found[0];
  }

  skipSpace(): boolean {
    return this.take(/[ \t\r\n]+/y) !== null;
  }

  /** What comes next, for a message. */
  get upcoming(): string {
    return this.done ? "the end" : `"${this.text.slice(this.position, this.position + 24)}"`;
  }

  fail(message: string, offset = this.position): never {
    throw new RequirementSyntaxError(message, offset);
  }
}
