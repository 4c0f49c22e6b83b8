import { formatRequirement } from "../../lang/python/requirement.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { maskCredentials } from "../../model/mask.js";
import type { Drift } from "../../model/plan.js";
import type { Writable } from "../../lang/toml/write.js";
import type { Baseline } from "../resource.js";
import { isAnnotation, keptOriginal, originalEntry, originalOf } from "./annotations.js";
import { clash, editedAndMoved, leftInPlace } from "./conflict.js";
import { isTable, readRequirement } from "./document.js";
import type { Table } from "./document.js";
import { isStillRecorded, namedTable, requirement as requirementFamily } from "./family.js";
import type { Relation } from "./family.js";
import { find, spotOf } from "./unit.js";
import type { Found, KeyedSpot, Unit } from "./unit.js";

/** What becomes of one unit, or of one entry of the record that is no longer wanted. */
export type Decision =
  /** Stays as it is; `owned`: nixtorch wrote this very value, and the record keeps it. */
  | { readonly kind: "keep"; readonly unit: Unit; readonly found: Found | null; readonly owned: boolean }
  | {
      readonly kind: "write";
      readonly unit: Unit;
      readonly found: Found | null;
      readonly drift: Drift | null;
    }
  | { readonly kind: "remove"; readonly spot: KeyedSpot; readonly found: Found }
  /** No longer wanted, but a person had something there before: that comes back. */
  | { readonly kind: "restore"; readonly spot: KeyedSpot; readonly found: Found; readonly value: Writable }
  | { readonly kind: "leave"; readonly drift: Drift; readonly diagnostic: Diagnostic }
  | { readonly kind: "conflict"; readonly drift: Drift | null; readonly diagnostic: Diagnostic };

export interface Pictures {
  readonly text: string;
  readonly document: Table;
  readonly baseline: Baseline;
  readonly adopt: boolean;
}

/** Decides everything: what is wanted, and then what the record knows and nobody wants any more. */
export function decide(units: readonly Unit[], pictures: Pictures): Decision[] {
  const wanted = new Set(units.map(({ key }) => key));
  const dropped = Object.keys(pictures.baseline).filter((key) => !wanted.has(key) && !isAnnotation(key));
  return [
    ...units.map((unit) => decideWanted(unit, pictures)),
    ...dropped.flatMap((key) => decideDropped(key, pictures)),
  ];
}

/** The three-way table for one unit: baseline, found, wanted. */
function decideWanted(given: Unit, pictures: Pictures): Decision {
  const { document, baseline, adopt } = pictures;
  const found = find(document, given);
  const unit = found === null ? given : withTheirs(found, given);
  const base = baseline[unit.key];
  if (found === null) return decideMissing(unit, base);

  const present = unit.family.canonical(found.value);
  // Only what nixtorch wrote is its own: the same words by a person's hand are a person's.
  const owned = base === present || (unit.family === requirementFamily && isStillRecorded(base, found.value));
  if (unit.when === "absent") return { kind: "keep", unit, found, owned };
  const relation = relate(unit, found);
  if (relation === "equal") return { kind: "keep", unit, found, owned };
  if (owned) return { kind: "write", unit, found, drift: null };
  if (relation === "stricter") return { kind: "keep", unit, found, owned: false };
  if (base === undefined) {
    if (unit.when === "owned") return { kind: "keep", unit, found, owned: false };
    if (relation === "looser" || adopt) return { kind: "write", unit, found, drift: null };
    return { kind: "conflict", drift: null, diagnostic: clash(pictures.text, unit, found) };
  }
  const drift = driftOf(unit.key, base, present);
  if (base === unit.family.canonical(unit.value) || adopt) return { kind: "write", unit, found, drift };
  return { kind: "conflict", drift, diagnostic: editedAndMoved(pictures.text, unit, found, base) };
}

function decideMissing(unit: Unit, base: string | undefined): Decision {
  if (base !== undefined) return { kind: "write", unit, found: null, drift: driftOf(unit.key, base, null) };
  if (unit.when === "owned") return { kind: "keep", unit, found: null, owned: false };
  return { kind: "write", unit, found: null, drift: null };
}

function relate(unit: Unit, { value }: Found): Relation {
  const relation = unit.family.relate(value, unit.value);
  return relation !== "equal" && unit.accepts?.(value) === true ? "stricter" : relation;
}

/** What a person asks for besides stays: `torch[opt-einsum]>=2` becomes `torch[opt-einsum]==2.14.1`. */
function withTheirs({ value }: Found, unit: Unit): Unit {
  if (unit.family === namedTable && isTable(value) && isTable(unit.value)) {
    return { ...unit, value: { ...value, ...unit.value } as Writable };
  }
  if (unit.family !== requirementFamily || typeof value !== "string" || typeof unit.value !== "string")
    return unit;
  const [theirs, ours] = [readRequirement(value), readRequirement(unit.value)];
  if (theirs instanceof RequirementSyntaxError || ours instanceof RequirementSyntaxError) return unit;
  const extras = [...new Set([...theirs.extras, ...ours.extras])].sort();
  return { ...unit, value: formatRequirement({ ...ours, extras }) };
}

function decideDropped(key: string, { text, document, baseline }: Pictures): Decision[] {
  const spot = spotOf(key);
  const found = spot === null ? null : find(document, spot);
  if (spot === null || found === null) return [];
  const base = baseline[key] ?? "";
  const present = spot.family.canonical(found.value);
  if (present === base) {
    const value = originalOf(baseline, key, spot);
    // With a damaged record nobody knows what a person had asked for: it stays, and is theirs.
    if (value === undefined) return [];
    return [value === null ? { kind: "remove", spot, found } : { kind: "restore", spot, found, value }];
  }
  const drift = driftOf(key, base, present);
  return [{ kind: "leave", drift, diagnostic: leftInPlace(text, spot, found) }];
}

function driftOf(key: string, base: string, observed: string | null): Drift {
  const detail = observed === null ? "deleted since the last apply" : "edited since the last apply";
  const shown = observed === null ? null : maskCredentials(observed);
  return { address: "project.pyproject", key, base: maskCredentials(base), observed: shown, detail };
}

/** What the record keeps of one decision: the value, and what a person had there before. */
export function recordedBy(decision: Decision, baseline: Baseline): [string, string][] {
  if (decision.kind === "keep" && decision.owned) {
    const { key } = decision.unit;
    return [[key, baseline[key]!], ...keptOriginal(baseline, key)];
  }
  if (decision.kind !== "write") return [];
  const { unit, found } = decision;
  const written: [string, string] = [unit.key, unit.family.canonical(unit.value)];
  if (found === null) return [written];
  if (baseline[unit.key] === undefined) return [written, originalEntry(unit.key, found)];
  return [written, ...keptOriginal(baseline, unit.key)];
}
