import type { Requirement } from "../../lang/python/requirement.js";
import { formatRequirement, normalizeName } from "../../lang/python/requirement.js";
import type { Writable } from "../../lang/toml/write.js";
import type { Family } from "./family.js";
import {
  buildRequirement,
  environment,
  namedTable,
  packageName,
  plainValue,
  projectName,
  requirement as requirementFamily,
  requirementUnit,
  requiresPython,
  source,
} from "./family.js";
import { spelledPath, valueAt } from "./document.js";
import type { Path, Table } from "./document.js";

/** Something of a pyproject.toml that can be owned by itself: a key, or one element of a list. */
export interface Spot {
  /** The key, or the list that holds the element. */
  readonly path: readonly string[];
  readonly family: Family;
  /** Which element of the list; `null`: the value at the path itself. */
  readonly identity: string | null;
  /** What the plan view calls it. */
  readonly label: string;
}

/** A spot, and what should be there. */
export interface Unit extends Spot {
  /** Its key in the record, such as `project.dependencies.torch`. */
  readonly key: string;
  readonly value: Writable;
  /** Who wants it, for messages: "nixtorch.config.ts (packages[2])". */
  readonly askedBy: string;
  /** "absent": written if nothing is there, and a person's from then on. "owned": kept up, but not added. */
  readonly when: "always" | "absent" | "owned";
  /** What a person's list leaves out as long as this is not in it. */
  readonly lacks?: Machine;
  /** Something else that a person may have there instead. */
  readonly accepts?: (found: unknown) => boolean;
}

/** A Nix system, and a Python minor on it. */
export interface Machine {
  readonly system: string;
  readonly python: string;
}

export interface Found {
  readonly path: Path;
  readonly value: unknown;
}

/** Everything that answers to a spot: more than one where a list names it twice. */
export function findAll(document: Table, spot: Spot): Found[] {
  const path = spelledPath(document, spot.path);
  const value = valueAt(document, path);
  if (spot.identity === null) return value === undefined ? [] : [{ path, value }];
  if (!Array.isArray(value)) return [];
  const indices = identitiesIn(value, spot.family).get(spot.identity) ?? [];
  return indices.map((index) => ({ path: [...path, index], value: value[index] as unknown }));
}

type Identities = ReadonlyMap<string, readonly number[]>;

const identities = new WeakMap<readonly unknown[], Map<Family, Identities>>();

/** What the elements of a list are told apart by; worked out once for each list. */
function identitiesIn(list: readonly unknown[], family: Family): Identities {
  const known = identities.get(list) ?? new Map<Family, Identities>();
  identities.set(list, known);
  let found = known.get(family);
  if (found === undefined) {
    const byIdentity = new Map<string, number[]>();
    list.forEach((element, index) => {
      const identity = family.identify(element);
      if (identity !== null) byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), index]);
    });
    known.set(family, (found = byIdentity));
  }
  return found;
}

type Rest = Pick<Unit, "askedBy"> & Partial<Pick<Unit, "when" | "accepts" | "lacks">>;

export function requirementIn(list: readonly string[], requirement: Requirement, rest: Rest): Unit {
  const identity = requirementUnit(requirement);
  return unit(spotOf(`${list.join(".")}.${identity}`), formatRequirement(requirement), rest);
}

export function valueAtKey(key: string, value: Writable, rest: Rest): Unit {
  return unit(spotOf(key), value, rest);
}

function unit(found: KeyedSpot | null, value: Writable, { when = "always", ...rest }: Rest): Unit {
  if (found === null) throw new Error("a key of pyproject.toml has no place");
  return { ...found, value, when, ...rest };
}

export interface KeyedSpot extends Spot {
  readonly key: string;
}

interface Room {
  readonly pattern: RegExp;
  readonly spot: (match: Record<string, string>) => Spot;
}

