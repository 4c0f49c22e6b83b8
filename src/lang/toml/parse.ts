import { TomlError, parse } from "smol-toml";

/** A TOML value in JavaScript; dates appear as `Date`, integers beyond 2^53 as `bigint`. */
export type TomlTable = Readonly<Record<string, unknown>>;

/** The text is no TOML. Line and column count from 1. */
export class TomlSyntaxError extends Error {
  override readonly name = "TomlSyntaxError";
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/**
 * The value of a TOML document; a byte order mark is skipped.
 * @throws TomlSyntaxError
 */
export function parseToml(text: string): TomlTable {
  try {
    return parse(withoutByteOrderMark(text), { integersAsBigInt: "asNeeded" });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new TomlSyntaxError(firstLine(error.message), error.line, error.column);
  }
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** smol-toml's message goes on with a drawing of the line; its first line says what is wrong. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
}
