import { evaluateMarker } from "../../lang/python/marker.js";
import { markerEnvironment } from "../../lang/python/environment.js";
import type { Requirement } from "../../lang/python/requirement.js";
import { formatSpecifier, parseSpecifier } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Statement } from "../../model/statement.js";
import type { Baseline } from "../resource.js";
import { originalOf } from "./annotations.js";
import { listAt, listedRequirements, valueAt } from "./document.js";
import { readRequirement } from "../../lang/python/requirement.js";
import type { Table } from "./document.js";
import {
  isStillRecorded,
  requirement as requirementFamily,
  requirementUnit,
  requiresPython,
  withoutLocalVersion,
} from "./family.js";
import type { ObservedPyproject } from "./observe.js";
import { placeOf } from "./place.js";
import { chosenNames } from "./torch.js";

/**
 * What a person wrote about versions that the resolver chooses: requirements and `requires-python` that the record
 * does not know as nixtorch's own. What holds on no Linux machine says nothing about the stack.
 */
export function statementsOf(observed: ObservedPyproject, baseline: Baseline): Statement[] {
  const { text, value } = observed;
  if (text === null || value === null) return [];
  return [
    ...requirementStatements(text, value, baseline),
    ...limits.flatMap((list) => limitStatements(text, value, list)),
    ...pythonStatement(text, value, baseline),
  ];
}

/** What uv holds against every requirement, wherever it comes from. */
const limits = [
  ["tool", "uv", "constraint-dependencies"],
  ["tool", "uv", "override-dependencies"],
];

function limitStatements(text: string, document: Table, list: readonly string[]): Statement[] {
  return listAt(document, ...list).flatMap((written, index) => {
    if (typeof written !== "string") return [];
    const requirement = readRequirement(written);
    if (requirement instanceof RequirementSyntaxError || !isChosenOnLinux(requirement)) return [];
    const { specifier } = withoutLocalVersion(requirement);
    const place = placeOf(text, [...list, index]);
    return [
      { name: requirement.normalizedName, specifier: formatSpecifier(specifier), place, limitsOnly: true },
    ];
  });
}

function isChosenOnLinux(requirement: Requirement): boolean {
  return (
    requirement.url === null &&
    chosenNames.includes(requirement.normalizedName) &&
    appliesOnLinux(requirement)
  );
}

function requirementStatements(text: string, document: Table, baseline: Baseline): Statement[] {
  return listedRequirements(document).flatMap(({ list, index, text: written, requirement }) => {
    if (requirement instanceof RequirementSyntaxError || !isChosenOnLinux(requirement)) return [];
    const key = `${list.join(".")}.${requirementUnit(requirement)}`;
    const ours = isStillRecorded(baseline[key], written);
    const said = ours ? tightened(key, written, requirement, baseline) : requirement;
    if (said === null) return [];
    const { specifier } = withoutLocalVersion(said);
    const place = placeOf(text, [...list, index]);
    return [{ name: requirement.normalizedName, specifier: formatSpecifier(specifier), place }];
  });
}

/** The requirement of a person that nixtorch made stricter in place: it still says how far torch may move. */
function tightened(
  key: string,
  written: string,
  present: Requirement,
  baseline: Baseline,
): Requirement | null {
  const spot = { family: requirementFamily, identity: requirementUnit(present) };
  const original = originalOf(baseline, key, spot, []);
  if (original?.kind !== "whole" || typeof original.value !== "string") return null;
  if (requirementFamily.relate(original.value, written) !== "looser") return null;
  const read = readRequirement(original.value);
  return read instanceof RequirementSyntaxError ? null : read;
}

function pythonStatement(text: string, document: Table, baseline: Baseline): Statement[] {
  const path = ["project", "requires-python"];
  const written = valueAt(document, path);
  if (
    typeof written !== "string" ||
    baseline["project.requires-python"] === requiresPython.canonical(written)
  ) {
    return [];
  }
  try {
    const specifier = formatSpecifier(parseSpecifier(written));
    return [{ name: "requires-python", specifier, place: placeOf(text, path) }];
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return [];
    throw error;
  }
}

const pythons = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"];

function appliesOnLinux({ marker }: Requirement): boolean {
  return ["x86_64-linux", "aarch64-linux"].some((system) =>
    pythons.some((python) => evaluateMarker(marker, markerEnvironment(system, python))),
  );
}
