import type { TextEdit } from "../../model/span.js";
import { cutLines, lineEnd, lineStart, skipSpace, skipTrivia } from "./lines.js";
import { commentsIn, findSlot, findTable } from "./tree.js";
import type { Entry, Path, Range, Section, Slot, Tree } from "./tree.js";

/**
 * Takes away the key, list element or table at `path`. Comments stay, each on its line: a person wrote them.
 * A table is taken with its own keys and the empty line above it, and with `comment` if that is the line above its
 * header; tables below it must be gone already.
 */
export function removeAt(tree: Tree, path: Path, comment?: string, passOn = false): TextEdit[] {
  const slot = findSlot(tree, path);
  if (slot === null) {
    const table = findTable(tree, path);
    if (table === null) throw new Error(`${path.join(".")} is not there`);
    return (passOn ? removeBelow(tree, table, comment) : null) ?? removeTable(tree, table, comment);
  }
  const { owner, entry, value } = slot;
  if ("elements" in owner) return removeFromList(tree.text, owner.elements, value);
  if (owner.kind === "inline") return removeFromInline(tree.text, owner, entry!);
  return cutLines(tree.text, [linesOf(tree.text, entry!)]);
}

/**
 * Takes away a list, inline table or table header without content or comments; anything else stays. With `was`, an
 * empty list or inline table stays, spelled like that.
 */
export function pruneAt(tree: Tree, path: Path, comment?: string, was?: string): TextEdit[] {
  const slot = findSlot(tree, path);
  if (slot !== null) return pruneSlot(tree, path, slot, was);
  const table = findTable(tree, path);
  if (table === null || table.entries.length > 0 || was !== undefined) return [];
  const section = { start: table.start, end: endOfSection(tree, table) };
  return commentsIn(tree, section).length > 0 ? [] : removeTable(tree, table, comment);
}

function pruneSlot(tree: Tree, path: Path, { value }: Slot, was: string | undefined): TextEdit[] {
  if (value.kind === "scalar") return [];
  const content = value.kind === "list" ? value.elements : value.entries;
  if (content.length > 0 || commentsIn(tree, value).length > 0) return [];
  const { start, end } = value;
  if (was !== undefined) return tree.text.slice(start, end).includes("\n") ? [] : [{ start, end, text: was }];
  return /^[ \t]*,?[ \t]*#/.test(tree.text.slice(end, lineEnd(tree.text, end))) ? [] : removeAt(tree, path);
}

/** Where the next header begins, or the comment that stands right above it behind an empty line. */
function endOfSection({ text }: Tree, table: Section): number {
  if (table.until === text.length) return text.length;
  const section = text.slice(table.start, lineStart(text, table.until));
  const introduction = /(?<=\n[ \t]*\r?\n)(?:[ \t]*#[^\n]*\n)+$/.exec(section)?.[0] ?? "";
  return table.start + section.length - introduction.length;
}

function removeTable(tree: Tree, table: Section, comment: string | undefined): TextEdit[] {
  const { text } = tree;
  const end = lineEnd(text, table.contentEnd);
  const lines = withLineAbove(text, linesOf(text, table), comment);
  const header = commentsIn(tree, { start: table.start, end }).length > 0 ? lines : withGap(text, lines);
  return cutLines(text, [header, ...table.entries.map((entry) => linesOf(text, entry))]);
}

/** Up to the next of its kind, so that the comment above stands above that one; `null`: it is not like that. */
function removeBelow(
  { text, sections }: Tree,
  table: Section,
  comment: string | undefined,
): TextEdit[] | null {
  const next = sections[sections.indexOf(table) + 1];
  const header = linesOf(text, table);
  const isNext = next?.kind === "element" && next.keys.join("\n") === table.keys.join("\n");
  if (!isNext || table.comments.length > 0 || withLineAbove(text, header, comment) === header) return null;
  return [{ start: header.start, end: lineStart(text, next.start), text: "" }];
}

function withLineAbove(text: string, header: Range, comment: string | undefined): Range {
  if (header.start !== lineStart(text, header.start) || header.start === 0) return header;
  const above = lineStart(text, header.start - 1);
  return text.slice(above, header.start).trim() === comment ? { ...header, start: above } : header;
}

/** Also the empty line before the header: nixtorch's tables always come with one. */
function withGap(text: string, header: Range): Range {
  if (header.start === 0) return header;
  const above = lineStart(text, header.start - 1);
  return text.slice(above, header.start).trim() === "" ? { ...header, start: above } : header;
}

/** The lines of a range, or only the range if a comment stands behind it. */
function linesOf(text: string, { start, end }: Range): Range {
  const behind = skipSpace(text, end);
  if (text[behind] === "#") return { start, end: behind };
  return { start: lineStart(text, start), end: lineEnd(text, end) };
}

function removeFromInline(
  text: string,
  table: Range & { readonly entries: readonly Entry[] },
  entry: Entry,
): TextEdit[] {
  const { start, end } = table;
  const inside = text.slice(start + 1, entry.start) + text.slice(entry.end, end - 1);
  const alone = table.entries.length === 1 && /^[ \t,]*$/.test(inside);
  return alone ? [{ start, end, text: "{}" }] : removeFromList(text, table.entries, entry);
}

/** An element of a list, or an entry of an inline table, with the comma that separates it. */
function removeFromList(text: string, siblings: readonly Range[], node: Range): TextEdit[] {
  const index = siblings.indexOf(node);
  const { start, end } = node;
  const comma = skipTrivia(text, end);
  const hasComma = text[comma] === ",";
  const commaFollows = hasComma && comma === skipSpace(text, end);
  const behind = commaFollows ? comma + 1 : end;
  const alone =
    hasComma === commaFollows &&
    text.slice(lineStart(text, start), start).trim() === "" &&
    /^[ \t]*(?:#|\r?\n)/.test(text.slice(behind, lineEnd(text, behind)));
  const previous = siblings[index - 1];
  if (alone) {
    const own = { ...linesOf(text, { start, end: behind }), text: "" };
    return hasComma || previous === undefined ? [own] : [...removeComma(text, previous.end), own];
  }
  const next = siblings[index + 1];
  if (next !== undefined) return [{ start, end, text: "" }, removeUpTo(text, comma, next.start)];
  if (previous === undefined) return [{ start, end: hasComma ? comma + 1 : end, text: "" }];
  const before = skipTrivia(text, previous.end);
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
