import { normalizeName } from "../../lang/python/requirement.js";
import type { Baseline } from "../resource.js";
import { createdKey } from "./annotations.js";
import { isTable, listAt, spelledPath, tableAt, valueAt } from "./document.js";
import type { Table } from "./document.js";
import { sourceEntries } from "./family.js";
import type { Spot } from "./unit.js";

/** The tables and lists that exist for the sake of what is in them, innermost first; the others always stay. */
export function holdersOf({ path, identity }: Spot): (readonly string[])[] {
  if (path.join(".") === "project.dependencies") return [];
  const innermost = identity === null ? path.slice(0, -1) : path;
  return innermost
    .map((_, index) => innermost.slice(0, innermost.length - index))
    .filter((holder) => holder.length > 1 || holder[0] === "dependency-groups");
}

/** The record's marks for the holders of `owned` that nixtorch made: those it knows, and those that are new. */
export function createdHolders(
  owned: readonly Spot[],
  baseline: Baseline,
  before: Table,
  after: Table,
): [string, string][] {
  const holders = new Map(owned.flatMap(holdersOf).map((holder) => [createdKey(holder), holder]));
  const has = (document: Table, holder: readonly string[]) =>
    valueAt(document, spelledPath(document, holder)) !== undefined;
  return [...holders]
    .filter(([key, holder]) => has(after, holder) && (!has(before, holder) || baseline[key] !== undefined))
    .map(([key]) => [key, "true"]);
}

/** Whether something else in the document names this group or extra, so that it must exist even if it is empty. */
export function isReferenced(document: Table, holder: readonly string[]): boolean {
  const name = normalizeName(holder.at(-1) ?? "");
  const names = (values: readonly unknown[]) =>
    values.some((one) => typeof one === "string" && normalizeName(one) === name);
  const kind = holder[0] === "dependency-groups" ? "group" : "extra";
  if (kind === "group" ? holder.length !== 2 : holder[1] !== "optional-dependencies" || holder.length !== 3) {
    return false;
  }
  const conflicts = listAt(document, "tool", "uv", "conflicts").flat();
  const sources = Object.values(tableAt(document, "tool", "uv", "sources")).flatMap(sourceEntries);
  const entries = [...conflicts, ...sources].filter(isTable).map((entry) => entry[kind]);
  if (names(entries)) return true;
  if (kind === "extra") return false;
  const included = Object.values(tableAt(document, "dependency-groups"))
    .flat()
    .filter(isTable)
    .map((entry) => entry["include-group"]);
  return (
    names(included) ||
    names(listAt(document, "tool", "uv", "default-groups")) ||
    names(Object.keys(tableAt(document, "tool", "uv", "dependency-groups")))
  );
}
