import { canonicalJson } from "../../model/digest.js";
import { maskCredentials } from "../../model/mask.js";
import { implies } from "../../lang/python/implication.js";
import { formatMarker, parseMarker } from "../../lang/python/marker.js";
import { formatRequirement, normalizeName } from "../../lang/python/requirement.js";
import type { Requirement } from "../../lang/python/requirement.js";
import { formatSpecifier, publicSpecifier } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import { isTable } from "./document.js";
import { readRequirement } from "../../lang/python/requirement.js";
import { chosenNames } from "./torch.js";

/** How what is there compares with what is wanted. A looser one is made stricter in place. */
export type Relation = "equal" | "stricter" | "looser" | "other";

/** What a kind of entry means, however it is written. */
export interface Family {
  /** What tells the elements of a list apart; `null`: no such element. */
  identify(value: unknown): string | null;
  /** The same text for everything that means the same; this is what the record keeps. */
  canonical(value: unknown): string;
  relate(found: unknown, wanted: unknown): Relation;
  /** For the plan view. */
  show(value: unknown): string;
}

/** A key with a value. */
export const plainValue: Family = {
  identify: () => null,
  canonical: (value) => (typeof value === "string" ? value : canonicalJson(value)),
  relate: (found, wanted) => (canonicalJson(found) === canonicalJson(wanted) ? "equal" : "other"),
  show: (value) => (typeof value === "string" ? value : canonicalJson(value)),
};

/** The project's name compares as indexes compare it. */
export const projectName: Family = {
  ...plainValue,
  relate: (found, wanted) =>
    typeof found === "string" && normalizeName(found) === normalizeName(String(wanted)) ? "equal" : "other",
};

/** A name in a list, such as `no-build-isolation-package`. */
export const packageName: Family = {
  identify: (value) => (typeof value === "string" ? normalizeName(value) : null),
  canonical: (value) => normalizeName(String(value)),
  relate: () => "equal",
  show: () => "off",
};

/** A table in a list, told apart by its `name`. Keys besides ours are the person's, and stay. */
export const namedTable: Family = {
  identify: (value) => (isTable(value) && typeof value["name"] === "string" ? value["name"] : null),
  canonical: canonicalJson,
  relate(found, wanted) {
    if (!isTable(found) || !isTable(wanted)) return "other";
    const keys = Object.keys(wanted);
    if (keys.some((key) => found[key] !== undefined && !isSameSetting(found[key], wanted[key])))
      return "other";
    if (keys.some((key) => found[key] === undefined)) return "looser";
    return Object.keys(found).length === keys.length ? "equal" : "stricter";
  },
  show: (value) => {
    const { url, version, "requires-dist": needs } = value as Record<string, unknown>;
    if (typeof url === "string") return maskCredentials(url);
    const parts = [...(typeof version === "string" ? [version] : []), ...(Array.isArray(needs) ? needs : [])];
    return parts.length === 0 ? "no requirements" : parts.join(", ");
  },
};

function isSameSetting(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    typeof value === "string" ? value.replace(/\/+$/, "") : canonicalJson(value);
  return plain(a) === plain(b);
}

/** `tool.uv.sources.<name>`: a table, or a list of tables that differ by marker. */
export const source: Family = {
  identify: () => null,
  canonical: (value) => canonicalJson(sourceEntries(value)),
  relate: (found, wanted) => (source.canonical(found) === source.canonical(wanted) ? "equal" : "other"),
  show: (value) =>
    sourceEntries(value)
      .map((entry) => {
        const place = entry["index"] ?? entry["git"] ?? entry["path"] ?? entry["url"];
        const pin = entry["rev"] ?? entry["tag"] ?? entry["branch"];
        const at = typeof pin === "string" ? ` at ${pin}` : "";
        return typeof place === "string" ? `${maskCredentials(place)}${at}` : canonicalJson(entry);
      })
      .join(", "),
};

/** A source as the list of its entries, markers in normal form. */
export function sourceEntries(value: unknown): Record<string, unknown>[] {
  const entries = (Array.isArray(value) ? value : [value]).filter(isTable);
  return entries.map((entry) => ({ ...entry, ...markerOf(entry["marker"]) }));
}

function markerOf(marker: unknown): { marker?: string } {
  return typeof marker === "string" ? { marker: normalMarker(marker) } : {};
}

/** As written, if it cannot be read. */
function normalMarker(marker: string): string {
  try {
    return formatMarker(parseMarker(marker));
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return marker;
    throw error;
  }
}

/** A marker in a list, such as `environments`. */
export const environment: Family = {
  identify: (value) => (typeof value === "string" ? normalMarker(value) : null),
  canonical: (value) => normalMarker(String(value)),
  relate: () => "equal",
  show: (value) => normalMarker(String(value)),
};

