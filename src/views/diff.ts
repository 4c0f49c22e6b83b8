import type { Hunk } from "../diff/text.js";
import type { Address } from "../model/address.js";
import type { Style } from "./style.js";
import { inline } from "./text.js";

/** The text diff of one file, as the plan view shows it. */
export interface FileDiff {
  readonly address: Address;
  readonly path: string;
  /** `null`: the texts differ too much to show. */
  readonly hunks: readonly Hunk[] | null;
}

/** A unified diff without file headers (the block above names the file); hunks without context have no `@@` line. */
export function diffLines(diff: FileDiff, style: Style): string[] {
  if (diff.hunks === null) return [style.dim("(the text differs too much to show line by line)")];
  return diff.hunks.flatMap((hunk) => [
    style.cyan(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...hunk.lines.map((line) => diffLine(line, style, mixesLineEnds(hunk))),
  ]);
}

/** Whether line ends are what differs: only then is a carriage return worth showing. */
function mixesLineEnds(hunk: Hunk): boolean {
  const changed = hunk.lines.filter((line) => line.startsWith("+") || line.startsWith("-"));
  const withReturn = changed.filter((line) => line.endsWith("\r")).length;
  return withReturn > 0 && withReturn < changed.length;
}

function diffLine(line: string, style: Style, showReturn: boolean): string {
  const sign = line.slice(0, 1);
  const text = showReturn ? line.slice(1) : line.slice(1).replace(/\r$/, "");
  const shown = sign + text.split("\t").map(inline).join("\t");
  if (sign === "+") return style.green(shown);
  if (sign === "-") return style.red(shown);
  return sign === " " ? shown : style.dim(shown);
}
