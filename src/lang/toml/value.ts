import type { Path } from "./tree.js";

/** A table of a document that has been read. */
export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

/** The table at a path; an empty one where there is none. */
export function tableAt(document: Table, ...path: readonly string[]): Table {
  const found = valueAt(document, path);
  return isTable(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listAt(document: Table, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(document, path);
  return Array.isArray(found) ? found : [];
}

/** What stands at a path; `undefined`: nothing. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
    return isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}
