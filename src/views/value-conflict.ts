import type { Change, ValueConflict } from "../model/plan.js";
import { plain, type Style } from "./style.js";
import { inline, padTo } from "./text.js";

/** A value to be decided about: what it was, is, and would be. */
export function conflictView(
  change: Pick<Change, "address" | "path">,
  conflict: ValueConflict,
  style: Style = plain,
): string {
  const { label, base, observed, desired } = conflict;
  const rows = [
    ...(base === null ? [] : [["last applied", base] as const]),
    ["in the file", observed] as const,
    ["nixtorch", desired] as const,
  ];
  const file = change.path === null ? "" : `${inline(change.path)}: `;
  return [
    `${style.red("!")} ${style.bold(`${file}${inline(label)}`)}  ${style.dim(change.address)}`,
    ...rows.map(([name, value]) => `    ${padTo(name, 12)}  ${shown(value)}`),
    "",
  ].join("\n");
}

function shown(value: string | null): string {
  if (value === null) return "(absent)";
  const lines = value.split("\n").filter((line) => line !== "");
  return lines.length > 1 ? `(${lines.length} lines)` : inline(lines[0] ?? "(empty)");
}
