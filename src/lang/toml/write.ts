/** What can be written: what a pyproject.toml needs, and nothing that TOML writes in more than one sensible way. */
export type Writable = string | boolean | number | readonly Writable[] | { readonly [key: string]: Writable };

/** Whether a value that was read can be written: everything but dates, and whole numbers beyond 2^53. */
export function isWritable(value: unknown): value is Writable {
  if (["string", "boolean", "number"].includes(typeof value)) return true;
  if (value === null || typeof value !== "object" || value instanceof Date) return false;
  return Object.values(value).every(isWritable);
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

/** A basic string with everything escaped that TOML wants escaped. A lone surrogate, no character, becomes U+FFFD. */
export function tomlString(value: string): string {
  // oxlint-disable-next-line no-control-regex
  const special = /["\\\u0000-\u001f\u007f]/g;
  const escaped = value
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(
      special,
      (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return `"${escaped}"`;
}

/** The value, in the quotes of the text whose place it takes where they can hold it. */
export function tomlLike(present: string, value: Writable): string {
  // oxlint-disable-next-line no-control-regex
  const unfit = /['\u0000-\u0008\u000a-\u001f\u007f]|\p{Surrogate}/u;
  const literal = typeof value === "string" && !unfit.test(value);
  return literal && present.startsWith("'") ? `'${value}'` : tomlInline(value);
}

/** A key, bare where TOML allows it. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key);
}

export function tomlPath(path: readonly string[]): string {
  return path.map(tomlKey).join(".");
}

/** The value on one line. */
export function tomlInline(value: Writable): string {
  if (typeof value === "string") return tomlString(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(tomlInline).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${tomlKey(key)} = ${tomlInline(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** A list with one element a line, as uv writes dependencies; `lineEnding` between the lines. */
export function tomlLines(values: readonly Writable[], lineEnding = "\n"): string {
  if (values.length === 0) return "[]";
  return ["[", ...values.map((value) => `    ${tomlInline(value)},`), "]"].join(lineEnding);
}

/** `key = value` lines, one an entry. */
export function tomlEntries(table: { readonly [key: string]: Writable }): string[] {
  return Object.entries(table).map(([key, value]) => `${tomlKey(key)} = ${tomlInline(value)}`);
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}
