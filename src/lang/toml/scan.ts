import { parse } from "smol-toml";
import { behind } from "./lines.js";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A value in the text. */
export type Value =
  | ({ readonly kind: "scalar" } & Range)
  | ({ readonly kind: "list"; readonly elements: readonly Value[] } & Range)
  | ({ readonly kind: "inline"; readonly entries: readonly Entry[] } & Range);

/** `a.b = value`, without the comment behind it. */
export interface Entry extends Range {
  readonly keys: readonly string[];
  readonly value: Value;
}

/** A header with its brackets; the start of the document is one that is empty. */
export interface Header extends Range {
  readonly kind: "top" | "table" | "element";
  readonly keys: readonly string[];
}

const space = /[ \t]*/y;
const bareKey = /[A-Za-z0-9_-]+/y;
const scalar = /[^,\]}#\r\n]*/y;
const plain = /[^"'#[\]{}]+/y;
const comment = /#[^\r\n]*/y;
const blank = /[ \t\r\n]+/y;

/**
 * Reads positions in a document that is known to be valid TOML, without a byte order mark. Own, because a plan asks
 * for them after each edit, also in files of several megabytes, where no parser with positions is fast enough.
 */
export class Scanner {
  readonly #text: string;
  readonly #end: number;
  #at: number;
  readonly #comments: Range[] = [];

  /** Looks at [start, end) of the text. */
  constructor(text: string, start = 0, end = text.length) {
    this.#text = text;
    this.#at = start;
    this.#end = end;
  }

  /** The headers, without a look at what is below them. */
  headers(): Header[] {
    const headers: Header[] = [];
    for (this.#skipTrivia(); this.#at < this.#end; this.#skipTrivia()) {
      if (this.#text[this.#at] === "[") headers.push(this.#header());
      else this.#skipEntry();
    }
    return headers;
  }

  /** The keys with their values, and all comments, where no header stands. */
  entries(): { entries: Entry[]; comments: Range[] } {
    const entries: Entry[] = [];
    for (this.#skipTrivia(); this.#at < this.#end; this.#skipTrivia()) entries.push(this.#entry());
    return { entries, comments: this.#comments };
  }

  #header(): Header {
    const start = this.#at;
    const kind = this.#text[start + 1] === "[" ? "element" : "table";
    const brackets = kind === "element" ? 2 : 1;
    this.#at += brackets;
    const keys = this.#keys();
    this.#at += brackets;
    return { kind, keys, start, end: this.#at };
  }

  #skipEntry(): void {
    this.#keys();
    this.#at += 1; // the equals sign
    this.#skip(space);
    let depth = 0;
    do {
      const character = this.#text[this.#at] ?? "";
      if (character === '"' || character === "'") this.#string();
      else if (character === "#") this.#skip(comment);
      else if (character === "[" || character === "{" || character === "]" || character === "}") {
        depth += character === "[" || character === "{" ? 1 : -1;
        this.#at += 1;
      } else this.#skip(depth === 0 ? scalar : plain);
    } while (depth > 0);
  }

  #entry(): Entry {
    const start = this.#at;
    const keys = this.#keys();
    this.#at += 1; // the equals sign
    this.#skip(space);
    const value = this.#value();
    return { keys, start, end: value.end, value };
  }

  /** `a . "b" . 'c'`, and the space behind. */
  #keys(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skip(space);
      const start = this.#at;
      const first = this.#text[start];
      if (first === '"' || first === "'") {
        this.#string();
        keys.push(decoded(this.#text.slice(start, this.#at)));
      } else {
        this.#skip(bareKey);
        keys.push(this.#text.slice(start, this.#at));
      }
      this.#skip(space);
      if (this.#text[this.#at] !== ".") return keys;
      this.#at += 1;
    }
  }

  #value(): Value {
    const start = this.#at;
    switch (this.#text[start]) {
      case "[":
        return { kind: "list", start, elements: this.#items("]", () => this.#value()), end: this.#at };
      case "{":
        return { kind: "inline", start, entries: this.#items("}", () => this.#entry()), end: this.#at };
      case '"':
      case "'":
        this.#string();
        break;
      default:
        // A date may hold a space, and one behind it is not its own.
        this.#skip(scalar);
        this.#at = start + this.#text.slice(start, this.#at).trimEnd().length;
    }
    return { kind: "scalar", start, end: this.#at };
  }

  /** What stands between brackets, up to and with the closing one. */
  #items<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    this.#at += 1;
    for (this.#skipTrivia(); this.#text[this.#at] !== close; this.#skipTrivia()) {
      if (this.#text[this.#at] === ",") this.#at += 1;
      else items.push(item());
    }
    this.#at += 1;
    return items;
  }

  #string(): void {
    const text = this.#text;
    const quote = text[this.#at]!;
    const isLong = text.startsWith(quote.repeat(3), this.#at);
    const close = isLong ? quote.repeat(3) : quote;
    let end = text.indexOf(close, this.#at + close.length);
    while (quote === '"' && isEscaped(text, end)) end = text.indexOf(close, end + 1);
    this.#at = end + close.length;
    // A long string may end with up to two quotes of its own.
    if (isLong) for (let own = 0; own < 2 && text[this.#at] === quote; own++) this.#at += 1;
  }

  #skip(pattern: RegExp): void {
    this.#at = behind(pattern, this.#text, this.#at);
  }

  /** Space, line endings and comments, which are noted. */
  #skipTrivia(): void {
    for (;;) {
      this.#skip(blank);
      if (this.#text[this.#at] !== "#") return;
      const start = this.#at;
      this.#skip(comment);
      this.#comments.push({ start, end: this.#at });
    }
  }
}

function isEscaped(text: string, offset: number): boolean {
  let start = offset;
  while (text[start - 1] === "\\") start -= 1;
  return (offset - start) % 2 === 1;
}

function decoded(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  return parse(`key = ${quoted}`)["key"] as string;
}
