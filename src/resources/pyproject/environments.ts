import { markerEnvironment } from "../../lang/python/environment.js";
import { canHold, parseMarker } from "../../lang/python/marker.js";
import type { Marker, MarkerEnvironment } from "../../lang/python/marker.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import { maskCredentials } from "../../model/mask.js";
import { mineKey } from "./annotations.js";
import { conflict } from "./conflict.js";
import type { Decision, Pictures } from "./decision.js";
import { listAt } from "./document.js";
import type { Table } from "./document.js";
import { placeOf, placeText } from "./place.js";
import type { Machine, Unit } from "./unit.js";

const path = ["tool", "uv", "environments"];

/** The marker of a Nix system: uv locks for these machines only. */
export function environmentMarker(system: string): string {
  const { sys_platform: kernel, platform_machine: machine } = markerEnvironment(system, "");
  return `sys_platform == '${String(kernel)}' and platform_machine == '${String(machine)}'`;
}

/**
 * Whether uv locks for a machine, by the list that is there; without entries it locks for all. An entry that cannot
 * be read counts as one that holds: uv stops at it, and says so.
 */
export function isLockedFor(document: Table, machine: Machine): boolean {
  const entries = listAt(document, ...path);
  return entries.length === 0 || entries.some((entry) => holdsOn(entry, machine));
}

function holdsOn(entry: unknown, machine: Machine): boolean {
  const marker = read(entry);
  return marker === null || releases(machine).some((known) => canHold(marker, known));
}

/** Which patch release nixpkgs brings is not known here, nor is the machine's kernel. */
function releases({ system, python }: Machine): MarkerEnvironment[] {
  const { platform_release: _, platform_version: __, ...known } = markerEnvironment(system, python);
  return Array.from({ length: 100 }, (___, patch) => {
    const release = `${python}.${patch}`;
    return { ...known, python_full_version: release, implementation_version: release };
  });
}

/** `null`: it is no marker. */
function read(entry: unknown): Marker | null {
  if (typeof entry !== "string") return null;
  try {
    return parseMarker(entry);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return null;
    throw error;
  }
}

/** What becomes of a marker that is missing in a person's list: it is added if they agree. */
export function decideUnlocked(unit: Unit, machine: Machine, pictures: Pictures): Decision {
  const { document, baseline, answers, adopt } = pictures;
  const answer = answers[unit.key] ?? (adopt ? "theirs" : null);
  const decided = baseline[mineKey(unit.key)] === unit.family.canonical(unit.value);
  if (answer === "mine" || (answer === null && decided)) {
    return { kind: "keep", unit, found: null, whose: "decided" };
  }
  const entries = listAt(document, ...path);
  const overlapping = entries.find((entry) => overlaps(entry, machine.system));
  if (answer === "theirs" && overlapping === undefined)
    return { kind: "write", unit, found: null, drift: null };
  const { key, label } = unit;
  const desired = unit.family.canonical(unit.value);
  const observed = maskCredentials(entries.map(unit.family.canonical).join(", "));
  return {
    kind: "conflict",
    drift: null,
    diagnostic: notLocked(unit, machine, pictures.text, overlapping),
    conflict: overlapping === undefined ? { key, label, base: null, observed, desired } : null,
  };
}

/** Whether uv would refuse the system's marker beside the entry: it wants no machine to fit two of them. */
function overlaps(entry: unknown, system: string): boolean {
  const marker = read(entry);
  const { os_name, sys_platform, platform_machine, platform_system } = markerEnvironment(system, "");
  const known = { os_name, sys_platform, platform_machine, platform_system } as MarkerEnvironment;
  return marker === null || canHold(marker, known);
}

/** NT445. */
function notLocked(unit: Unit, { system, python }: Machine, text: string, overlapping: unknown) {
  const place = placeOf(text, path);
  const add =
    `Add an entry to that list, or delete the list:\n\n    ${JSON.stringify(unit.value)}\n\n` +
    "To let nixtorch add it:\n\n    nixtorch apply --adopt --target project.pyproject";
  const widen = `Widen \`${maskCredentials(unit.family.canonical(overlapping))}\` there so that it holds for this Python too, or delete the list.`;
  return conflict({
    code: "NT445",
    summary: "pyproject.toml says something else than the config",
    detail:
      `${placeText(place)} has ${unit.label}, and no entry holds for Python ${python} on ${system}, ` +
      `which comes from ${unit.askedBy}: uv locks nothing for it, and refuses to sync there.`,
    hint: overlapping === undefined ? add : widen,
    place,
  });
}
