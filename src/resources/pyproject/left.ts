import type { Diagnostic, Place } from "../../model/diagnostic.js";
import { placeOf, placeText } from "./place.js";
import type { Found, KeyedSpot } from "./unit.js";

/** NT449, NT456: nixtorch wrote it, and a person has since changed it. */
export function leftInPlace(text: string, spot: KeyedSpot, found: Found, removing: boolean): Diagnostic {
  const place = placeOf(text, found.path);
  return removing
    ? staying(place, `${placeText(place)} has ${spot.label}, which was edited since nixtorch wrote it.`)
    : {
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

/** NT456: nixtorch's own index, which a source of a person names. */
export function stillNamed(text: string, spot: KeyedSpot, found: Found, name: string): Diagnostic {
  const place = placeOf(text, found.path);
  return staying(place, `${placeText(place)} has ${spot.label}, and the source of ${name} still names it.`);
}

/** NT456: a damaged record does not tell what a person had there. */
export function beforeUnknown(text: string, spot: KeyedSpot, found: Found): Diagnostic {
  const place = placeOf(text, found.path);
  return staying(
    place,
    `${placeText(place)} has ${spot.label}, and nixtorch.lock does not tell any more what stood there before.`,
  );
}

function staying(place: Place, why: string): Diagnostic {
  return {
    severity: "info",
    code: "NT456",
    summary: "An entry of pyproject.toml stays, and is yours now",
    detail: `${why} nixtorch no longer looks after it.`,
    hint: "Delete it yourself if you do not need it.",
    address: "project.pyproject",
    place,
  };
}
