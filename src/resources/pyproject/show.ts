import { canonicalJson } from "../../model/digest.js";
import { maskCredentials } from "../../model/mask.js";
import type { Table } from "./document.js";
import { sourceEntries } from "./family.js";
import type { Family } from "./family.js";

/** Two values beside each other for the plan view: told by what differs where their short forms are the same. */
export function showBoth(family: Family, a: unknown, b: unknown): [string, string] {
  const short: [string, string] = [family.show(a), family.show(b)];
  if (short[0] !== short[1]) return short;
  const [left, right] = [onlyTable(a), onlyTable(b)];
  if (left === null || right === null) {
    const whole = [a, b].map((value) => maskCredentials(family.canonical(value)));
    return whole[0] === whole[1] ? short : (whole as [string, string]);
  }
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (key) => canonicalJson(left[key] ?? null) !== canonicalJson(right[key] ?? null),
  );
  if (keys.length === 0) return short;
  return [withKeys(short[0], left, keys), withKeys(short[1], right, keys)];
}

/** A table, or a list of one table. */
function onlyTable(value: unknown): Table | null {
  const [first, ...others] = sourceEntries(value);
  return first === undefined || others.length > 0 || "requirement" in first ? null : first;
}

function withKeys(short: string, table: Table, keys: readonly string[]): string {
  const settings = keys.map((key) =>
    table[key] === undefined ? `no ${key}` : `${key} = ${maskCredentials(canonicalJson(table[key]))}`,
  );
  return `${short} (${settings.join(", ")})`;
}
