import { diffArrays } from "diff";

/** Lines that give way to others at one place. Either may be empty. */
export interface LineChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Beyond this many changed lines the texts have too little in common for a line by line story. */
const maxChangedLines = 1_000;

/** What turns one text into another, line by line, in order. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, fresh, { maxEditLength: maxChangedLines });
  if (parts === undefined) return [{ removed: old, added: fresh }];
  const changes: LineChange[] = [];
  let current: { removed: string[]; added: string[] } | null = null;
  for (const { value, added, removed } of parts) {
    if (!added && !removed) {
      current = null;
      continue;
    }
    if (current === null) changes.push((current = { removed: [], added: [] }));
    (added ? current.added : current.removed).push(...value);
  }
  return changes;
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
