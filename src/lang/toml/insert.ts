import type { AST } from "toml-eslint-parser";
import type { TextEdit } from "../../model/span.js";
import { indentBefore, lineEnd, lineStart, skipTrivia } from "./lines.js";
import { findDotted, findSlot, findTable, isBelow } from "./tree.js";
import type { Path, Tree } from "./tree.js";
import { tomlEntries, tomlInline, tomlKey, tomlLines, tomlPath } from "./write.js";
import type { Writable } from "./write.js";

/** How a new list is written: on one line, one element a line, or one `[[table]]` an element. */
export type Layout = "inline" | "lines" | "tables";

/** Gives `path` a value: in the place of the present one, or as a new key in the form its table has already. */
export function setValue(
  tree: Tree,
  path: Path,
  value: Writable,
  layout: Layout,
  comment?: string,
): TextEdit[] {
  const slot = findSlot(tree, path);
  const text = layout === "lines" && isList(value) ? tomlLines(value, tree.lineEnding) : tomlInline(value);
  if (slot === null) return addKey(tree, path, text, comment);
  return [{ start: slot.value.range[0], end: slot.value.range[1], text }];
}

/** Adds an element to the list at `path`, or makes the list; `comment` goes above a header that is made for it. */
export function appendValue(
  tree: Tree,
  path: Path,
  value: Writable,
  layout: Layout,
  comment?: string,
): TextEdit[] {
  const slot = findSlot(tree, path);
  if (slot?.value.type === "TOMLArray") return appendElement(tree, slot.value, tomlInline(value));
  if (slot !== null) throw new Error(`${path.join(".")} is no list`);
  const inTables = layout === "tables" || findTable(tree, [...path, 0]) !== null;
  if (inTables && isTable(value)) return appendTable(tree, keysOf(path), value, comment);
  return setValue(tree, path, [value], layout, comment);
}

function addKey(tree: Tree, path: Path, value: string, comment?: string): TextEdit[] {
  const parent = path.slice(0, -1);
  const line = `${tomlPath(keysOf(path.slice(-1)))} = ${value}`;
  const table = parent.length === 0 ? tree.top : findTable(tree, parent);
  if (table !== null) return addLine(tree, table, line);

  const holder = innermostHolder(tree, parent);
  if (holder === null) return addAtEnd(tree, commented([`[${tomlPath(keysOf(parent))}]`, line], comment));
  if (holder.kind === "inline") {
    const [first = "", ...inner] = keysOf(path.slice(holder.depth));
    const nested = inner.reduceRight((text, key) => `{ ${tomlKey(key)} = ${text} }`, value);
    return addToInline(tree, holder.table, `${tomlKey(first)} = ${nested}`);
  }
  return addLineAfter(tree, holder.last, `${tomlPath(keysOf(path.slice(holder.ownerDepth)))} = ${value}`);
}

type Holder =
  | { readonly kind: "inline"; readonly depth: number; readonly table: AST.TOMLInlineTable }
  | {
      readonly kind: "dotted";
      readonly depth: number;
      readonly ownerDepth: number;
      readonly last: AST.TOMLKeyValue;
    };

/** The deepest table on the way that exists without a header of its own; `null`: headers all the way. */
function innermostHolder(tree: Tree, path: Path): Holder | null {
  for (let depth = path.length; depth > 0; depth--) {
    const ancestor = path.slice(0, depth);
    if (findTable(tree, ancestor) !== null) return null;
    const slot = findSlot(tree, ancestor);
    if (slot?.value.type === "TOMLInlineTable") return { kind: "inline", depth, table: slot.value };
    if (slot !== null) throw new Error(`${ancestor.join(".")} is no table`);
    const dotted = findDotted(tree, ancestor);
    if (dotted?.keyValue) {
      const ownerDepth = dotted.path.length - dotted.keyValue.key.keys.length;
      return { kind: "dotted", depth, ownerDepth, last: dotted.keyValue };
    }
  }
  return null;
}

/** A new line behind the last one of a table. */
function addLine(tree: Tree, table: AST.TOMLTopLevelTable | AST.TOMLTable, line: string): TextEdit[] {
  const last = table.body.filter((node) => node.type === "TOMLKeyValue").at(-1);
  if (last !== undefined) return addLineAfter(tree, last, line);
  if (table.type === "TOMLTable") return addLineAfter(tree, table, line, "");
  const { text, lineEnding } = tree;
  const first = tree.tables[0];
  if (first === undefined) return addAtEnd(tree, [line]);
  const start = lineStart(text, first.range[0]);
  return [{ start, end: start, text: `${line}${lineEnding}${lineEnding}` }];
}

function addLineAfter(
  tree: Tree,
  node: AST.TOMLKeyValue | AST.TOMLTable,
  line: string,
  indent?: string,
): TextEdit[] {
  const { text, lineEnding } = tree;
  const start = lineEnd(text, endOf(node));
  const before = text[start - 1] === "\n" ? "" : lineEnding;
  const space = indent ?? indentBefore(text, node.range[0]);
  return [{ start, end: start, text: `${before}${space}${line}${lineEnding}` }];
}

