import { normalizeName } from "../lang/python/name.js";
import type { PyprojectReading, Written } from "../lang/python/pyproject.js";
import { readRequirement, RequirementSyntaxError } from "../lang/python/requirement.js";
import { isTable, type Table } from "../lang/toml/value.js";
import { carriesCredentials } from "../model/mask.js";
import { unitOf } from "./package.js";
import { placeOf } from "./pyproject.js";
import { withheldVariable } from "./secret.js";
import { Collector, type Facts, type Reading, type Understood } from "./types.js";

/** Reads how packages are built: what nixtorch does not know by itself becomes an exception. */
export function readBuilds(document: PyprojectReading, facts: Facts): Reading {
  const found = new Collector();
  for (const name of new Set(document.buildNeeds.map((one) => one.name)))
    found.add(
      readNeeds(
        name,
        document.buildNeeds.filter((one) => one.name === name),
        facts,
      ),
    );
  for (const one of document.buildVariables) found.add(readVariable(one));
  for (const one of document.noIsolation) {
    const note = "respected where it stands: nixtorch brings what the build needs";
    const source = `no build isolation for ${one.value}`;
    found.understood.push({ path: exception(one.value), source, place: placeOf(one), note });
  }
  for (const one of document.metadata) found.add(readMetadata(one));
  return found;
}

function exception(name: string): string[] {
  return ["buildIsolation", "exceptions", normalizeName(name)];
}

/** Needs that nixtorch knows of by itself are not repeated. */
function readNeeds(name: string, written: readonly Written<unknown>[], { builds }: Facts): Reading {
  const needs = written.map(({ value }) => needOf(value));
  const texts = needs.filter((need) => need !== null);
  const place = placeOf(written[0]!);
  const source = `build of ${name}: ${texts.join(", ")}`;
  if (texts.length < needs.length)
    return { understood: [], not: [{ what: source, place, why: "not all of it are requirements" }] };
  const known = builds[normalizeName(name)];
  const besides = texts.filter((need) => normalizeName(need) !== "torch");
  const isKnown = known !== undefined && besides.every((need) => known.needs.includes(need));
  const one: Understood = {
    path: [...exception(name), "needs"],
    source,
    place,
    keys: texts.map((need) => `tool.uv.extra-build-dependencies.${normalizeName(name)}.${unitIn(need)}`),
    ...(isKnown ? { note: "nixtorch knows that by itself" } : { value: texts }),
  };
  return { understood: [one], not: [] };
}

function needOf(written: unknown): string | null {
  const text = isTable(written) ? written["requirement"] : written;
  return typeof text === "string" && !carriesCredentials(text) ? text : null;
}

function unitIn(need: string): string {
  const requirement = readRequirement(need);
  return requirement instanceof RequirementSyntaxError ? need : unitOf(requirement);
}

function readVariable(written: PyprojectReading["buildVariables"][number]): Reading {
  const { name, variable, value } = written;
  const source = `build of ${name}: ${variable}`;
  const place = placeOf(written);
  if (typeof value !== "string")
    return { understood: [], not: [{ what: source, place, why: "it is no text" }] };
  const secret = withheldVariable(variable, value, place);
  if (secret !== null) return { understood: [], not: [{ ...secret, what: source }] };
  const keys = [`tool.uv.extra-build-variables.${normalizeName(name)}.${variable}`];
  return {
    understood: [{ path: [...exception(name), "env", variable], value, source, place, keys }],
    not: [],
  };
}

function readMetadata(written: Written<Table>): Reading {
  const { name, version, "requires-dist": requires, ...more } = written.value;
  const place = placeOf(written);
  const source = `metadata of ${String(name)}`;
  const isList = Array.isArray(requires) && requires.every((one) => typeof one === "string");
  if (typeof name !== "string" || !isList || Object.keys(more).length > 0) {
    const why = "the config has keys for name, version and requires-dist only; uv goes on reading it here";
    return { understood: [], not: [{ what: source, place, why }] };
  }
  const at = { source, place, keys: [`tool.uv.dependency-metadata.${name}`] };
  const understood: Understood[] = [{ path: [...exception(name), "requires"], value: requires, ...at }];
  if (typeof version === "string")
    understood.push({ path: [...exception(name), "version"], value: version, ...at });
  return { understood, not: [] };
}
