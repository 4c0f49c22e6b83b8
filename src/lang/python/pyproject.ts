import { parseToml } from "../toml/parse.js";
import { positionsIn } from "../toml/position.js";
import type { Position } from "../toml/position.js";
import { isTable, listAt, tableAt, valueAt } from "../toml/value.js";
import type { Table } from "../toml/value.js";
import { readRequirement } from "./requirement.js";
import type { Requirement } from "./requirement.js";
import type { RequirementSyntaxError } from "./syntax-error.js";

/** A value in the file, and where it stands. */
export interface Written<T> {
  /** From the root, as the file spells it; numbers are indices. */
  readonly path: readonly (string | number)[];
  readonly value: T;
  readonly position: Position;
}

/** A requirement in the list of `[project]`, an extra or a group, or in a list of uv's own. */
export interface WrittenRequirement extends Written<string> {
  /** The list's key: `dependencies`, an extra or group as the file spells it, `constraint-dependencies` … */
  readonly list: string;
  readonly kind: "dependencies" | "extra" | "group" | "limit";
  /** The mistake, where it is no requirement. */
  readonly requirement: Requirement | RequirementSyntaxError;
}

/** What uv reads in a pyproject.toml, with places: for import, and for whoever else asks where something stands. */
export interface PyprojectReading {
  readonly name: Written<string> | null;
  readonly description: Written<string> | null;
  readonly requiresPython: Written<string> | null;
  readonly requirements: readonly WrittenRequirement[];
  /** Elements of those lists that are no text: `{ include-group = "…" }`. */
  readonly included: readonly Written<unknown>[];
  /** `[[tool.uv.index]]`, whatever is in it. */
  readonly indexes: readonly Written<Table>[];
  /** The entries of `tool.uv.sources.<name>`, one or many; `path` ends with the name, or an index behind it. */
  readonly sources: readonly (Written<Table> & { readonly name: string })[];
  /** Names in `no-build-isolation-package`. */
  readonly noIsolation: readonly Written<string>[];
  /** Texts and tables in `extra-build-dependencies.<name>`. */
  readonly buildNeeds: readonly (Written<unknown> & { readonly name: string })[];
  /** `extra-build-variables.<name>.<variable>`. */
  readonly buildVariables: readonly (Written<unknown> & {
    readonly name: string;
    readonly variable: string;
  })[];
  /** `[[tool.uv.dependency-metadata]]`. */
  readonly metadata: readonly Written<Table>[];
  readonly environments: readonly Written<string>[];
  readonly package: Written<boolean> | null;
  /** All other keys of `[project]` and `[tool.uv]`, and the tables of other package managers. */
  readonly others: readonly Written<unknown>[];
}

/** Lists of `[tool.uv]` that limit versions without asking for a package. */
const limitLists = ["constraint-dependencies", "override-dependencies", "build-constraint-dependencies"];

const readInProject = ["name", "description", "requires-python", "dependencies", "optional-dependencies"];
const readInUv = [
  ...limitLists,
  "index",
  "sources",
  "no-build-isolation-package",
  "extra-build-dependencies",
  "extra-build-variables",
  "dependency-metadata",
  "environments",
  "package",
];
const otherManagers = ["poetry", "pdm", "hatch", "pixi", "rye"];

/** @throws TomlSyntaxError */
export function readPyproject(text: string): PyprojectReading {
  const document = parseToml(text);
  const positionOf = positionsIn(text);
  const written = <T>(path: readonly (string | number)[], value: T): Written<T> => ({
    path,
    value,
    position: positionOf(path) ?? { line: 1, column: 1 },
  });
  const one = <T>(is: (value: unknown) => value is T, ...path: string[]) => {
    const value = valueAt(document, path);
    return is(value) ? written(path, value) : null;
  };
  const elements = (...path: string[]) =>
    listAt(document, ...path).map((value, i) => written([...path, i], value));
  const keys = (...path: string[]) =>
    Object.entries(tableAt(document, ...path)).map(([key, value]) => written([...path, key], value));
  const only = <T>(is: (value: unknown) => value is T, all: readonly Written<unknown>[]) =>
    all.filter((entry): entry is Written<T> => is(entry.value));

  const lists: [WrittenRequirement["kind"], string[]][] = [
    ["dependencies", ["project", "dependencies"]],
    ...keys("project", "optional-dependencies").map(({ path }) => ["extra", path] as ["extra", string[]]),
    ...keys("dependency-groups").map(({ path }) => ["group", path] as ["group", string[]]),
    ...limitLists.map((list) => ["limit", ["tool", "uv", list]] as ["limit", string[]]),
  ];
  const listed = lists.map(([kind, path]) => ({ kind, list: path.at(-1)!, entries: elements(...path) }));
  return {
    name: one(isText, "project", "name"),
    description: one(isText, "project", "description"),
    requiresPython: one(isText, "project", "requires-python"),
    requirements: listed.flatMap(({ kind, list, entries }) =>
      only(isText, entries).map((entry) => ({
        ...entry,
        kind,
        list,
        requirement: readRequirement(entry.value),
      })),
    ),
    included: listed.flatMap(({ entries }) => entries.filter(({ value }) => !isText(value))),
    indexes: only(isTable, elements("tool", "uv", "index")),
    sources: keys("tool", "uv", "sources").flatMap(({ path, value, position }) => {
      const entries = isTable(value) ? [{ path, value, position }] : elements(...(path as string[]));
      return only(isTable, entries).map((entry) => ({ ...entry, name: String(path.at(-1)) }));
    }),
    noIsolation: only(isText, elements("tool", "uv", "no-build-isolation-package")),
    buildNeeds: keys("tool", "uv", "extra-build-dependencies").flatMap(({ path }) =>
      elements(...(path as string[])).map((entry) => ({ ...entry, name: String(path.at(-1)) })),
    ),
    buildVariables: keys("tool", "uv", "extra-build-variables").flatMap(({ path }) =>
      keys(...(path as string[])).map((entry) => ({
        ...entry,
        name: String(path.at(-1)),
        variable: String(entry.path.at(-1)),
      })),
    ),
    metadata: only(isTable, elements("tool", "uv", "dependency-metadata")),
    environments: only(isText, elements("tool", "uv", "environments")),
    package: one((value): value is boolean => typeof value === "boolean", "tool", "uv", "package"),
    others: [
      ...keys("project").filter(({ path }) => !readInProject.includes(String(path.at(-1)))),
      ...keys("tool", "uv").filter(({ path }) => !readInUv.includes(String(path.at(-1)))),
      ...otherManagers.flatMap((manager) => one((value) => value !== undefined, "tool", manager) ?? []),
    ],
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
