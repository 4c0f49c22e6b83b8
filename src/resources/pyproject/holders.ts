import { normalizeName } from "../../lang/python/requirement.js";
import { isTable, listAt, tableAt } from "./document.js";
import type { Table } from "./document.js";
import { sourceEntries } from "./family.js";
import type { Spot } from "./unit.js";

/** The tables and lists around a spot, innermost first. */
export function holdersOf({ path, identity }: Spot): (readonly string[])[] {
  const innermost = identity === null ? path.slice(0, -1) : path;
  return innermost.map((_, index) => innermost.slice(0, innermost.length - index));
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
