import { withoutByteOrderMark } from "./parse.js";
import { offsetAt } from "./source.js";
import { parseTree } from "./tree.js";
import type { Entry, Path, Value } from "./tree.js";

/** Line and column, counted from 1; a byte order mark is no column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

let latest: { readonly text: string; readonly starts: readonly number[] } = { text: "", starts: [0] };

/** Where each line starts; kept for the last text, as questions about a text come in rows. */
function lineStarts(text: string): readonly number[] {
  const { starts } = latest.text === text ? latest : { starts: startsIn(text) };
  latest = { text, starts };
  return starts;
}

function startsIn(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

export function positionAt(text: string, offset: number): Position {
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: text.slice(starts[low]!, offset).replace(/^\uFEFF/, "").length + 1 };
}

/** Where the value at a path stands in a valid document; `null`: nowhere. */
export function positionOf(text: string, path: Path): Position | null {
  const offset = offsetAt(text, path);
  return offset === null ? null : positionAt(text, offset);
}

/** The same for many paths of one document. */
export function positionsIn(text: string): (path: Path) => Position | null {
  const body = withoutByteOrderMark(text);
  const offsets = new Map<string, number>();
  for (const { path, start, entries } of parseTree(body).sections) {
    note(offsets, path, start);
    noteEntries(offsets, path, entries);
  }
  return (path) => {
    const offset = offsets.get(keyOf(path));
    return offset === undefined ? null : positionAt(text, offset + text.length - body.length);
  };
}

function noteEntries(offsets: Map<string, number>, owner: Path, entries: readonly Entry[]): void {
  for (const { keys, start, value } of entries) {
    const path = [...owner, ...keys];
    // A table made by dotted keys stands where the first of them does.
    for (let depth = owner.length + 1; depth < path.length; depth++)
      note(offsets, path.slice(0, depth), start);
    noteValue(offsets, path, value);
  }
}

function noteValue(offsets: Map<string, number>, path: Path, value: Value): void {
  note(offsets, path, value.start);
  if (value.kind === "inline") noteEntries(offsets, path, value.entries);
  if (value.kind === "list") {
    value.elements.forEach((element, index) => noteValue(offsets, [...path, index], element));
  }
}

/** The first place counts; a header below makes the tables above it. */
function note(offsets: Map<string, number>, path: Path, start: number): void {
  for (let depth = path.length; depth > 0; depth--) {
    const key = keyOf(path.slice(0, depth));
    if (offsets.has(key)) return;
    offsets.set(key, start);
  }
}

function keyOf(path: Path): string {
  return path.join("\n");
}
