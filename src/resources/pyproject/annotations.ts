import { meaningOf } from "../../lang/toml/source.js";
import type { Baseline } from "../resource.js";
import type { Path } from "./document.js";
import type { Spot } from "./unit.js";

/**
 * What the record says beside the values, so that all can be put back byte for byte:
 *
 * - `<unit key>~was`: what a person had where nixtorch wrote over it, as they spelled it
 * - `<unit key>~was.<setting>`: the same of one setting of a table; empty: they had none
 * - `<unit key>~mine`: what nixtorch would write where a person decided for their own value
 * - `<path>#created`: a table or list that was not there before; `file#created`: the whole file
 * - `<path>#was`: an empty list or table that a person had, as they spelled it
 */
const annotation = /~(?:was(?:\.[^~#]+)?|mine)$|#(?:created|was)$/;

export const fileCreated = "file#created";

export function isAnnotation(key: string): boolean {
  return annotation.test(key);
}

export function createdKey(holder: Path): string {
  return `${holder.join(".")}#created`;
}

export function emptyKey(holder: Path): string {
  return `${holder.join(".")}#was`;
}

export function mineKey(key: string): string {
  return `${key}~mine`;
}

export function wasKey(key: string, setting?: string): string {
  return setting === undefined ? `${key}~was` : `${key}~was.${setting}`;
}

/** What a person had where nixtorch wrote over it. */
export type Original =
  | { readonly kind: "whole"; readonly source: string; readonly value: unknown }
  /** Settings of a table that nixtorch changed; `null`: there was none. */
  | { readonly kind: "settings"; readonly settings: Readonly<Record<string, Spelled | null>> };

export interface Spelled {
  readonly source: string;
  readonly value: unknown;
}

/** The record's entries about what was written over at a unit. */
export function originalEntries(baseline: Baseline, key: string): [string, string][] {
  return Object.entries(baseline).filter(([one]) => one === wasKey(key) || one.startsWith(wasKey(key, "")));
}

/**
 * What a person had there; `path` as the document spells it. `null`: nothing; `undefined`: the record is damaged.
 */
export function originalOf(
  baseline: Baseline,
  key: string,
  spot: Pick<Spot, "family" | "identity">,
  path: Path,
): Original | null | undefined {
  const entries = originalEntries(baseline, key);
  if (entries.length === 0) return null;
  const whole = baseline[wasKey(key)];
  if (whole !== undefined) {
    const value = meaningOf(whole, path);
    if (value === undefined) return undefined;
    const isSame = spot.identity === null || spot.family.identify(value) === spot.identity;
    return isSame ? { kind: "whole", source: whole, value } : undefined;
  }
  const settings: Record<string, Spelled | null> = {};
  for (const [one, source] of entries) {
    const setting = one.slice(wasKey(key, "").length);
    const value = source === "" ? null : meaningOf(source, [...path, setting]);
    if (value === undefined) return undefined;
    settings[setting] = value === null ? null : { source, value };
  }
  return { kind: "settings", settings };
}
