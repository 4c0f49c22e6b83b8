import type { Diagnostic, Place } from "../../model/diagnostic.js";
import { maskCredentials } from "../../model/mask.js";
import { requiresPython } from "./family.js";
import { placeOf, placeText } from "./place.js";
import type { Found, KeyedSpot, Unit } from "./unit.js";

const adoptHint = "To let nixtorch write over it (the old text is kept):\n\n    nixtorch plan --adopt";

/** NT445, NT446: what a person wrote and what is wanted exclude each other. */
export function clash(text: string, unit: Unit, found: Found): Diagnostic {
  const place = placeOf(text, found.path, found.value);
  if (unit.family === requiresPython) return clashOfPython(place, unit, found);
  return conflict({
    code: "NT445",
    summary: "pyproject.toml says something else than the config",
    detail: `${placeText(place)} has ${shown(unit, found.value)}, while ${unit.askedBy} wants ${shown(unit, unit.value)}.`,
    hint: `Make one of the two say what the other does, or delete the one in pyproject.toml. ${adoptHint}`,
    place,
  });
}

function clashOfPython(place: Place, unit: Unit, found: Found): Diagnostic {
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

/** NT448: a person changed what nixtorch wrote, and the config has moved as well. */
export function editedAndMoved(text: string, unit: Unit, found: Found, base: string): Diagnostic {
  const place = placeOf(text, found.path, found.value);
  return conflict({
    code: "NT448",
    summary: "An entry of pyproject.toml was edited by hand, and the config now wants it otherwise",
    detail:
      `${placeText(place)} has ${shown(unit, found.value)}; nixtorch wrote ${maskCredentials(base)} there, ` +
      `and now ${unit.askedBy} wants ${shown(unit, unit.value)}. Writing that would lose the edit.`,
    hint: `Bring the edit into nixtorch.config.ts, or take it back. ${adoptHint}`,
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

function shown(unit: Unit, value: unknown): string {
  if (unit.identity === null) return `${unit.label} ${quoted(unit.family.show(value))}`;
  return quoted(maskCredentials(unit.family.canonical(value)));
}

function quoted(text: string): string {
  return `\`${text}\``;
}

export function conflict(given: Omit<Diagnostic, "severity" | "address">): Diagnostic {
  return { severity: "error", address: "project.pyproject", ...given };
}
