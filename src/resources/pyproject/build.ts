import { parseRequirement } from "../../lang/python/requirement.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { BuildRecipe } from "../../model/build.js";
import type { Desire } from "../resource.js";
import { listAt, listedRequirements } from "./document.js";
import type { Table } from "./document.js";
import { packageName, requirement as requirementFamily, requirementUnit } from "./family.js";
import { requirementIn, valueAtKey } from "./unit.js";
import type { Unit } from "./unit.js";

/**
 * How uv must build the packages that compile against torch, for those that are asked for: by the config
 * (`requirements`), or by a person in the document.
 */
export function buildUnits(desire: Desire, document: Table, requirements: readonly Unit[]): Unit[] {
  const wanted = wantedNames(desire, document, requirements);
  return Object.values(desire.recipes)
    .filter(({ name }) => wanted.has(name))
    .flatMap((recipe) => [
      ...modeUnits(desire, document, recipe),
      ...environmentUnits(recipe),
      ...metadataUnits(recipe),
      ...(recipe.git === null || wanted.get(recipe.name) === "url" ? [] : [gitUnit(recipe, recipe.git)]),
    ]);
}

/** Names asked for; "url" where the requirement says by itself where the package comes from. */
function wantedNames(
  { baseline, recipes }: Desire,
  document: Table,
  requirements: readonly Unit[],
): ReadonlyMap<string, "index" | "url"> {
  const asked = requirements.map(({ value }) => parseRequirement(String(value)));
  for (const { list, text, requirement } of listedRequirements(document)) {
    if (requirement instanceof RequirementSyntaxError || recipes[requirement.normalizedName] === undefined)
      continue;
    const recorded = baseline[`${list.join(".")}.${requirementUnit(requirement)}`];
    // What nixtorch wrote for an earlier config says nothing about this one.
    if (recorded !== requirementFamily.canonical(text)) asked.push(requirement);
  }
  return new Map(asked.map(({ normalizedName, url }) => [normalizedName, url === null ? "index" : "url"]));
}

function askedBy({ name }: BuildRecipe): string {
  return `the build of ${name}`;
}

function modeUnits(desire: Desire, document: Table, recipe: BuildRecipe): Unit[] {
  const { name, needs } = recipe;
  const rest = { askedBy: askedBy(recipe) };
  if (recipe.mode === "no-build-isolation") {
    return [valueAtKey(`tool.uv.no-build-isolation-package.${name}`, name, rest), ...needsOfProject(recipe)];
  }
  // A checkout builds nothing without isolation unless the project itself brings what the build needs.
  if (isolationIsOff(desire, document, name)) return needsOfProject(recipe);
  const prefix = `tool.uv.extra-build-dependencies.${name}`;
  return [
    valueAtKey(`${prefix}.torch`, { requirement: "torch", "match-runtime": true }, rest),
    ...needs.map((need) => valueAtKey(`${prefix}.${requirementUnit(parseRequirement(need))}`, need, rest)),
  ];
}

function needsOfProject(recipe: BuildRecipe): Unit[] {
  return recipe.needs.map((need) =>
    requirementIn(["project", "dependencies"], parseRequirement(need), { askedBy: askedBy(recipe) }),
  );
}

/** A person builds this package without isolation: their way of giving it torch. */
function isolationIsOff({ baseline }: Desire, document: Table, name: string): boolean {
  const listed = listAt(document, "tool", "uv", "no-build-isolation-package");
  const off = listed.some((one) => packageName.identify(one) === name);
  return off && baseline[`tool.uv.no-build-isolation-package.${name}`] === undefined;
}

function environmentUnits(recipe: BuildRecipe): Unit[] {
  return Object.entries(recipe.env).map(([variable, value]) =>
    valueAtKey(`tool.uv.extra-build-variables.${recipe.name}.${variable}`, value, {
      askedBy: askedBy(recipe),
    }),
  );
}

/** Without metadata of its own, uv would have to build the package already to lock it. */
function metadataUnits(recipe: BuildRecipe): Unit[] {
  if (recipe.metadata === null) return [];
  const { version, requiresDist } = recipe.metadata;
  const table = {
    name: recipe.name,
    ...(version === null ? {} : { version }),
    "requires-dist": requiresDist,
  };
  return [valueAtKey(`tool.uv.dependency-metadata.${recipe.name}`, table, { askedBy: askedBy(recipe) })];
}

function gitUnit(recipe: BuildRecipe, git: string): Unit {
  const rest = { askedBy: askedBy(recipe), accepts: () => true };
  return valueAtKey(`tool.uv.sources.${recipe.name}`, { git }, rest);
}
