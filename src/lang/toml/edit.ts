import { isDeepStrictEqual } from "node:util";
import type { TextEdit } from "../../model/span.js";
import { appendValue, setValue } from "./insert.js";
import type { Layout } from "./insert.js";
import { parseToml, withoutByteOrderMark } from "./parse.js";
import { pruneAt, removeAt, removeTable } from "./remove.js";
import { EditTrail } from "./trail.js";
import { isBelow, isSamePath, parseTree } from "./tree.js";
import type { Path } from "./tree.js";
import type { Writable } from "./write.js";

export type { Layout } from "./insert.js";

/** One change of what a document says. A number in a path is an index into a list. */
export type TomlEdit =
  | { readonly op: "set"; readonly path: Path; readonly value: Writable; readonly layout?: Layout }
  /** Makes the list if there is none; `layout` says how. */
  | {
      readonly op: "append";
      readonly path: Path;
      readonly value: Writable;
      readonly layout?: Layout;
      /** A line, `#` included, above the header that this makes, if it makes one. */
      readonly comment?: string;
    }
  /** A key, a list element, or a table with its own keys; and this very comment line if it is right above a header. */
  | { readonly op: "remove"; readonly path: Path; readonly comment?: string }
  /** The key or table header, if there is nothing in it, not even a comment; `comment` as for "remove". */
  | { readonly op: "prune"; readonly path: Path; readonly comment?: string };

export interface TomlEdited {
  readonly text: string;
  /** The same as edits of the text before: ascending, in UTF-16 units. */
  readonly edits: readonly TextEdit[];
}

/**
 * Carries out edits one after the other, and nothing else: comments, order, indentation, line endings and a byte
 * order mark stay. The result is read again and compared with what was meant.
 * @throws TomlSyntaxError if the text is no TOML
 */
export function editToml(text: string, edits: readonly TomlEdit[]): TomlEdited {
  const before = parseToml(text);
  const body = withoutByteOrderMark(text);
  const trail = new EditTrail(body);
  for (const edit of edits) carryOut(trail, edit);

  const intended = edits.reduce<unknown>(withEdit, before);
  if (!isDeepStrictEqual(plain(parseToml(trail.text)), plain(intended))) {
    throw new Error(`an edit of TOML changed more or less than it should: ${JSON.stringify(edits)}`);
  }
  const mark = text.length - body.length;
  return {
    text: text.slice(0, mark) + trail.text,
    edits: trail.edits().map((edit) => ({ ...edit, start: edit.start + mark, end: edit.end + mark })),
  };
}

function carryOut(trail: EditTrail, edit: TomlEdit): void {
  switch (edit.op) {
    case "set":
      dropTables(trail, edit.path);
      return trail.apply(setValue(parseTree(trail.text), edit.path, edit.value, edit.layout ?? "inline"));
    case "append":
      return trail.apply(
        appendValue(parseTree(trail.text), edit.path, edit.value, edit.layout ?? "inline", edit.comment),
      );
    case "remove":
      return trail.apply(removeAt(parseTree(trail.text), edit.path, edit.comment));
    case "prune":
      return trail.apply(pruneAt(parseTree(trail.text), edit.path, edit.comment));
  }
}

/** A value that stands in tables with headers of their own is written anew as a key. */
function dropTables(trail: EditTrail, path: Path): void {
  for (;;) {
    const tree = parseTree(trail.text);
    const within = ({ resolvedKey }: { resolvedKey: Path }) =>
      isSamePath(resolvedKey, path) || isBelow(resolvedKey, path);
    const last = tree.tables.findLast(within);
    if (last === undefined) return;
    trail.apply(removeTable(tree, last));
  }
}

/** The same edit on the value instead of the text. */
export function withEdit(value: unknown, edit: TomlEdit): unknown {
  return changeAt(value, edit.path, (present) => {
    if (edit.op === "set") return edit.value;
    if (edit.op === "append") return [...((present ?? []) as unknown[]), edit.value];
    return edit.op === "prune" && plain(present) !== undefined ? present : undefined;
  });
}

/** A copy in which the value at `path` is what `change` makes of it; `undefined` removes it. */
function changeAt(value: unknown, path: Path, change: (present: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (typeof key === "number") {
    const list = value as readonly unknown[];
    const element = changeAt(list[key], rest, change);
    return element === undefined ? list.toSpliced(key, 1) : list.with(key, element);
  }
  const table = (value ?? {}) as Record<string, unknown>;
  const inner = changeAt(table[key], rest, change);
  const entries = Object.entries(table).filter(([one]) => one !== key);
  return Object.fromEntries(inner === undefined ? entries : [...entries, [key, inner]]);
}

/**
 * Comparable whatever made it: whole numbers and dates as text, and nothing empty, because a list of tables without
 * elements, and the tables around it, cannot be written down.
 */
function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Date) return `#${value}`;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain);
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  const filled = entries.filter(([, inner]) => inner !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
