import type { TextEdit } from "../model/span.js";

/** The first line of every whole project file that nixtorch writes; ownership is read off it. */
export const header =
  "# Written by nixtorch from nixtorch.config.ts: change that file, then run `nixtorch apply`.";

/** What the first line of every whole file of nixtorch's begins with, in this version or an older one. */
const opening = "# Written by nixtorch ";

/** Whether a text starts as a file written by nixtorch does. */
export function carriesHeader(text: string): boolean {
  return text.startsWith(opening);
}

/** Takes the header line off a file, whatever its line endings; `null`: there is none. */
export function cutHeader(text: string): TextEdit | null {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  if (!text.startsWith(opening, start)) return null;
  const newline = text.indexOf("\n", start);
  return { start, end: newline === -1 ? text.length : newline + 1, text: "" };
}
