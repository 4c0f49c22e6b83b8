import type { AST } from "toml-eslint-parser";
import type { TextEdit } from "../../model/span.js";
import { lineEnd, lineStart, skipSpace, skipTrivia } from "./lines.js";
import { findSlot, findTable } from "./tree.js";
import type { Path, Tree } from "./tree.js";

/**
 * Takes away the key, list element or table at `path`. Comments stay, each on its line: a person wrote them.
 * A table is taken with its own keys, and with `comment` if that is the line above its header; tables below it must
 * be gone already.
 */
export function removeAt(tree: Tree, path: Path, comment?: string): TextEdit[] {
  const slot = findSlot(tree, path);
  if (slot === null) {
    const table = findTable(tree, path);
    if (table === null) throw new Error(`${path.join(".")} is not there`);
    return removeTable(tree, table, comment);
  }
  if (slot.owner.type === "TOMLArray") return removeFromList(tree, slot.owner.elements, slot.value);
  if (slot.owner.type === "TOMLInlineTable") return removeFromList(tree, slot.owner.body, slot.keyValue!);
  return [removeLines(tree.text, ...slot.keyValue!.range)];
}

/** Takes away a list, inline table or table header without content or comments; anything else stays. */
export function pruneAt(tree: Tree, path: Path, comment?: string): TextEdit[] {
  const slot = findSlot(tree, path);
  if (slot?.value.type === "TOMLArray" && slot.value.elements.length > 0) return [];
  if (slot?.value.type === "TOMLInlineTable" && slot.value.body.length > 0) return [];
  if (slot !== null) {
    const [start, end] = slot.value.range;
    const commented = hasComment(tree, start, end) || /^[ \t]*,?[ \t]*#/.test(tree.text.slice(end));
    return slot.value.type === "TOMLValue" || commented ? [] : removeAt(tree, path);
  }
  const table = findTable(tree, path);
  if (table === null || table.body.length > 0) return [];
  const end = endOfSection(tree, table);
  return hasComment(tree, table.range[0], end) ? [] : removeTable(tree, table, comment);
}

function hasComment({ comments }: Tree, start: number, end: number): boolean {
  return comments.some(({ range }) => range[0] >= start && range[0] < end);
}

/** Where the next header begins, or the comment that stands right above it behind an empty line. */
function endOfSection({ text, tables }: Tree, table: AST.TOMLTable): number {
  const next = tables.find(({ range }) => range[0] > table.range[0]);
  if (next === undefined) return text.length;
  const section = text.slice(table.range[0], lineStart(text, next.range[0]));
  const introduction = /(?<=\n[ \t]*\r?\n)(?:[ \t]*#[^\n]*\n)+$/.exec(section)?.[0] ?? "";
  return table.range[0] + section.length - introduction.length;
}

/** A header and its own keys, and the line above if it is this comment. */
export function removeTable(tree: Tree, table: AST.TOMLTable, comment?: string): TextEdit[] {
  const { text } = tree;
  const headerEnd = text.indexOf("]", table.key.range[1]) + (table.kind === "array" ? 2 : 1);
  const header = withLineAbove(text, removeLines(text, table.range[0], headerEnd), comment);
  const keys = table.body.map((keyValue) => removeLines(text, ...keyValue.range));
  return [withGap(text, header, keys.at(-1)?.end ?? header.end), ...keys];
}

function withLineAbove(text: string, header: TextEdit, comment: string | undefined): TextEdit {
  if (header.start !== lineStart(text, header.start) || header.start === 0) return header;
  const above = lineStart(text, header.start - 1);
  return text.slice(above, header.start).trim() === comment ? { ...header, start: above } : header;
}

/** Also the empty line before the header, if another empty line or the end follows the table. */
function withGap(text: string, header: TextEdit, tableEnd: number): TextEdit {
  const gap = /(?<=\n|^)[ \t]*\r?\n$/.exec(text.slice(0, header.start))?.[0] ?? "";
  const followed = /^(?:[ \t]*\r?\n|$)/.test(text.slice(tableEnd));
  return followed ? { ...header, start: header.start - gap.length } : header;
}

/** The lines of [start, end), or only the range if a comment stands behind it. */
function removeLines(text: string, start: number, end: number): TextEdit {
  const behind = skipSpace(text, end);
  if (text[behind] === "#") return { start, end: behind, text: "" };
  return { start: lineStart(text, start), end: lineEnd(text, end), text: "" };
}

/** An element of a list, or an entry of an inline table, with the comma that separates it. */
function removeFromList(tree: Tree, siblings: readonly AST.TOMLNode[], node: AST.TOMLNode): TextEdit[] {
  const { text } = tree;
  const index = siblings.indexOf(node);
  const [start, end] = node.range;
  const comma = skipTrivia(text, end);
  const hasComma = text[comma] === ",";
  const commaFollows = hasComma && comma === skipSpace(text, end);
  const behind = commaFollows ? comma + 1 : end;
  const alone =
    hasComma === commaFollows &&
    text.slice(lineStart(text, start), start).trim() === "" &&
    /^[ \t]*(?:#|\r?\n)/.test(text.slice(behind));
  const previous = siblings[index - 1];
  if (alone) {
    const own = removeLines(text, start, behind);
    return hasComma || previous === undefined ? [own] : [...removeComma(text, previous.range[1]), own];
  }
  const next = siblings[index + 1];
  if (next !== undefined) return [{ start, end, text: "" }, removeUpTo(text, comma, next.range[0])];
  if (previous === undefined) return [{ start, end: hasComma ? comma + 1 : end, text: "" }];
  const before = skipTrivia(text, previous.range[1]);
  const nothingBetween = text.slice(before + 1, start).trim() === "";
  return [
    { start: before, end: nothingBetween ? start : before + 1, text: "" },
    { start, end, text: "" },
  ];
}

/** The separating comma at `comma` and the space up to `end`; anything more in between stays. */
function removeUpTo(text: string, comma: number, end: number): TextEdit {
  const between = text.slice(comma + 1, end);
  return { start: comma, end: /^[ \t]*$/.test(between) ? end : comma + 1, text: "" };
}

/** The comma behind an element that has become the last one, where the list had none at its end. */
function removeComma(text: string, end: number): TextEdit[] {
  const comma = skipTrivia(text, end);
  return [{ start: comma, end: comma + 1, text: "" }];
}
