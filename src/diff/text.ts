/** A hunk of a unified diff. Lines begin with a space, `+`, `-` or, for a missing line end, `\`. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** Beyond this many changed lines a diff helps nobody, and the search, quadratic in them, takes seconds. */
const maxChangedLines = 3_000;

/**
 * The unified diff of two texts.
 *
 * @param before the old text; `null`: no file.
 * @param after the new text; `null`: no file.
 * @param context unchanged lines shown around a change.
 * @returns the hunks, or `null` if the texts differ too much to show.
 */
export async function textDiff(
  before: string | null,
  after: string | null,
  context: number,
): Promise<readonly Hunk[] | null> {
  if (before === after) return [];
  if (before === null || after === null) return [wholeFile(before, after)];
  const { structuredPatch } = await import("diff");
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context,
    maxEditLength: maxChangedLines,
  });
  return patch === undefined ? null : patch.hunks;
}

/** A file that appears or goes: no search for common lines is needed. */
function wholeFile(before: string | null, after: string | null): Hunk {
  const text = before ?? after ?? "";
  const lines = text.split("\n");
  const complete = lines.at(-1) === "";
  if (complete) lines.pop();
  const sign = before === null ? "+" : "-";
  const count = lines.length;
  return {
    oldStart: before === null ? 0 : 1,
    oldLines: before === null ? 0 : count,
    newStart: after === null ? 0 : 1,
    newLines: after === null ? 0 : count,
    lines: [...lines.map((line) => sign + line), ...(complete ? [] : ["\\ No newline at end of file"])],
  };
}

/** Replacement of [start, end) of a text, in UTF-16 units. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits of whole lines that turn one text into the other, ascending: what the texts have in common stays. */
export async function lineEdits(before: string, after: string): Promise<readonly Edit[]> {
  const { diffLines } = await import("diff");
  const parts = diffLines(before, after, { maxEditLength: maxChangedLines });
  if (parts === undefined) return [{ start: 0, end: before.length, text: after }];
  const edits: Edit[] = [];
  let at = 0;
  for (const { value, added, removed } of parts) {
    const last = edits.at(-1);
    const touches = last !== undefined && last.end === at;
    if (added) {
      if (touches) edits[edits.length - 1] = { ...last, text: last.text + value };
      else edits.push({ start: at, end: at, text: value });
    } else {
      if (removed && touches) edits[edits.length - 1] = { ...last, end: at + value.length };
      else if (removed) edits.push({ start: at, end: at + value.length, text: "" });
      at += value.length;
    }
  }
  return edits;
}
