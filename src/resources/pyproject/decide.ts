import { formatRequirement, readRequirement } from "../../lang/python/requirement.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import { spelledAt } from "../../lang/toml/source.js";
import type { Writable } from "../../lang/toml/write.js";
import { isAnnotation, mineKey } from "./annotations.js";
import { clash, editedAndMoved, listedTwice, valueConflict } from "./conflict.js";
import { driftOf } from "./decision.js";
import type { Decision, Pictures } from "./decision.js";
import { isTable } from "./document.js";
import { decideDropped, unlessNamed } from "./dropped.js";
import { decideUnlocked } from "./environments.js";
import { isStillRecorded, namedTable, requirement as requirementFamily, source, together } from "./family.js";
import type { Relation } from "./family.js";
import { findAll } from "./unit.js";
import type { Found, Unit } from "./unit.js";

/** Decides everything: what is wanted, and then what the record knows and nobody wants any more. */
export function decide(units: readonly Unit[], pictures: Pictures): Decision[] {
  const wanted = new Set(units.map(({ key }) => key));
  const dropped = Object.keys(pictures.baseline).filter((key) => !wanted.has(key) && !isAnnotation(key));
  const decisions = [
    ...units.map((unit) => decideWanted(unit, pictures)),
    ...dropped.flatMap((key) => decideDropped(key, pictures)),
  ];
  return decisions.map((one) => (one.kind === "remove" ? unlessNamed(one, decisions, pictures) : one));
}

/** The three-way table for one unit: baseline, found, wanted. */
function decideWanted(unit: Unit, pictures: Pictures): Decision {
  const { document, baseline } = pictures;
  const all = findAll(document, unit);
  const own = all.find(({ value }) => isOurs(unit, baseline[unit.key], value));
  const found = own ?? all[0];
  if (found === undefined) return decideMissing(unit, pictures);
  return all.length > 1 && unit.family === requirementFamily
    ? decideRepeated(unit, all, own, pictures)
    : decideFound(unit, found, own !== undefined, pictures);
}

/** One name in one list more than once: all of them hold. */
function decideRepeated(
  unit: Unit,
  all: readonly Found[],
  own: Found | undefined,
  pictures: Pictures,
): Decision {
  const found = own ?? all[0]!;
  const others = together(all.filter((one) => one !== own).map(({ value }) => value));
  const relation = others === null ? "other" : unit.family.relate(others, withTheirs(found, unit).value);
  if (relation === "other") {
    const diagnostic = listedTwice(pictures.text, unit, all, "error");
    return { kind: "conflict", drift: null, diagnostic, conflict: null };
  }
  if (own === undefined && relation !== "looser") return { kind: "keep", unit, found, whose: "theirs" };
  const decision = decideFound(unit, found, own !== undefined, pictures);
  if (decision.kind !== "write" && decision.kind !== "keep") return decision;
  return { ...decision, diagnostic: listedTwice(pictures.text, unit, all, "warning") };
}

/** Only what nixtorch wrote is its own: the same words by a person's hand are a person's. */
function isOurs({ family }: Unit, base: string | undefined, value: unknown): boolean {
  return base === family.canonical(value) || (family === requirementFamily && isStillRecorded(base, value));
}

function decideFound(asked: Unit, found: Found, ours: boolean, pictures: Pictures): Decision {
  const { text, baseline } = pictures;
  const unit = withTheirs(found, asked);
  const keep = (whose: "ours" | "theirs"): Decision => ({ kind: "keep", unit, found, whose });
  if (unit.when === "absent") return keep(ours ? "ours" : "theirs");
  const relation = relate(unit, found);
  if (relation === "equal") return keep(ours ? "ours" : "theirs");
  if (ours) return { kind: "write", unit, found, drift: null };
  if (relation === "stricter") return keep("theirs");

  const base = baseline[unit.key];
  const answer = pictures.answers[unit.key] ?? (pictures.adopt ? "theirs" : null);
  const decided = baseline[mineKey(unit.key)] === unit.family.canonical(asked.value);
  if (answer === "mine" || (answer === null && decided)) {
    return { kind: "keep", unit: asked, found, whose: "decided" };
  }
  if (base === undefined && unit.when === "owned") return keep("theirs");

  const isEdit = base !== undefined;
  const drift = isEdit ? driftOf(unit.key, base, unit.family.canonical(found.value)) : null;
  const isAgreed = isEdit ? base === unit.family.canonical(unit.value) : relation === "looser";
  const canWrite = isWritable(text, found, unit.value);
  if (canWrite && (isAgreed || answer === "theirs")) return { kind: "write", unit, found, drift };
  return {
    kind: "conflict",
    drift,
    diagnostic: isEdit ? editedAndMoved(text, unit, found, base) : clash(text, unit, found),
    conflict: canWrite ? valueConflict(unit, found, base) : null,
  };
}

/** Lines and headers can become another table or list where they stand, and nothing else. */
function isWritable(text: string, { path, value }: Found, wanted: Writable): boolean {
  const form = spelledAt(text, path)?.form;
  if (form === undefined || form === "value") return form === "value";
  return isTable(value) === isTable(wanted) && Array.isArray(value) === Array.isArray(wanted);
}

function decideMissing(unit: Unit, pictures: Pictures): Decision {
  const base = pictures.baseline[unit.key];
  if (base !== undefined) return { kind: "write", unit, found: null, drift: driftOf(unit.key, base, null) };
  if (unit.lacks !== undefined) return decideUnlocked(unit, unit.lacks, pictures);
  if (unit.when === "owned") return { kind: "keep", unit, found: null, whose: "theirs" };
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
  if (unit.family === source) return { ...unit, value: inFormOf(value, unit.value) };
  if (unit.family !== requirementFamily || typeof value !== "string" || typeof unit.value !== "string")
    return unit;
  const [theirs, ours] = [readRequirement(value), readRequirement(unit.value)];
  if (theirs instanceof RequirementSyntaxError || ours instanceof RequirementSyntaxError) return unit;
  const extras = [...new Set([...theirs.extras, ...ours.extras])].sort();
  return { ...unit, value: formatRequirement({ ...ours, extras }) };
}

/** One source may be a table, or a list of that one table. */
function inFormOf(present: unknown, wanted: Writable): Writable {
  if (Array.isArray(present)) return Array.isArray(wanted) ? wanted : [wanted];
  return Array.isArray(wanted) && wanted.length === 1 ? (wanted[0] as Writable) : wanted;
}
