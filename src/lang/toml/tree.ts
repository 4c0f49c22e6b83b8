import type { TextEdit } from "../../model/span.js";
import { Scanner } from "./scan.js";
import type { Entry, Header, Range, Value } from "./scan.js";

export type { Entry, Range, Value } from "./scan.js";

/** Keys and list indices from the root of the document. */
export type Path = readonly (string | number)[];

/** A header, and what is below it up to the next. */
export class Section implements Header {
  readonly kind: Header["kind"];
  readonly keys: readonly string[];
  readonly start: number;
  readonly end: number;
  /** From the root; an element of an array of tables ends with its index. */
  readonly path: Path;
  /** Where the next header starts. */
  readonly until: number;
  readonly #text: string;
  #content: { readonly entries: readonly Entry[]; readonly comments: readonly Range[] } | undefined;

  /** `header` and `until` count from `shift` on. */
  constructor(text: string, header: Header, path: Path, until: number, shift = 0) {
    this.kind = header.kind;
    this.keys = header.keys;
    this.start = header.start + shift;
    this.end = header.end + shift;
    this.path = path;
    this.until = until + shift;
    this.#text = text;
  }

  get entries(): readonly Entry[] {
    return this.#read().entries;
  }

  get comments(): readonly Range[] {
    return this.#read().comments;
  }

  /** Behind the last key: a header without keys ends with its bracket. */
  get contentEnd(): number {
    return this.entries.at(-1)?.end ?? this.end;
  }

  #read() {
    return (this.#content ??= new Scanner(this.#text, this.end, this.until).entries());
  }
}

/** A document with positions, and ways to find things in it by path. */
export interface Tree {
  readonly text: string;
  /** The first holds the keys above all headers. */
  readonly sections: readonly Section[];
}

/** A value that has a place of its own: behind a key, or in a list. */
export interface Slot {
  readonly value: Value;
  readonly owner: Section | Value;
  /** `null`: an element of a list. */
  readonly entry: Entry | null;
}

const top: Header = { kind: "top", keys: [], start: 0, end: 0 };

let latest: Tree | null = null;

/** `text` must be valid TOML without a byte order mark. The last tree is kept, as questions about a text come in rows. */
export function parseTree(text: string): Tree {
  const sections = latest?.text === text ? latest.sections : sectionsIn(text);
  // With this very string: comparing it with itself takes no time, with an equal one of megabytes it does.
  latest = { text, sections };
  return latest;
}

function sectionsIn(text: string): Section[] {
  const headers = [top, ...new Scanner(text).headers()];
  const paths = pathsOf(headers);
  return headers.map((header, index) => {
    return new Section(text, header, paths[index]!, headers[index + 1]?.start ?? text.length);
  });
}

/** The tree of the text that the edits of `tree` lead to; only the sections around them are read anew. */
export function editedTree({ text, sections }: Tree, edits: readonly TextEdit[], after: string): Tree {
  const first = Math.min(...edits.map(({ start }) => start));
  const last = Math.max(...edits.map(({ end }) => end));
  const shift = after.length - text.length;
  const before = sections.filter(({ until }) => until < first);
  const behind = sections.filter(({ start, kind }) => start >= last && kind !== "top");
  const from = before.at(-1)?.until ?? 0;
  const until = (behind[0]?.start ?? text.length) + shift;
  const between = [...(before.length === 0 ? [top] : []), ...new Scanner(after, from, until).headers()];
  const old = sections.slice(before.length, sections.length - behind.length);
  const isSame =
    old.length === between.length && old.every((one, index) => isSameHeader(one, between[index]!));
  const paths = isSame ? sections.map(({ path }) => path) : pathsOf([...before, ...between, ...behind]);
  latest = {
    text: after,
    sections: [
      ...before,
      ...between.map((header, index) => {
        const path = paths[before.length + index]!;
        return new Section(after, header, path, between[index + 1]?.start ?? until);
      }),
      ...behind.map((section, index) => {
        const path = paths[before.length + between.length + index]!;
        return new Section(after, section, path, section.until, shift);
      }),
    ],
  };
  return latest;
}

function isSameHeader(a: Header, b: Header): boolean {
  return a.kind === b.kind && isSamePath(a.keys, b.keys);
}

/** Below an array of tables, a header speaks of its last element. */
function pathsOf(headers: readonly Header[]): Path[] {
  const lengths = new Map<string, number>();
  return headers.map(({ kind, keys }) => {
    if (kind !== "element" && lengths.size === 0) return keys;
    const path: (string | number)[] = [];
    let array = "";
    keys.forEach((key, depth) => {
      path.push(key);
      array += `${key}\n`;
      const length = lengths.get(array) ?? 0;
      const begins = kind === "element" && depth === keys.length - 1;
      if (begins) lengths.set(array, length + 1);
      if (!begins && length === 0) return;
      path.push(begins ? length : length - 1);
      array += `${path.at(-1)}\n`;
    });
    return path;
  });
}

export function findSlot(tree: Tree, path: Path): Slot | null {
  for (const section of tree.sections) {
    if (!isBelow(path, section.path)) continue;
    const found = slotAmong(section.entries, section, path.slice(section.path.length));
    if (found !== null) return found;
  }
  return null;
}

function slotAmong(entries: readonly Entry[], owner: Section | Value, path: Path): Slot | null {
  for (const entry of entries) {
    if (isSamePath(entry.keys, path)) return { value: entry.value, owner, entry };
    if (isBelow(path, entry.keys)) return slotWithin(entry.value, path.slice(entry.keys.length));
  }
  return null;
}

function slotWithin(value: Value, path: Path): Slot | null {
  if (value.kind === "inline") return slotAmong(value.entries, value, path);
  const [index, ...rest] = path;
  const element = value.kind === "list" && typeof index === "number" ? value.elements[index] : undefined;
  if (element === undefined) return null;
  return rest.length === 0 ? { value: element, owner: value, entry: null } : slotWithin(element, rest);
}

/** The `[table]` or `[[table]]` header of exactly this path. */
export function findTable(tree: Tree, path: Path): Section | null {
  return tree.sections.find((one) => one.kind !== "top" && isSamePath(one.path, path)) ?? null;
}

/** The lines `a.b.c = …` that make `path` a table by dotted keys, with the section that they stand in. */
export function findDotted(tree: Tree, path: Path): { section: Section; entries: readonly Entry[] } | null {
  for (const section of tree.sections) {
    if (!isBelow(path, section.path)) continue;
    const rest = path.slice(section.path.length);
    const entries = section.entries.filter(({ keys }) => isBelow(keys, rest));
    if (entries.length > 0) return { section, entries };
  }
  return null;
}

/** Whether something in the text makes a table or list of this path, and not only what is in it. */
export function standsAt(tree: Tree, path: Path): boolean {
  return (findSlot(tree, path) ?? findTable(tree, path) ?? findTable(tree, [...path, 0])) !== null;
}

export function commentsIn({ sections }: Tree, { start, end }: Range): Range[] {
  return sections
    .filter((section) => section.start < end && section.until > start)
    .flatMap(({ comments }) => comments.filter((one) => one.start >= start && one.start < end));
}

export function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** Whether `path` lies strictly inside `ancestor`. */
export function isBelow(path: Path, ancestor: Path): boolean {
  return path.length > ancestor.length && ancestor.every((part, index) => part === path[index]);
}
