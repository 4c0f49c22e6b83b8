import { evaluateMarker, formatMarker, parseMarker } from "../../lang/python/marker.js";
import { markerEnvironment } from "../../lang/python/environment.js";
import { parseRequirement } from "../../lang/python/requirement.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Package, PackageSource } from "../../model/config.js";
import type { Desire } from "../resource.js";
import { isTable, listAt } from "./document.js";
import type { Table } from "./document.js";
import { sourceEntries } from "./family.js";
import { chosenPackages, torchIndexName } from "./torch.js";
import { findAll, valueAtKey } from "./unit.js";
import type { Unit } from "./unit.js";

type Entry = Readonly<Record<string, string | boolean>>;

/** The config's own indexes. */
export function indexUnits({ config }: Desire): Unit[] {
  return config.indexes.map(({ name, url, explicit, default: isDefault }) =>
    valueAtKey(
      `tool.uv.index.${name}`,
      { name, url, ...(explicit ? { explicit } : {}), ...(isDefault ? { default: isDefault } : {}) },
      { askedBy: "nixtorch.config.ts (indexes)" },
    ),
  );
}

/** Where the config wants single packages from. */
export function packageSourceUnits({ config }: Desire): Unit[] {
  const lists = [config.packages, ...Object.values(config.extras), ...Object.values(config.groups)];
  const byName = new Map<string, Package[]>();
  for (const one of lists.flat()) {
    if (one.source !== null) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  }
  return [...byName].map(([name, packages]) => {
    const entries = distinctEntries(packages);
    return valueAtKey(`tool.uv.sources.${name}`, entries.length === 1 ? entries[0]! : entries, {
      askedBy: `nixtorch.config.ts (${packages[0]!.declaredAt})`,
    });
  });
}

/** One entry a place; markers only where a package comes from several. */
function distinctEntries(packages: readonly Package[]): Entry[] {
  const plain = new Map(packages.map(({ source }) => [JSON.stringify(entryOf(source!)), entryOf(source!)]));
  if (plain.size === 1) return [...plain.values()];
  return packages.map(({ source, requirement }) => {
    const { marker } = parseRequirement(requirement);
    return { ...entryOf(source!), ...(marker === null ? {} : { marker: formatMarker(marker) }) };
  });
}

function entryOf(source: PackageSource): Entry {
  switch (source.kind) {
    case "index":
      return { index: source.index };
    case "git": {
      const { git, rev, tag, branch, subdirectory } = source;
      const given = Object.entries({ git, rev, tag, branch, subdirectory }).filter(
        ([, value]) => value !== undefined,
      );
      return Object.fromEntries(given) as Entry;
    }
    case "path":
      return { path: source.path, ...(source.editable ? { editable: true } : {}) };
    case "url":
      return { url: source.url };
  }
}

const onLinux = "sys_platform == 'linux'";

/**
 * The index of the wheel variant, and torch and its companions tied to it. An index of the same address that a
 * person has already is used instead, and sources of theirs that come to the same are left to them.
 */
export function torchSourceUnits(desire: Desire, document: Table): Unit[] {
  const { resolution } = desire;
  const url = resolution.index.value;
  const own = torchIndexName(resolution.wheel.value);
  const index = ownIndexOfPerson(desire, document, url) ?? own;
  const askedBy = "the chosen stack";
  const sources = chosenPackages(resolution).map(({ name }) =>
    valueAtKey(`tool.uv.sources.${name}`, [{ index, marker: onLinux }], {
      askedBy,
      accepts: (found) => comesFrom(found, url, desire, document),
    }),
  );
  const refersToOwn = sources.some((unit) => {
    const [found] = findAll(document, unit);
    const kept = found !== undefined && unit.accepts?.(found.value) === true;
    return kept ? sourceEntries(found.value).some((entry) => entry["index"] === own) : index === own;
  });
  if (!refersToOwn) return sources;
  return [valueAtKey(`tool.uv.index.${own}`, { name: own, url, explicit: true }, { askedBy }), ...sources];
}

function ownIndexOfPerson({ baseline, resolution }: Desire, document: Table, url: string): string | null {
  const same = indexesOf(document).filter((one) => isSameUrl(one["url"], url) && one["explicit"] === true);
  const names = same.map((one) => one["name"]).filter((name) => typeof name === "string");
  if (names.includes(torchIndexName(resolution.wheel.value))) return null;
  return names.find((name) => baseline[`tool.uv.index.${name}`] === undefined) ?? null;
}

/** Whether on every declared machine the source leads to an index of this address. */
function comesFrom(written: unknown, url: string, { resolution }: Desire, document: Table): boolean {
  const entries = sourceEntries(written);
  return resolution.systems.value.every((system) => {
    const environment = markerEnvironment(system, resolution.python.value);
    const applying = entries.find(({ marker, extra, group }) => {
      if (extra !== undefined || group !== undefined) return false;
      return typeof marker !== "string" || holds(marker, environment);
    });
    const index = indexesOf(document).find((one) => one["name"] === applying?.["index"]);
    return index !== undefined && isSameUrl(index["url"], url);
  });
}

function holds(marker: string, environment: ReturnType<typeof markerEnvironment>): boolean {
  try {
    return evaluateMarker(parseMarker(marker), environment);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return false;
    throw error;
  }
}

function indexesOf(document: Table): Table[] {
  return listAt(document, "tool", "uv", "index").filter(isTable);
}

function isSameUrl(a: unknown, b: string): boolean {
  return typeof a === "string" && a.replace(/\/+$/, "") === b.replace(/\/+$/, "");
}
