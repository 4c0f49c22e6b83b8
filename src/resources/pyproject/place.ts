import type { Place } from "../../model/diagnostic.js";
import { tomlString } from "../../lang/toml/write.js";
import type { Path } from "./document.js";

export const file = "pyproject.toml";

/**
 * Where a value most likely stands. Reading positions takes a parser that is slow to load, so this looks for the
 * value as text, behind the header of its table.
 */
export function placeOf(text: string, path: Path, value: unknown): Place {
  const keys = path.filter((key) => typeof key === "string");
  const from = headerOffset(text, keys);
  for (const wanted of spellings(keys, value)) {
    const at = text.indexOf(wanted, from);
    if (at !== -1) return placeAt(text, at);
  }
  return { file };
}

/** Behind the header of the innermost table on the path that has one. */
function headerOffset(text: string, keys: readonly string[]): number {
  for (let depth = keys.length; depth > 0; depth--) {
    const name = keys.slice(0, depth).join("\\s*\\.\\s*");
    const header = new RegExp(`^[ \\t]*\\[{1,2}\\s*${name}\\s*\\]{1,2}`, "m").exec(text);
    if (header !== null) return header.index;
  }
  return 0;
}

/** How the value, or else its key, may be spelled. */
function spellings(keys: readonly string[], value: unknown): string[] {
  const key = keys.at(-1) ?? "";
  return typeof value === "string" ? [tomlString(value), `'${value}'`, key] : [key];
}

export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.replace(/^\uFEFF/, "").length ?? 0) + 1 };
}

/** `pyproject.toml:12`, as terminals link it. */
export function placeText({ file: path, line }: Place): string {
  return line === undefined ? path : `${path}:${line}`;
}
