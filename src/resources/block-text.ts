import type { TextEdit } from "../model/span.js";

export const blockBegin = "# >>> nixtorch >>>";
export const blockEnd = "# <<< nixtorch <<<";

/** Where the marked block stands in a text, in UTF-16 units, or which marker lines (from 1) make it unclear. */
export type BlockFound =
  | { readonly kind: "none" }
  /** `start` is at the first marker, `end` behind the line ending of the last; `body` has LF line endings. */
  | { readonly kind: "block"; readonly start: number; readonly end: number; readonly body: string }
  | { readonly kind: "unclear"; readonly lines: readonly number[] };

export function findBlock(text: string): BlockFound {
  const lines = text.split("\n");
  const markers = lines.flatMap((line, index) => {
    const bare = line.replace(/^\uFEFF/, "").trim();
    return bare === blockBegin || bare === blockEnd ? [{ index, begins: bare === blockBegin }] : [];
  });
  const [first, last] = markers;
  if (first === undefined) return { kind: "none" };
  if (markers.length !== 2 || last === undefined || !first.begins || last.begins) {
    return { kind: "unclear", lines: markers.map(({ index }) => index + 1) };
  }
  const offset = (index: number) => lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  const start = offset(first.index) + (lines[first.index]?.startsWith("\uFEFF") ? 1 : 0);
  const body = lines.slice(first.index + 1, last.index).map((line) => line.replace(/\r$/, ""));
  return { kind: "block", start, end: Math.min(offset(last.index + 1), text.length), body: body.join("\n") };
}

/** The text without its block: what the person wrote. */
export function outsideBlock(text: string): string {
  const found = findBlock(text);
  return found.kind === "block" ? text.slice(0, found.start) + text.slice(found.end) : text;
}

/** A block as a file of its own. */
export function renderBlock(body: string, lineEnding = "\n"): string {
  const text = [blockBegin, ...(body === "" ? [] : [body]), blockEnd].join("\n");
  return `${text.replaceAll("\n", lineEnding)}${lineEnding}`;
}

/** Puts the block in the place of the present one, or behind everything else. */
export function putBlock(text: string, found: BlockFound, body: string): TextEdit {
  const lineEnding = text.includes("\r\n") ? "\r\n" : "\n";
  const block = renderBlock(body, lineEnding);
  if (found.kind === "block") return { start: found.start, end: found.end, text: block };
  const unfinished = text !== "" && text !== "\uFEFF" && !text.endsWith("\n");
  const separate = text.trim() !== "" && !/\n\r?\n$/.test(text);
  const before = (unfinished ? lineEnding : "") + (separate ? lineEnding : "");
  return { start: text.length, end: text.length, text: before + block };
}

/** Takes the block away, with the empty line in front of it. */
export function cutBlock(text: string, found: Extract<BlockFound, { kind: "block" }>): TextEdit {
  const gap = /(?<=\n)\r?\n$/.exec(text.slice(0, found.start));
  return { start: found.start - (gap?.[0].length ?? 0), end: found.end, text: "" };
}
