import { markerEnvironment } from "../../lang/python/environment.js";
import { evaluateMarker, parseMarker } from "../../lang/python/marker.js";
import { parseRequirement } from "../../lang/python/requirement.js";
import type { Requirement } from "../../lang/python/requirement.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Desire } from "../resource.js";
import { originalEntries } from "./annotations.js";
import { listedRequirements } from "./document.js";
import type { Table } from "./document.js";
import { isStillRecorded } from "./family.js";
import { chosenPackages } from "./torch.js";
import { requirementIn } from "./unit.js";
import type { Unit } from "./unit.js";

const list = ["project", "dependencies"];

/**
 * torch and its companions, exact and without local version: the index decides which build they are. Where a person
 * asks for them by platform, they are exact on the platforms of the stack, and the others are left alone.
 */
export function chosenUnits(desire: Desire, document: Table): Unit[] {
  return chosenPackages(desire.resolution).flatMap(({ name, version }) => {
    const exact = parseRequirement(`${name}==${version}`);
    return markersFor(name, desire, document).map((marker) =>
      requirementIn(list, { ...exact, marker }, { askedBy: "the chosen stack" }),
    );
  });
}

/** The conditions under which a package is written; `null` is none. */
function markersFor(name: string, desire: Desire, document: Table): Requirement["marker"][] {
  const written = listedRequirements(document)
    .filter((one) => one.list.join(".") === list.join("."))
    .flatMap(({ text, requirement }) =>
      requirement instanceof RequirementSyntaxError || requirement.normalizedName !== name
        ? []
        : [{ text, marker: requirement.marker }],
    );
  const marked = written.flatMap(({ marker }) => (marker === null ? [] : [marker]));
  const key = `${list.join(".")}.${name}`;
  const isOurs = (text: string) =>
    isStillRecorded(desire.baseline[key], text) && originalEntries(desire.baseline, key).length === 0;
  const unmarkedByPerson = written.some(({ text, marker }) => marker === null && !isOurs(text));
  if (marked.length === 0 || unmarkedByPerson) return [null];
  const applying = marked.filter((marker) => appliesToStack(marker, desire));
  return applying.length === 0 ? [parseMarker("sys_platform == 'linux'")] : applying;
}

function appliesToStack(marker: Requirement["marker"], { resolution }: Desire): boolean {
  return resolution.systems.value
    .filter((system) => system.endsWith("-linux"))
    .some((system) => evaluateMarker(marker, markerEnvironment(system, resolution.python.value)));
}
