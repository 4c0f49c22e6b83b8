import { parseSpecifier } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Diagnostic, Place } from "../../model/diagnostic.js";
import { maskCredentials } from "../../model/mask.js";
import { adoptHint } from "../adopt.js";
import { requiresPython } from "./family.js";
import { placeOf, placeText } from "./place.js";
import { showBoth } from "./show.js";
import type { Found, KeyedSpot, Unit } from "./unit.js";

const adopt = `To let nixtorch write over it:\n\n${adoptHint("project.pyproject")}`;

/** NT445, NT446: what a person wrote and what is wanted exclude each other. */
export function clash(text: string, unit: Unit, found: Found): Diagnostic {
  const place = placeOf(text, found.path, found.value);
  if (unit.family === requiresPython) return clashOfPython(place, unit, found);
  const [theirs, ours] = shown(unit, found);
  return conflict({
    code: "NT445",
    summary: "pyproject.toml says something else than the config",
    detail: `${placeText(place)} has ${theirs}, while ${unit.askedBy} wants ${ours}.`,
    hint: `Make one of the two say what the other does, or delete the one in pyproject.toml. ${adopt}`,
    place,
  });
}

function clashOfPython(place: Place, unit: Unit, found: Found): Diagnostic {
  const mistake = mistakeIn(found.value);
  if (mistake !== null) return noSpecifier(place, unit, found, mistake);
  return conflict({
    code: "NT446",
    summary: "requires-python leaves out the Python that is wanted",
    detail:
      `${placeText(place)} has requires-python ${JSON.stringify(found.value)}, ` +
      `while ${unit.askedBy} wants ${JSON.stringify(unit.value)}.`,
    hint:
      "Widen requires-python there, or declare a Python that it allows in nixtorch.config.ts:\n\n" +
      '    project: { python: "3.…" }',
    place,
  });
}

/** NT453. */
function noSpecifier(place: Place, unit: Unit, { value }: Found, mistake: string): Diagnostic {
  const minor = /\d+\.\d+/.exec(String(value))?.[0];
  const [major] = minor?.split(".") ?? [];
  const range = minor === undefined ? String(unit.value) : `>=${minor},<${Number(major) + 1}`;
  return conflict({
    code: "NT453",
    summary: "requires-python is no valid version specifier",
    detail:
      `${placeText(place)} has requires-python ${JSON.stringify(value)}: ${mistake}. ` +
      "uv and pip cannot read it either.",
    hint: `Write there:\n\n    requires-python = "${range}"`,
    place,
  });
}

function mistakeIn(value: unknown): string | null {
  if (typeof value !== "string") return "it is no text";
  try {
    parseSpecifier(value);
    return null;
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return error.message;
    throw error;
  }
}

/** NT448: a person changed what nixtorch wrote, and what is wanted has moved as well. */
export function editedAndMoved(text: string, unit: Unit, found: Found, base: string): Diagnostic {
  const place = placeOf(text, found.path, found.value);
  const [theirs, ours] = shown(unit, found);
  return conflict({
    code: "NT448",
    summary: "An entry of pyproject.toml was edited by hand, and is now wanted otherwise",
    detail:
      `${placeText(place)} has ${theirs}; nixtorch wrote ${maskCredentials(base)} there, ` +
      `and now ${unit.askedBy} wants ${ours}. Writing that would lose the edit.`,
    hint: `Bring the edit into nixtorch.config.ts, or take it back. ${adopt}`,
    place,
  });
}

/** NT449: the config dropped something that a person has since changed. */
export function leftInPlace(text: string, spot: KeyedSpot, found: Found): Diagnostic {
  const place = placeOf(text, found.path, found.value);
  return {
    severity: "info",
    code: "NT449",
    summary: "An edited entry that is no longer wanted stays",
    detail:
      `nixtorch.config.ts no longer asks for ${spot.label}, but ${placeText(place)} was edited ` +
      "since nixtorch wrote it, so it is yours now.",
    hint: "Delete it yourself if you do not need it.",
    address: "project.pyproject",
    place,
  };
}

/** What is there, and what is wanted. */
function shown(unit: Unit, { value }: Found): [string, string] {
  if (unit.identity === null) {
    const [theirs, ours] = showBoth(unit.family, value, unit.value);
    return [`${unit.label} ${quoted(theirs)}`, `${unit.label} ${quoted(ours)}`];
  }
  const canonical = (one: unknown) => quoted(maskCredentials(unit.family.canonical(one)));
  return [canonical(value), canonical(unit.value)];
}

function quoted(text: string): string {
  return `\`${text}\``;
}

export function conflict(given: Omit<Diagnostic, "severity" | "address">): Diagnostic {
  return { severity: "error", address: "project.pyproject", ...given };
}
