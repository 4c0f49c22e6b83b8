import { parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";

/** Keys and list indices from the root of the document. */
export type Path = readonly (string | number)[];

/** Where a value stands in the text. */
export interface ValueSlot {
  readonly path: Path;
  readonly value: AST.TOMLContentNode;
  readonly owner: AST.TOMLTopLevelTable | AST.TOMLTable | AST.TOMLInlineTable | AST.TOMLArray;
  /** `null`: an element of a list. */
  readonly keyValue: AST.TOMLKeyValue | null;
}

/** A document with positions, and ways to find things in it by path. */
export interface Tree {
  readonly text: string;
  readonly lineEnding: "\n" | "\r\n";
  readonly top: AST.TOMLTopLevelTable;
  readonly tables: readonly AST.TOMLTable[];
  readonly slots: readonly ValueSlot[];
  readonly comments: readonly AST.Comment[];
}

/** `text` must be valid TOML without a byte order mark. */
export function parseTree(text: string): Tree {
  const program = parseTOML(text, { tomlVersion: "1.1" });
  const top = program.body[0];
  const tables = top.body.filter((node) => node.type === "TOMLTable");
  const slots = top.body.flatMap((node) =>
    node.type === "TOMLTable"
      ? node.body.flatMap((inner) => slotsOf(inner, node.resolvedKey, node))
      : slotsOf(node, [], top),
  );
  const lineEnding = text.includes("\r\n") ? "\r\n" : "\n";
  return { text, lineEnding, top, tables, slots, comments: program.comments };
}

function slotsOf(
  keyValue: AST.TOMLKeyValue,
  prefix: Path,
  owner: AST.TOMLTopLevelTable | AST.TOMLTable | AST.TOMLInlineTable,
): ValueSlot[] {
  const path = [
    ...prefix,
    ...keyValue.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value)),
  ];
  return [{ path, value: keyValue.value, owner, keyValue }, ...slotsWithin(keyValue.value, path)];
}

function slotsWithin(value: AST.TOMLContentNode, path: Path): ValueSlot[] {
  if (value.type === "TOMLInlineTable") return value.body.flatMap((inner) => slotsOf(inner, path, value));
  if (value.type !== "TOMLArray") return [];
  return value.elements.flatMap((element, index) => [
    { path: [...path, index], value: element, owner: value, keyValue: null },
    ...slotsWithin(element, [...path, index]),
  ]);
}

export function findSlot(tree: Tree, path: Path): ValueSlot | null {
  return tree.slots.find((slot) => isSamePath(slot.path, path)) ?? null;
}

/** The `[table]` or `[[table]]` header of exactly this path. */
export function findTable(tree: Tree, path: Path): AST.TOMLTable | null {
  return tree.tables.find((table) => isSamePath(table.resolvedKey, path)) ?? null;
}

/**
 * The last `a.b.c = …` that makes `path` a table by a dotted key. Values inside inline tables are left to the
 * inline table.
 */
export function findDotted(tree: Tree, path: Path): ValueSlot | null {
  const dotted = tree.slots.filter(
    ({ path: own, keyValue, owner }) =>
      keyValue !== null &&
      owner.type !== "TOMLInlineTable" &&
      own.length - keyValue.key.keys.length < path.length &&
      isBelow(own, path),
  );
  return dotted.at(-1) ?? null;
}

export function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** Whether `path` lies strictly inside `ancestor`. */
export function isBelow(path: Path, ancestor: Path): boolean {
  return path.length > ancestor.length && ancestor.every((part, index) => part === path[index]);
}
