import { textDiff } from "../diff/text.js";
import type { Address } from "../model/address.js";
import type { FileDiff } from "./diff.js";

/** A file before and after; `null`: absent. */
export interface FileTexts {
  readonly address: Address;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly ownership: "whole" | "partial";
}

const usualContext = 3;

/**
 * The text diffs of a plan's files. The rest of a file that nixtorch owns in part may hold secrets: the lines around a
 * change are shown on a terminal only, never where output is kept.
 */
export async function fileDiffs(
  files: readonly FileTexts[],
  { onTerminal }: { readonly onTerminal: boolean },
): Promise<FileDiff[]> {
  return Promise.all(
    files
      .filter(({ before, after }) => before !== after)
      .map(async ({ address, path, before, after, ownership }) => ({
        address,
        path,
        hunks: await textDiff(before, after, ownership === "whole" || onTerminal ? usualContext : 0),
      })),
  );
}
