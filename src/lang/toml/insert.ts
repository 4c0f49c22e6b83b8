import type { TextEdit } from "../../model/span.js";
import { behind, indentBefore, lineEnd, lineEnding, lineStart, skipTrivia } from "./lines.js";
import { findDotted, findSlot, findTable, isBelow } from "./tree.js";
import type { Entry, Path, Section, Tree, Value } from "./tree.js";
import { tomlEntries, tomlInline, tomlKey, tomlLike, tomlLines, tomlPath } from "./write.js";
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
  if (slot === null) {
    return addKey(
      tree,
      path,
      (ending) =>
        layout === "lines" && isList(value) && ending !== null ? tomlLines(value, ending) : tomlInline(value),
      comment,
    );
  }
  const { start, end } = slot.value;
  return [{ start, end, text: tomlLike(tree.text.slice(start, end), value) }];
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
  if (slot?.value.kind === "list") return appendElement(tree, slot.value, tomlInline(value));
  if (slot !== null) throw new Error(`${path.join(".")} is no list`);
  const inTables = layout === "tables" || findTable(tree, [...path, 0]) !== null;
  if (inTables && isTable(value)) return appendTable(tree, keysOf(path), value, comment);
  return setValue(tree, path, [value], layout, comment);
}

/** The text of a value, given the line ending to write it with; `null`: on one line. */
type Written = (ending: string | null) => string;

/** Whole lines, but for the last line ending. */
type Block = (ending: string) => string;

function addKey(tree: Tree, path: Path, value: Written, comment?: string): TextEdit[] {
  const parent = path.slice(0, -1);
  const line = (ending: string) => `${tomlPath(keysOf(path.slice(-1)))} = ${value(ending)}`;
  const table = parent.length === 0 ? tree.sections[0]! : findTable(tree, parent);
  if (table !== null) return addLine(tree, table, line);

  const holder = innermostHolder(tree, parent);
  if (holder === null) {
    return addAtEnd(tree, (ending) =>
      commented([`[${tomlPath(keysOf(parent))}]`, line(ending)], comment).join(ending),
    );
  }
  if (holder.kind === "inline") {
    const [first = "", ...inner] = keysOf(path.slice(holder.depth));
    const nested = inner.reduceRight((text, key) => `{ ${tomlKey(key)} = ${text} }`, value(null));
    return addToInline(tree, holder.table, `${tomlKey(first)} = ${nested}`);
  }
  const dotted = tomlPath(keysOf(path.slice(holder.ownerDepth)));
  return addLineAfter(tree, holder.last, (ending) => `${dotted} = ${value(ending)}`);
}

type Holder =
  | { readonly kind: "inline"; readonly depth: number; readonly table: Value & { readonly kind: "inline" } }
  | { readonly kind: "dotted"; readonly ownerDepth: number; readonly last: Entry };

/** The deepest table on the way that exists without a header of its own; `null`: headers all the way. */
function innermostHolder(tree: Tree, path: Path): Holder | null {
  for (let depth = path.length; depth > 0; depth--) {
    const ancestor = path.slice(0, depth);
    if (findTable(tree, ancestor) !== null) return null;
    const slot = findSlot(tree, ancestor);
    if (slot?.value.kind === "inline") return { kind: "inline", depth, table: slot.value };
    if (slot !== null) throw new Error(`${ancestor.join(".")} is no table`);
    const dotted = findDotted(tree, ancestor);
    const last = dotted?.entries.at(-1);
    if (dotted !== null && last !== undefined) {
      return { kind: "dotted", ownerDepth: dotted.section.path.length, last };
    }
  }
  return null;
}

/** A new line behind the last one of a table. */
function addLine(tree: Tree, table: Section, line: Block): TextEdit[] {
  const last = table.entries.at(-1);
  if (last !== undefined) return addLineAfter(tree, last, line);
  if (table.kind !== "top") return addLineAfter(tree, table, line, "");
  const first = tree.sections[1];
  if (first === undefined) return addAtEnd(tree, line);
  const start = lineStart(tree.text, first.start);
  const ending = lineEnding(tree.text, start);
  return [{ start, end: start, text: `${line(ending)}${ending}${ending}` }];
}

