import { evaluateMarker } from "../../lang/python/marker.js";
import { markerEnvironment } from "../../lang/python/environment.js";
import type { Requirement } from "../../lang/python/requirement.js";
import { formatSpecifier, parseSpecifier } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Statement } from "../../model/statement.js";
import type { Baseline } from "../resource.js";
import { listedRequirements, valueAt } from "./document.js";
import type { Table } from "./document.js";
import { requirement as requirementFamily, requirementUnit, requiresPython } from "./family.js";
import type { ObservedPyproject } from "./observe.js";
import { placeOf } from "./place.js";

/** Names whose versions the resolver chooses. */
const chosen = ["torch", "torchvision", "torchaudio", "triton"];

/**
 * What a person wrote about versions that the resolver chooses: requirements and `requires-python` that the record
 * does not know as nixtorch's own. What holds on no Linux machine says nothing about the stack.
 */
export function statementsOf(observed: ObservedPyproject, baseline: Baseline): Statement[] {
  const { text, value } = observed;
  if (text === null || value === null) return [];
  return [...requirementStatements(text, value, baseline), ...pythonStatement(text, value, baseline)];
}

function requirementStatements(text: string, document: Table, baseline: Baseline): Statement[] {
  return listedRequirements(document).flatMap(({ list, index, text: written, requirement }) => {
    if (requirement instanceof RequirementSyntaxError || requirement.url !== null) return [];
    if (!chosen.includes(requirement.normalizedName) || !appliesOnLinux(requirement)) return [];
    const key = `${list.join(".")}.${requirementUnit(requirement)}`;
    if (baseline[key] === requirementFamily.canonical(written)) return [];
    const place = placeOf(text, [...list, index], written);
    return [{ name: requirement.normalizedName, specifier: formatSpecifier(requirement.specifier), place }];
  });
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
    return [{ name: "requires-python", specifier, place: placeOf(text, path, written) }];
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
