import type { TextEdit } from "../../model/span.js";
import { parseToml, TomlSyntaxError, withoutByteOrderMark } from "./parse.js";
import { commentsIn, findDotted, findSlot, isBelow, isSamePath, parseTree } from "./tree.js";
import type { Path, Range, Tree } from "./tree.js";

/** How a value is spelled: behind its key or in its list, as lines `key.inner = …`, or below headers. */
type Form = "value" | "lines" | "headers";

/** What makes up a value in the text. */
export interface Spelled extends Range {
  readonly form: Form;
  readonly source: string;
  /** The comments in it. */
  readonly comments: readonly string[];
}

/** How the value at a path is written; `null`: there is none, or it stands in several places with others in between. */
export function spelledAt(text: string, path: Path): Spelled | null {
  const tree = parseTree(withoutByteOrderMark(text));
  const found = placeIn(tree, path);
  if (found === null) return null;
  const cut = ({ start, end }: Range) => tree.text.slice(start, end);
  return { ...found, source: cut(found), comments: commentsIn(tree, found).map(cut) };
}

/** Where a value stands, or else its key or header: an offset in the text, a byte order mark counted. */
export function offsetAt(text: string, path: Path): number | null {
  const tree = parseTree(withoutByteOrderMark(text));
  const start = (placeIn(tree, path) ?? headersAt(tree, path, false))?.start;
  return start === undefined ? null : start + text.length - tree.text.length;
}

function placeIn(tree: Tree, path: Path): (Range & { readonly form: Form }) | null {
  const slot = findSlot(tree, path);
  if (slot !== null) return { form: "value", start: slot.value.start, end: slot.value.end };
  const lines = linesAt(tree, path);
  const headers = headersAt(tree, path);
  if (lines !== null && headers !== null) return null;
  return lines === null ? headers && { form: "headers", ...headers } : { form: "lines", ...lines };
}

function linesAt(tree: Tree, path: Path): Range | null {
  const dotted = findDotted(tree, path);
  if (dotted === null) return null;
  const from = dotted.section.entries.indexOf(dotted.entries[0]!);
  const together = dotted.entries.every((entry, index) => dotted.section.entries[from + index] === entry);
  return together ? { start: dotted.entries[0]!.start, end: dotted.entries.at(-1)!.end } : null;
}

function headersAt({ sections }: Tree, path: Path, together = true): Range | null {
  const own = sections.filter((one) => isSamePath(one.path, path) || isBelow(one.path, path));
  const [first] = own;
  if (first === undefined || first.kind === "top") return null;
  const from = sections.indexOf(first);
  if (together && own.some((one, index) => sections[from + index] !== one)) return null;
  const last = own.at(-1)!;
  return { start: first.start, end: last.contentEnd };
}

/** What a source says that `spelledAt` gave for this path; `undefined`: it says something else, or nothing. */
export function meaningOf(source: string, path: Path): unknown {
  if (formOf(source) === "value") return read(`value = ${source}`)?.["value"];
  const document = read(source);
  const suffixes = path.map((_, index) => path.slice(index));
  return suffixes.map((keys) => onlyAt(document, keys)).find((one) => one !== undefined);
}

/** The form of a source that `spelledAt` gave. */
export function formOf(source: string): Form {
  const keys = Object.keys(read(`value = ${source}`) ?? {});
  if (keys.length === 1) return "value";
  return source.startsWith("[") ? "headers" : "lines";
}

function read(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseToml(text);
  } catch (error) {
    if (error instanceof TomlSyntaxError) return undefined;
    throw error;
  }
}

/** The value at a path on which there is nothing else. */
function onlyAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((present, key) => {
    if (typeof present !== "object" || present === null) return undefined;
    const [[only, inner] = [], ...others] = Object.entries(present);
    return only === String(key) && others.length === 0 ? inner : undefined;
  }, value);
}

/** Puts a source back where something of the same form stands now. */
export function restoreSource(tree: Tree, path: Path, source: string): TextEdit[] {
  const found = placeIn(tree, path);
  if (found?.form !== formOf(source)) throw new Error(`${path.join(".")} has another form than it had`);
  return [{ start: found.start, end: found.end, text: source }];
}
