import { spelledAt } from "../../lang/toml/source.js";
import { findSlot, parseTree, standsAt } from "../../lang/toml/tree.js";
import type { Tree } from "../../lang/toml/tree.js";
import { withoutByteOrderMark } from "../../lang/toml/parse.js";
import type { Baseline } from "../resource.js";
import { createdKey, emptyKey, fileCreated, mineKey, originalEntries, wasKey } from "./annotations.js";
import type { Decision } from "./decision.js";
import { isTable, spelledPath } from "./document.js";
import type { Path, Table } from "./document.js";
import { namedTable } from "./family.js";
import { holdersOf } from "./holders.js";
import type { Found, Spot, Unit } from "./unit.js";

/** A text, and what it says. */
export interface Read {
  readonly text: string;
  readonly document: Table;
}

/** The record after the decisions have been carried out; `before` is `null` where there was no file. */
export function baselineAfter(
  decisions: readonly Decision[],
  baseline: Baseline,
  before: Read | null,
  after: Read,
): Baseline {
  const owned = decisions.flatMap((one): Spot[] => {
    if (one.kind === "write") return [one.unit];
    return one.kind === "keep" && one.whose === "ours" ? [one.unit] : [];
  });
  return Object.fromEntries([
    ...decisions.flatMap((one) => recordedBy(one, baseline, before)),
    ...holderEntries(owned, baseline, before, after),
    ...(before === null || baseline[fileCreated] !== undefined ? [[fileCreated, "true"]] : []),
  ]);
}

/** What the record keeps of one decision: the value, and what a person had there before. */
function recordedBy(decision: Decision, baseline: Baseline, before: Read | null): [string, string][] {
  if (decision.kind === "keep") {
    const { unit, whose } = decision;
    if (whose === "decided") return [[mineKey(unit.key), unit.family.canonical(unit.value)]];
    return whose === "ours" ? [[unit.key, baseline[unit.key]!], ...originalEntries(baseline, unit.key)] : [];
  }
  if (decision.kind !== "write") return [];
  const { unit, found } = decision;
  const originals = found === null || before === null ? [] : writtenOver(unit, found, baseline, before.text);
  return [[unit.key, unit.family.canonical(unit.value)], ...originals];
}

/** How a person had spelled what is about to be written over. */
function writtenOver(unit: Unit, found: Found, baseline: Baseline, text: string): [string, string][] {
  const kept = originalEntries(baseline, unit.key);
  const isTheirs = baseline[unit.key] === undefined || kept.length > 0;
  if (!isTheirs) return [];
  if (unit.family !== namedTable)
    return kept.length > 0 ? kept : [[wasKey(unit.key), spelledAt(text, found.path)!.source]];
  const known = new Set(kept.map(([key]) => key));
  const changed = Object.keys(unit.value).filter((setting) => {
    const [present, wanted] = [found.value, unit.value].map((one) =>
      isTable(one) ? one[setting] : undefined,
    );
    return JSON.stringify(present) !== JSON.stringify(wanted) && !known.has(wasKey(unit.key, setting));
  });
  return [
    ...kept,
    ...changed.map((setting): [string, string] => [
      wasKey(unit.key, setting),
      spelledAt(text, [...found.path, setting])?.source ?? "",
    ]),
  ];
}

/** The tables and lists around `owned` that nixtorch made, or that were empty before. */
function holderEntries(
  owned: readonly Spot[],
  baseline: Baseline,
  before: Read | null,
  after: Read,
): [string, string][] {
  const holders = [...new Map(owned.flatMap(holdersOf).map((one) => [one.join("."), one])).values()];
  const earlier = before === null ? null : treeOf(before);
  const present = treeOf(after);
  return holders.flatMap((holder) => {
    if (!standsAt(present, spelledPath(after.document, holder))) return [];
    const path = before === null ? holder : spelledPath(before.document, holder);
    const made = earlier === null || !standsAt(earlier, path) || baseline[createdKey(holder)] !== undefined;
    if (made) return [[createdKey(holder), "true"]];
    const spelled = baseline[emptyKey(holder)] ?? emptySource(earlier, path);
    return spelled === null ? [] : [[emptyKey(holder), spelled]];
  });
}

function treeOf({ text }: Read): Tree {
  return parseTree(withoutByteOrderMark(text));
}

/** How an empty list or table on one line is spelled, where that is not told by its kind alone. */
function emptySource(tree: Tree, path: Path): string | null {
  const value = findSlot(tree, path)?.value;
  if (value === undefined || value.kind === "scalar") return null;
  const content = value.kind === "list" ? value.elements : value.entries;
  const source = tree.text.slice(value.start, value.end);
  return content.length > 0 || source.includes("\n") || source === "[]" || source === "{}" ? null : source;
}
