import type { ChosenValues } from "../model/record.js";
import type { Choice, Resolution } from "../model/resolution.js";
import type { Style } from "./style.js";
import { columnFor, inline, padTo } from "./text.js";

/** Reading order of the choices; the names are those of the plan JSON and of `resolution` everywhere. */
const keys = [
  "torch",
  "torchvision",
  "torchaudio",
  "triton",
  "wheel",
  "index",
  "cuda",
  "python",
  "nixpkgs",
  "systems",
  "driver",
  "openKernelModule",
  "graphicsOption",
  "toolkit",
  "toolkitComponents",
  "hostCompiler",
  "archList",
] as const satisfies readonly (keyof Resolution)[];

/** Parts of a list that are shown where space is short. */
const shortList = 3;

/** One choice, ready to be laid out. Texts are neutralised and masked. */
export interface ChoiceRow {
  readonly key: string;
  readonly value: string;
  readonly reason: string;
  readonly sources: readonly string[];
}

/** The choices that apply, in reading order, with the values that they replace. */
export function choiceRows(
  resolution: Partial<Resolution>,
  options: { readonly full: boolean; readonly previous?: ChosenValues | null },
): ChoiceRow[] {
  return keys.flatMap((key) => {
    const choice: Choice<string | boolean | readonly string[]> | null | undefined = resolution[key];
    const before = options.previous?.[key] ?? null;
    const old = before === null ? null : inline(valueText(before, options.full));
    if (choice === null || choice === undefined)
      return old === null ? [] : [{ key, value: `${old} → none`, reason: "", sources: [] }];
    const value = inline(valueText(choice.value, options.full));
    return [
      {
        key,
        value: old === null || old === value ? value : `${old} → ${value}`,
        reason: inline(choice.reason),
        sources: choice.sources.map(inline),
      },
    ];
  });
}

/** `key  value — reason`, one line a choice; the sources below each when `verbose`. */
export function resolutionLines(
  resolution: Partial<Resolution>,
  style: Style,
  options: { readonly verbose: boolean; readonly previous?: ChosenValues | null },
): string[] {
  const rows = choiceRows(resolution, { full: options.verbose, previous: options.previous });
  const column = columnFor(
    rows.map((row) => row.key),
    24,
  );
  return rows.flatMap((row) => [
    `  ${padTo(row.key, column)}  ${style.bold(row.value)}${row.reason === "" ? "" : style.dim(` — ${row.reason}`)}`,
    ...(options.verbose ? row.sources.map((source) => style.dim(`  ${padTo("", column)}  ${source}`)) : []),
  ]);
}

function valueText(value: string | boolean | readonly string[], full: boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (full || value.length <= shortList + 1) return value.join(", ");
  return `${value.slice(0, shortList).join(", ")} and ${value.length - shortList} more`;
}