/** A requirement in a list; name and marker tell it apart. */
export const requirement: Family = {
  identify: (value) => {
    const read = asRequirement(value);
    return read === null ? null : requirementUnit(read);
  },
  canonical: (value) => {
    const read = asRequirement(value);
    return read === null ? plainValue.canonical(value) : formatRequirement(read);
  },
  relate(found, wanted) {
    const [theirs, ours] = [asRequirement(found), asRequirement(wanted)];
    return theirs === null || ours === null ? "other" : relateRequirements(theirs, ours);
  },
  show: (value) => {
    const read = asRequirement(value);
    return read === null ? plainValue.show(value) : showRequirement(read);
  },
};

/** A requirement of a build: text, or a table that ties it to the locked version. */
export const buildRequirement: Family = {
  identify: (value) => {
    const read = asRequirement(requirementText(value));
    return read === null ? null : requirementUnit(read);
  },
  canonical: (value) =>
    matchesRuntime(value)
      ? `${requirement.canonical(requirementText(value))} (match-runtime)`
      : requirement.canonical(requirementText(value)),
  relate(found, wanted) {
    if (matchesRuntime(found) === matchesRuntime(wanted)) {
      return requirement.relate(requirementText(found), requirementText(wanted));
    }
    if (!matchesRuntime(wanted)) return "stricter";
    const exact = asRequirement(requirementText(found))?.specifier.some(({ operator }) => operator === "==");
    return exact === true ? "stricter" : "looser";
  },
  show: (value) => {
    const shown = requirement.show(requirementText(value));
    return matchesRuntime(value) ? "the locked version" : shown;
  },
};

function requirementText(value: unknown): unknown {
  return isTable(value) ? value["requirement"] : value;
}

function matchesRuntime(value: unknown): boolean {
  return isTable(value) && value["match-runtime"] === true;
}

function asRequirement(value: unknown): Requirement | null {
  if (typeof value !== "string") return null;
  const read = readRequirement(value);
  return read instanceof RequirementSyntaxError ? null : read;
}

/** Name and marker: what makes two requirements in a list the same one. */
export function requirementUnit({ normalizedName, marker }: Requirement): string {
  return marker === null ? normalizedName : `${normalizedName}; ${formatMarker(marker)}`;
}

function relateRequirements(theirs: Requirement, ours: Requirement): Relation {
  if (formatRequirement(theirs) === formatRequirement(ours)) return "equal";
  if (theirs.url !== ours.url) return "other";
  const open = withoutLocalVersion(theirs);
  // uv locks no build of torch by its local version: what means the same without it is made so.
  if (chosenNames.includes(ours.normalizedName) && formatRequirement(open) !== formatRequirement(theirs)) {
    const relation = relateRequirements(open, ours);
    return relation === "equal" ? "looser" : relation;
  }
  const hasAll = ours.extras.every((extra) => theirs.extras.includes(extra));
  if (hasAll && implies(theirs.specifier, ours.specifier)) return "stricter";
  return implies(ours.specifier, theirs.specifier) ? "looser" : "other";
}

/** Whether a recorded requirement still stands there: extras that a person added are no edit of its version. */
export function isStillRecorded(recorded: string | undefined, found: unknown): boolean {
  if (recorded === undefined) return false;
  if (requirement.canonical(found) === recorded) return true;
  const [before, now] = [asRequirement(recorded), asRequirement(found)];
  if (before === null || now === null || !before.extras.every((one) => now.extras.includes(one)))
    return false;
  return formatRequirement({ ...now, extras: before.extras }) === recorded;
}

/** `torch==2.9.1+cu126` as `torch==2.9.1`. */
export function withoutLocalVersion(requirement: Requirement): Requirement {
  return { ...requirement, specifier: publicSpecifier(requirement.specifier) };
}

/** Requirements that hold at once, as one; `null`: they ask for different files. */
export function together(values: readonly unknown[]): string | null {
  const all = values.flatMap((value) => asRequirement(value) ?? []);
  const [first, ...others] = all;
  if (first === undefined || others.some(({ url }) => url !== first.url)) return null;
  const specifier = all.flatMap((one) => one.specifier);
  const extras = [...new Set(all.flatMap((one) => one.extras))].sort();
  return formatRequirement({ ...first, extras, specifier });
}

/** What a requirement says besides its name: "2.14.1", ">=4.50", "any version". */
function showRequirement({ extras, specifier, url, marker }: Requirement): string {
  const text = formatSpecifier(specifier);
  const exact = /^==([^,*]+)$/.exec(text)?.[1];
  const version = url === null ? (exact ?? (text === "" ? "any version" : text)) : maskCredentials(url);
  const withExtras = extras.length === 0 ? version : `[${extras.join(",")}] ${version}`;
  return marker === null ? withExtras : `${withExtras} if ${formatMarker(marker)}`;
}

/** `requires-python`: any range will do that allows the chosen Python. */
export const requiresPython: Family = {
  ...plainValue,
  canonical: (value) => plainValue.canonical(value).replace(/\s+/g, ""),
  relate: (found, wanted) =>
    requiresPython.canonical(found) === requiresPython.canonical(wanted) ? "equal" : "other",
};