function addLineAfter({ text }: Tree, node: Entry | Section, line: Block, indent?: string): TextEdit[] {
  const ending = lineEnding(text, node.end);
  const space = indent ?? indentBefore(text, node.start);
  return [blockAt(text, lineEnd(text, node.end), `${space}${line(ending)}`, ending)];
}

/** Whole lines at the start of a line, or at the end of a text; one without a final line ending gets none. */
function blockAt(text: string, start: number, block: string, ending: string): TextEdit {
  const unfinished = start > 0 && text[start - 1] !== "\n";
  return { start, end: start, text: unfinished ? `${ending}${block}` : `${block}${ending}` };
}

function addToInline(tree: Tree, table: Value & { readonly kind: "inline" }, entry: string): TextEdit[] {
  const last = table.entries.at(-1);
  if (last === undefined) return [{ start: table.start, end: table.end, text: `{ ${entry} }` }];
  return addBehind(tree, last.end, entry);
}

/** A new element on the line of the last one. */
function addBehind({ text }: Tree, end: number, element: string): TextEdit[] {
  const comma = skipTrivia(text, end);
  return text[comma] === ","
    ? [{ start: comma + 1, end: comma + 1, text: ` ${element},` }]
    : [{ start: end, end, text: `, ${element}` }];
}

function appendElement(tree: Tree, list: Value & { readonly kind: "list" }, element: string): TextEdit[] {
  const { text } = tree;
  const last = list.elements.at(-1);
  if (last === undefined) return fillEmptyList(tree, list, element);
  const start = lineStart(text, last.start);
  const ownLine = text.slice(start, last.start).trim() === "" && start > list.start;
  if (!ownLine) return addBehind(tree, last.end, element);
  const comma = skipTrivia(text, last.end);
  const hasComma = text[comma] === ",";
  // Behind the comment on the element's own line, which belongs to that element.
  const place = behind(/[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/y, text, hasComma ? comma + 1 : last.end);
  const line = `${lineEnding(text, place)}${indentBefore(text, last.start)}${element}${hasComma ? "," : ""}`;
  const added = { start: place, end: place, text: line };
  return hasComma ? [added] : [{ start: last.end, end: last.end, text: "," }, added];
}

function fillEmptyList({ text }: Tree, { start, end }: Value, element: string): TextEdit[] {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes("\n")) return [{ start: start + 1, end: end - 1, text: element }];
  const closing = lineStart(text, end - 1);
  const indent = /\n([ \t]*)#/.exec(inner)?.[1] ?? `${indentBefore(text, end - 1)}    `;
  const line = `${indent}${element},${lineEnding(text, closing - 1)}`;
  return [{ start: closing, end: closing, text: line }];
}

/** A new `[[path]]` behind the others of its kind, or at the end. */
function appendTable(
  tree: Tree,
  path: readonly string[],
  entries: { readonly [key: string]: Writable },
  comment?: string,
): TextEdit[] {
  const holder = innermostHolder(tree, path.slice(0, -1));
  if (holder !== null) return addKey(tree, path, () => tomlInline([entries]));
  const block: Block = (ending) =>
    commented([`[[${tomlPath(path)}]]`, ...tomlEntries(entries)], comment).join(ending);
  const last = tree.sections.findLast((one) => isBelow(one.path, path));
  return last === undefined ? addAtEnd(tree, block) : [separated(tree.text, last.contentEnd, block)];
}

function commented(lines: readonly string[], comment: string | undefined): readonly string[] {
  return comment === undefined ? lines : [comment, ...lines];
}

/** New lines at the end of the document. */
function addAtEnd({ text }: Tree, block: Block): TextEdit[] {
  if (text !== "") return [separated(text, text.length, block)];
  return [{ start: 0, end: 0, text: `${block("\n")}\n` }];
}

/** Always behind one empty line of its own, so that what takes the block away can take that one, too. */
function separated(text: string, offset: number, block: Block): TextEdit {
  const ending = lineEnding(text, offset);
  return blockAt(text, lineEnd(text, offset), `${ending}${block(ending)}`, ending);
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
