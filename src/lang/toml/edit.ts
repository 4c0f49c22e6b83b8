import type { TextEdit } from "../../model/span.js";
import { appendValue, setValue } from "./insert.js";
import type { Layout } from "./insert.js";
import { parseToml, withoutByteOrderMark } from "./parse.js";
import type { TomlTable } from "./parse.js";
import { pruneAt, removeAt } from "./remove.js";
import { restoreSource } from "./source.js";
import { EditTrail } from "./trail.js";
import { isTable } from "./value.js";
import { editedTree, parseTree } from "./tree.js";
import type { Path, Tree } from "./tree.js";
import type { Writable } from "./write.js";

export type { Layout } from "./insert.js";

/** One change of what a document says. A number in a path is an index into a list. */
export type TomlEdit =
  /** A string keeps the quotes of the one whose place it takes. */
  | { readonly op: "set"; readonly path: Path; readonly value: Writable; readonly layout?: Layout }
  /** Puts back what stood there, spelled as it was: `source` is what `spelledAt` gave, and means `value`. */
  | { readonly op: "restore"; readonly path: Path; readonly value: unknown; readonly source: string }
  /** Makes the list if there is none; `layout` says how. */
  | {
      readonly op: "append";
      readonly path: Path;
      readonly value: Writable;
      readonly layout?: Layout;
      /** A line, `#` included, above the header that this makes, if it makes one. */
      readonly comment?: string;
    }
  /**
   * A key, a list element, or a table with its own keys; and this very comment line if it is right above a header.
   * With `passOn`, the comment is about a whole array of tables: it stays above the next one, if that follows.
   */
  | { readonly op: "remove"; readonly path: Path; readonly comment?: string; readonly passOn?: boolean }
  /**
   * The key or table header, if there is nothing in it, not even a comment; `comment` as for "remove". With `was`, an
   * empty list or inline table stays, spelled like that.
   */
  | { readonly op: "prune"; readonly path: Path; readonly comment?: string; readonly was?: string };

export interface TomlEdited {
  readonly text: string;
  /** The same as edits of the text before: ascending, in UTF-16 units. */
  readonly edits: readonly TextEdit[];
  /** What the text says. */
  readonly value: TomlTable;
}

/**
 * Carries out edits one after the other, and nothing else: comments, order, indentation, line endings and a byte
 * order mark stay. The result is read again and compared with what was meant. `before` is what `text` says, where it
 * has been read already.
 * @throws TomlSyntaxError if the text is no TOML
 */
export function editToml(
  text: string,
  edits: readonly TomlEdit[],
  before: TomlTable = parseToml(text),
): TomlEdited {
  const body = withoutByteOrderMark(text);
  const trail = new EditTrail(body);
  let tree = parseTree(body);
  for (const edit of edits) {
    const steps = editsFor(tree, edit);
    if (steps.length === 0) continue;
    trail.apply(steps);
    tree = editedTree(tree, steps, trail.text);
  }

  const value = parseToml(trail.text);
  if (!saysTheSame(value, new EditedValue(before).apply(edits).value)) {
    throw new Error(`an edit of TOML changed more or less than it should: ${JSON.stringify(edits)}`);
  }
  const mark = text.length - body.length;
  return {
    text: text.slice(0, mark) + trail.text,
    edits: trail.edits().map((edit) => ({ ...edit, start: edit.start + mark, end: edit.end + mark })),
    value,
  };
}

function editsFor(tree: Tree, edit: TomlEdit): TextEdit[] {
  switch (edit.op) {
    case "set":
      return setValue(tree, edit.path, edit.value, edit.layout ?? "inline");
    case "restore":
      return restoreSource(tree, edit.path, edit.source);
    case "append":
      return appendValue(tree, edit.path, edit.value, edit.layout ?? "inline", edit.comment);
    case "remove":
      return removeAt(tree, edit.path, edit.comment, edit.passOn);
    case "prune":
      return pruneAt(tree, edit.path, edit.comment, edit.was);
  }
}

/** What a document says under a series of edits, without its text. What it started from stays as it is. */
export class EditedValue {
  #value: unknown;
  /** Tables and lists that are copies already. */
  readonly #copies = new WeakSet<object>();

  constructor(value: TomlTable) {
    this.#value = value;
  }

  get value(): TomlTable {
    return this.#value as TomlTable;
  }

  apply(edits: readonly TomlEdit[]): this {
    for (const edit of edits) {
      this.#value = this.#changeAt(this.#value, edit.path, (present) => {
        if (edit.op === "set" || edit.op === "restore") return edit.value;
        if (edit.op === "append") return [...((present ?? []) as unknown[]), edit.value];
        return edit.op === "prune" && (edit.was !== undefined || !saysNothing(present)) ? present : undefined;
      });
    }
    return this;
  }

  /** The value with what `change` makes of the one at `path`; `undefined` removes it. */
  #changeAt(value: unknown, path: Path, change: (present: unknown) => unknown): unknown {
    const [key, ...rest] = path;
    if (key === undefined) return change(value);
    if (typeof key === "number") {
      const list = this.#copyOf((value ?? []) as unknown[], (one) => [...one]);
      const element = this.#changeAt(list[key], rest, change);
      if (element === undefined) list.splice(key, 1);
      else list[key] = element;
      return list;
    }
    const table = this.#copyOf((value ?? {}) as Record<string, unknown>, (one) => ({ ...one }));
    const inner = this.#changeAt(ownValue(table, key), rest, change);
    if (inner === undefined) delete table[key];
    // Not by assignment, which takes a key `__proto__` for something else.
    else
      Object.defineProperty(table, key, {
        value: inner,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    return table;
  }

  #copyOf<T extends object>(value: T, copy: (value: T) => T): T {
    if (this.#copies.has(value)) return value;
    const copied = copy(value);
    this.#copies.add(copied);
    return copied;
  }
}

/**
 * Whether two values say the same, whatever made them: whole numbers and dates by their text, and nothing empty,
 * because a list of tables without elements, and the tables around it, cannot be written down.
 */
function saysTheSame(a: unknown, b: unknown): boolean {
  if (saysNothing(a) || saysNothing(b)) return saysNothing(a) && saysNothing(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, index) => saysTheSame(one, b[index]))
    );
  }
  if (!isTable(a) || !isTable(b)) return scalarText(a) === scalarText(b);
  return (
    Object.keys(a).every((key) => saysTheSame(a[key], ownValue(b, key))) &&
    Object.keys(b).every((key) => Object.hasOwn(a, key) || saysNothing(b[key]))
  );
}

function saysNothing(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isTable(value)) return false;
  for (const key in value) if (!saysNothing(value[key])) return false;
  return true;
}

function ownValue(table: TomlTable, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function scalarText(value: unknown): string {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return `${isNumber ? "number" : value instanceof Date ? "date" : typeof value} ${String(value)}`;
}
