import type { Located } from "./ast.js";
import { nonAsciiPath, tokenAt, type Token } from "./lexer.js";
import { NixSyntaxError } from "./syntax-error.js";

/** Reads a text token by token, one token ahead. */
export class TokenCursor {
  protected readonly text: string;
  protected offset = 0;
  private lookahead: Token | null = null;

  constructor(text: string) {
    this.text = text;
  }

  protected peek(): Token {
    return (this.lookahead ??= tokenAt(this.text, this.offset));
  }

  protected at(type: string): boolean {
    return this.peek().type === type;
  }

  protected next(): Token {
    const token = this.peek();
    this.jump(token.end);
    return token;
  }

  protected jump(offset: number): void {
    this.offset = offset;
    this.lookahead = null;
  }

  protected eat(type: string): Token {
    if (!this.at(type)) throw this.unexpected(quoted(type));
    return this.next();
  }

  protected unexpected(expected: string): NixSyntaxError {
    const token = this.peek();
    const path = token.type === "." || token.type === "/" ? nonAsciiPath(this.text, token.start) : null;
    if (path) return path;
    const found = token.type === "end" ? "the end of the file" : quoted(this.slice(token));
    return new NixSyntaxError(`expected ${expected}, found ${found}`, this.text, token.start);
  }

  protected slice({ start, end }: Located): string {
    return this.text.slice(start, end);
  }
}

function quoted(text: string): string {
  return /^[a-z-]+$/.test(text) && text.length > 2 ? text : `'${text}'`;
}