/** Every kind of key that a record may hold, and the place in the file that it stands for. */
const rooms: readonly Room[] = [
  {
    pattern: /^project\.dependencies\.(?<id>.+)$/,
    spot: ({ id }) => requirementSpot(["project", "dependencies"], id!, id!),
  },
  {
    pattern: /^project\.optional-dependencies\.(?<name>[^;]+)\.(?<id>[^.;]+(?:; .+)?)$/,
    spot: ({ name, id }) =>
      requirementSpot(["project", "optional-dependencies", name!], id!, `extra ${name}: ${id}`),
  },
  {
    pattern: /^dependency-groups\.(?<name>[^;]+)\.(?<id>[^.;]+(?:; .+)?)$/,
    spot: ({ name, id }) => requirementSpot(["dependency-groups", name!], id!, `group ${name}: ${id}`),
  },
  {
    pattern: /^project\.requires-python$/,
    spot: () => keySpot(["project", "requires-python"], requiresPython),
  },
  { pattern: /^project\.name$/, spot: () => keySpot(["project", "name"], projectName) },
  {
    pattern: /^project\.(?<key>version|description)$/,
    spot: ({ key }) => keySpot(["project", key!], plainValue),
  },
  {
    pattern: /^tool\.uv\.package$/,
    spot: () => ({ ...keySpot(["tool", "uv", "package"], plainValue), label: "tool.uv.package" }),
  },
  {
    pattern: /^tool\.uv\.environments\.(?<id>.+)$/,
    spot: ({ id }) => ({
      path: ["tool", "uv", "environments"],
      family: environment,
      identity: id!,
      label: "tool.uv.environments",
    }),
  },
  {
    pattern: /^tool\.uv\.index\.(?<id>.+)$/,
    spot: ({ id }) => ({
      path: ["tool", "uv", "index"],
      family: namedTable,
      identity: id!,
      label: `index ${id}`,
    }),
  },
  {
    pattern: /^tool\.uv\.sources\.(?<name>.+)$/,
    spot: ({ name }) => ({
      path: ["tool", "uv", "sources", name!],
      family: source,
      identity: null,
      label: `source of ${name}`,
    }),
  },
  {
    pattern: /^tool\.uv\.extra-build-dependencies\.(?<name>[^.]+)\.(?<id>[^.;]+(?:; .+)?)$/,
    spot: ({ name, id }) => ({
      path: ["tool", "uv", "extra-build-dependencies", name!],
      family: buildRequirement,
      identity: id!,
      label: `build of ${name}: ${id}`,
    }),
  },
  {
    pattern: /^tool\.uv\.extra-build-variables\.(?<name>[^.]+)\.(?<variable>.+)$/,
    spot: ({ name, variable }) => ({
      path: ["tool", "uv", "extra-build-variables", name!, variable!],
      family: plainValue,
      identity: null,
      label: `build of ${name}: ${variable}`,
    }),
  },
  {
    pattern: /^tool\.uv\.no-build-isolation-package\.(?<id>.+)$/,
    spot: ({ id }) => ({
      path: ["tool", "uv", "no-build-isolation-package"],
      family: packageName,
      identity: id!,
      label: `build isolation of ${id}`,
    }),
  },
  {
    pattern: /^tool\.uv\.dependency-metadata\.(?<id>.+)$/,
    spot: ({ id }) => ({
      path: ["tool", "uv", "dependency-metadata"],
      family: namedTable,
      identity: id!,
      label: `metadata of ${id}`,
    }),
  },
];

/** The record's key of a package's source. */
export function sourceKey(name: string): string {
  return `tool.uv.sources.${normalizeName(name)}`;
}

/** The place a record's key stands for; `null`: none that this version knows. */
export function spotOf(key: string): KeyedSpot | null {
  for (const { pattern, spot } of rooms) {
    const match = pattern.exec(key);
    if (match !== null) return { ...spot(match.groups ?? {}), key };
  }
  return null;
}

function requirementSpot(path: readonly string[], identity: string, label: string): Spot {
  return { path, family: requirementFamily, identity, label };
}

function keySpot(path: readonly string[], family: Family): Spot {
  return { path, family, identity: null, label: path.at(-1) ?? "" };
}
