import { addresses } from "../model/address.js";
import type { ChoiceValue, ProjectRecord } from "../model/record.js";
import { plain, type Style } from "./style.js";
import { columnFor, inline, padTo } from "./text.js";

/** What `nixtorch.lock` says was last applied; `null`: nothing was, yet. */
export function recordView(record: ProjectRecord | null, style: Style = plain): string {
  if (record === null) return "Nothing was applied here yet: there is no nixtorch.lock.\n";
  const { nixtorchVersion, catalogVersion, resolution, baseline } = record;
  const choices = Object.entries(resolution).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, choiceText(value)] as const],
  );
  const owned = addresses.flatMap((address) => {
    const values = baseline[address];
    return values === undefined ? [] : [[address, countText(Object.keys(values).length)] as const];
  });
  return `${[
    `Applied by nixtorch ${inline(nixtorchVersion)} with catalog ${inline(catalogVersion)}`,
    "",
    style.bold("Stack"),
    "",
    ...table(choices, style),
    "",
    style.bold("Owned by nixtorch"),
    "",
    ...table(owned, style),
  ].join("\n")}\n`;
}

function choiceText(value: Exclude<ChoiceValue, null>): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return inline(typeof value === "string" ? value : value.join(", "));
}

function countText(count: number): string {
  return count === 1 ? "1 value" : `${count} values`;
}

function table(rows: readonly (readonly [string, string])[], style: Style): string[] {
  const column = columnFor(
    rows.map(([key]) => key),
    30,
  );
  return rows.map(([key, value]) => `  ${padTo(key, column)}  ${style.bold(value)}`);
}
