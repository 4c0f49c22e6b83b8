import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Diagnostic, Place } from "../../model/diagnostic.js";
import { canonicalJson } from "../../model/digest.js";
import { maskCredentials } from "../../model/mask.js";
import { conflict } from "./conflict.js";
import { isTable, listAt, listedOthers, listedRequirements, spelledPath, valueAt } from "./document.js";
import type { Table } from "./document.js";
import type { ObservedPyproject } from "./observe.js";
import { file, placeOf, placeText } from "./place.js";
import type { Unit } from "./unit.js";

/** Why nixtorch cannot keep its entries in this file at all. */
export function obstaclesIn(
  observed: ObservedPyproject,
  document: Table,
  units: readonly Unit[],
): Diagnostic[] {
  const text = observed.text ?? "";
  const whole = [
    workspaceMember(observed),
    otherManager(document, text),
    dynamicLists(document, text, units),
    uvToml(observed, units),
  ];
  const found = whole.filter((one) => one !== null);
  return found.length > 0 ? found : wrongTypes(document, text, units);
}

/** NT444. Also for a project without a pyproject.toml: uv would count it in as soon as it has one. */
export function workspaceMember({ workspaceRoot }: ObservedPyproject): Diagnostic | null {
  if (workspaceRoot === null) return null;
  return conflict({
    code: "NT444",
    summary: "The project is a member of a uv workspace",
    detail:
      `${workspaceRoot}/pyproject.toml counts this project among its members. Indexes, sources and build settings ` +
      "hold for a whole workspace and stand in its root; uv ignores them here.",
    hint: `Keep nixtorch.config.ts in the root, and run nixtorch there:\n\n    nixtorch -C ${workspaceRoot} plan`,
    place: { file },
  });
}

/** NT442. */
function otherManager(document: Table, text: string): Diagnostic | null {
  const signs: [string, readonly string[]][] = [
    ["Poetry", ["tool", "poetry", "dependencies"]],
    ["Poetry", ["tool", "poetry", "group"]],
    ["PDM", ["tool", "pdm", "dependencies"]],
    ["PDM", ["tool", "pdm", "dev-dependencies"]],
  ];
  const sign = signs.find(([, path]) => isTable(valueAt(document, path)));
  if (sign === undefined) return null;
  const [manager, path] = sign;
  const place = placeOf(text, path);
  return conflict({
    code: "NT442",
    summary: "The project's dependencies belong to another package manager",
    detail: `${placeText(place)} has [${path.join(".")}], which ${manager} reads and uv does not.`,
    hint:
      `Move the dependencies to [project], where uv reads them, as PEP 508 has them (\`^2.31\` is \`>=2.31,<3\`), and ` +
      `delete [${path.join(".")}]. To leave this project as it is, put nixtorch.config.ts into a directory of its own.`,
    place,
  });
}

/** NT443. */
function dynamicLists(document: Table, text: string, units: readonly Unit[]): Diagnostic | null {
  const dynamic = listAt(document, "project", "dynamic");
  const field = ["dependencies", "optional-dependencies"].find(
    (one) => dynamic.includes(one) && units.some(({ path }) => path[0] === "project" && path[1] === one),
  );
  if (field === undefined) return null;
  const place = placeOf(text, ["project", "dynamic"]);
  return conflict({
    code: "NT443",
    summary: "The project's dependencies are filled in by its build backend",
    detail: `${placeText(place)} lists "${field}" as dynamic, so they are not to be found, or written, in pyproject.toml.`,
    hint: `Write them into [project], and take "${field}" off that list.`,
    place,
  });
}

/** NT451. uv.toml beside the file: indexes and build settings of [tool.uv] would have no effect. */
function uvToml({ uvToml: present }: ObservedPyproject, units: readonly Unit[]): Diagnostic | null {
  const off = units.find(isTurnedOff);
  if (!present || off === undefined) return null;
  return conflict({
    code: "NT451",
    summary: "uv.toml turns off the settings in pyproject.toml",
    detail:
      `uv.toml stands beside pyproject.toml, and uv then ignores indexes and build settings in [tool.uv]; ` +
      `${off.askedBy} needs tool.${off.path.slice(1, 3).join(".")}.`,
    hint: "Move what uv.toml says to [tool.uv] in pyproject.toml, under the same names, and delete uv.toml.",
    place: { file: "uv.toml" },
  });
}

/** Sources find an explicit index all the same. */
function isTurnedOff({ key, value }: Unit): boolean {
  if (key.startsWith("tool.uv.index.")) return !(isTable(value) && value["explicit"] === true);
  return /^tool\.uv\.(?:extra-build|no-build-isolation|dependency-metadata)/.test(key);
}

/** NT450. */
function wrongTypes(document: Table, text: string, units: readonly Unit[]): Diagnostic[] {
  const seen = new Set<string>();
  return units.flatMap((unit) => {
    const wrong = wrongTypeOn(document, unit);
    if (wrong === null || seen.has(wrong.path.join("."))) return [];
    seen.add(wrong.path.join("."));
    const place = placeOf(text, wrong.path);
    return [
      conflict({
        code: "NT450",
        summary: "A key of pyproject.toml has another type than it should",
        detail: `${placeText(place)} has ${wrong.path.join(".")}, which is no ${wrong.wanted}.`,
        hint: `Make it a ${wrong.wanted}, as uv expects it.`,
        place,
      }),
    ];
  });
}

function wrongTypeOn(
  document: Table,
  unit: Unit,
): { readonly path: readonly string[]; readonly wanted: "table" | "list" } | null {
  const path = spelledPath(document, unit.path).filter((key) => typeof key === "string");
  for (let depth = 1; depth < path.length; depth++) {
    const value = valueAt(document, path.slice(0, depth));
    if (value !== undefined && !isTable(value)) return { path: path.slice(0, depth), wanted: "table" };
  }
  const value = valueAt(document, path);
  return unit.identity !== null && value !== undefined && !Array.isArray(value)
    ? { path, wanted: "list" }
    : null;
}

/** NT210: lines that uv will stop at; nixtorch leaves them alone. */
export function invalidRequirements(document: Table, text: string): Diagnostic[] {
  const unreadable = listedRequirements(document).flatMap(({ list, index, text: written, requirement }) =>
    requirement instanceof RequirementSyntaxError
      ? [invalidRequirement(placeOf(text, [...list, index]), written, requirement.message)]
      : [],
  );
  const others = listedOthers(document).map(({ list, index, value }) =>
    invalidRequirement(placeOf(text, [...list, index]), canonicalJson(value), "it is no text"),
  );
  return [...unreadable, ...others];
}

function invalidRequirement(place: Place, written: string, mistake: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT210",
    summary: "A requirement in pyproject.toml cannot be read",
    detail: `${placeText(place)} has \`${maskCredentials(written)}\`: ${mistake}. uv will refuse it too.`,
    hint: "Write it as PEP 508 has it, such as `numpy>=1.26,<3`.",
    address: "project.pyproject",
    place,
  };
}
