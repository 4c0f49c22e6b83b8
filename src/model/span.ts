import type { Span } from "./plan.js";

/** Replacement of [start, end) of a text; offsets in UTF-16 units, as JavaScript strings count. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const encoder = new TextEncoder();

/** The same edits as spans over the UTF-8 bytes of `text`, ascending. Raises a RangeError if they overlap. */
export function toSpans(text: string, edits: readonly TextEdit[]): Span[] {
  let seen = 0;
  let bytes = 0;
  const byteOffset = (offset: number) => {
    bytes += encoder.encode(text.slice(seen, offset)).length;
    seen = offset;
    return bytes;
  };
  return inOrder(edits, text.length).map(({ start, end, text: replacement }) => ({
    start: byteOffset(start),
    end: byteOffset(end),
    text: replacement,
  }));
}

/** `text` after the edits. Raises a RangeError if they overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let seen = 0;
  for (const edit of inOrder(edits, text.length)) {
    result += text.slice(seen, edit.start) + edit.text;
    seen = edit.end;
  }
  return result + text.slice(seen);
}

/** `bytes` after the spans; everything outside them is copied untouched. Raises a RangeError if they overlap. */
export function applySpans(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let seen = 0;
  for (const span of inOrder(spans, bytes.length)) {
    parts.push(bytes.subarray(seen, span.start), encoder.encode(span.text));
    seen = span.end;
  }
  parts.push(bytes.subarray(seen));
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

/** Ascending by start; two edits at one place keep the order they were given in. */
function inOrder<Edit extends { readonly start: number; readonly end: number }>(
  edits: readonly Edit[],
  length: number,
): Edit[] {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  let seen = 0;
  for (const { start, end } of ordered) {
    if (start < seen || end < start || end > length)
      throw new RangeError(`edit [${start}, ${end}) overlaps another one or lies outside the text`);
    seen = end;
  }
  return ordered;
}
