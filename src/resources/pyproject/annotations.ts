import type { Writable } from "../../lang/toml/write.js";
import type { Baseline } from "../resource.js";
import type { Found, Spot } from "./unit.js";

/**
 * What the record says beside the values: `<unit key>~was` is what a person had written where nixtorch wrote over it,
 * as JSON; `<path>#created` marks a table or list that was not there before.
 */
const wasSuffix = "~was";
const createdSuffix = "#created";

export function isAnnotation(key: string): boolean {
  return key.endsWith(wasSuffix) || key.endsWith(createdSuffix);
}

export function createdKey(holder: readonly string[]): string {
  return `${holder.join(".")}${createdSuffix}`;
}

/** The entry of the record for what is about to be written over. */
export function originalEntry(key: string, { value }: Found): [string, string] {
  return [`${key}${wasSuffix}`, JSON.stringify(value)];
}

/** The recorded entry, to go on with; none if nothing was written over. */
export function keptOriginal(baseline: Baseline, key: string): [string, string][] {
  const original = baseline[`${key}${wasSuffix}`];
  return original === undefined ? [] : [[`${key}${wasSuffix}`, original]];
}

/** What a person had written there; `null`: nothing; `undefined`: the record is damaged. */
export function originalOf(baseline: Baseline, key: string, spot: Spot): Writable | null | undefined {
  const recorded = baseline[`${key}${wasSuffix}`];
  if (recorded === undefined) return null;
  const value = parseJson(recorded);
  if (!isWritable(value)) return undefined;
  return spot.identity === null || spot.family.identify(value) === spot.identity ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isWritable(value: unknown): value is Writable {
  if (["string", "boolean", "number"].includes(typeof value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).every(isWritable);
}