/** Where the node's own line ends: a header without keys ends with its bracket. */
function endOf(node: AST.TOMLKeyValue | AST.TOMLTable): number {
  return node.type === "TOMLTable" && node.body.length > 0 ? node.body.at(-1)!.range[1] : node.range[1];
}

function addToInline(tree: Tree, table: AST.TOMLInlineTable, entry: string): TextEdit[] {
  const [start, end] = table.range;
  const last = table.body.at(-1);
  if (last === undefined) return [{ start, end, text: `{ ${entry} }` }];
  return addBehind(tree, last.range[1], entry);
}

/** A new element on the line of the last one. */
function addBehind(tree: Tree, end: number, element: string): TextEdit[] {
  const comma = skipTrivia(tree.text, end);
  return tree.text[comma] === ","
    ? [{ start: comma + 1, end: comma + 1, text: ` ${element},` }]
    : [{ start: end, end, text: `, ${element}` }];
}

function appendElement(tree: Tree, list: AST.TOMLArray, element: string): TextEdit[] {
  const { text, lineEnding } = tree;
  const last = list.elements.at(-1);
  if (last === undefined) return fillEmptyList(tree, list, element);
  const [start, end] = last.range;
  const ownLine =
    text.slice(lineStart(text, start), start).trim() === "" && lineStart(text, start) > list.range[0];
  if (!ownLine) return addBehind(tree, end, element);
  const comma = skipTrivia(text, end);
  const hasComma = text[comma] === ",";
  // Behind the comment on the element's own line, which belongs to that element.
  const behind = hasComma ? comma + 1 : end;
  const place = behind + (/^[ \t]*(?:#[^\r\n]*)?/.exec(text.slice(behind))?.[0].trimEnd().length ?? 0);
  const line = `${lineEnding}${indentBefore(text, start)}${element}${hasComma ? "," : ""}`;
  const added = { start: place, end: place, text: line };
  return hasComma ? [added] : [{ start: end, end, text: "," }, added];
}

function fillEmptyList(tree: Tree, list: AST.TOMLArray, element: string): TextEdit[] {
  const { text, lineEnding } = tree;
  const [start, end] = list.range;
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes("\n")) return [{ start: start + 1, end: end - 1, text: element }];
  const indent = /\n([ \t]*)#/.exec(inner)?.[1] ?? `${indentBefore(text, end - 1)}    `;
  const closing = lineStart(text, end - 1);
  if (inner.includes("#"))
    return [{ start: closing, end: closing, text: `${indent}${element},${lineEnding}` }];
  const line = `${lineEnding}${indent}${element},${lineEnding}${indentBefore(text, end - 1)}`;
  return [{ start: start + 1, end: end - 1, text: line }];
}

/** A new `[[path]]` behind the others of its kind, or at the end. */
function appendTable(
  tree: Tree,
  path: readonly string[],
  entries: { readonly [key: string]: Writable },
  comment?: string,
): TextEdit[] {
  const lines = commented([`[[${tomlPath(path)}]]`, ...tomlEntries(entries)], comment);
  const holder = innermostHolder(tree, path.slice(0, -1));
  if (holder !== null) return addKey(tree, path, tomlInline([entries]));
  const last = tree.tables.filter((table) => isBelow(table.resolvedKey, path)).at(-1);
  if (last === undefined) return addAtEnd(tree, lines);
  const { text, lineEnding } = tree;
  const start = lineEnd(text, endOf(last));
  const before = text[start - 1] === "\n" ? lineEnding : `${lineEnding}${lineEnding}`;
  return [{ start, end: start, text: `${before}${lines.join(lineEnding)}${lineEnding}` }];
}

function commented(lines: readonly string[], comment: string | undefined): readonly string[] {
  return comment === undefined ? lines : [comment, ...lines];
}

/** New lines at the end of the document, behind one empty line. */
function addAtEnd(tree: Tree, lines: readonly string[]): TextEdit[] {
  const { text, lineEnding } = tree;
  const unfinished = text !== "" && !text.endsWith("\n") ? lineEnding : "";
  const separate = text.trim() !== "" && !/\n\r?\n$/.test(text) ? lineEnding : "";
  const added = `${unfinished}${separate}${lines.join(lineEnding)}${lineEnding}`;
  return [{ start: text.length, end: text.length, text: added }];
}

function keysOf(path: Path): readonly string[] {
  return path.map((part) => {
    if (typeof part === "string") return part;
    throw new Error(`${path.join(".")} is not there, and an element of a list is only ever appended`);
  });
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}

function isTable(value: Writable): value is { readonly [key: string]: Writable } {
  return typeof value === "object" && !isList(value);
}
