import { tomlEntries, tomlInline, tomlKey, tomlLines } from "../../lang/toml/write.js";
import type { Writable } from "../../lang/toml/write.js";
import { sectionComments } from "./section-comments.js";
import type { Unit } from "./unit.js";

type Table = Readonly<Record<string, Writable>>;

/** A new pyproject.toml, as an expert would write it. */
export function renderPyproject(units: readonly Unit[]): string {
  const project = [
    ...keyLines(units, "project", ["name", "version", "description", "requires-python"]),
    ...listLines(units, "project", ["dependencies"]),
  ];
  const uv = [
    ...keyLines(units, "tool.uv", ["package"]),
    ...listLines(units, "tool.uv", ["environments"]),
    ...listLines(units, "tool.uv", ["no-build-isolation-package"]),
  ];
  return [
    section("[project]", project),
    section("[project.optional-dependencies]", listLines(units, "project.optional-dependencies")),
    section("[dependency-groups]", listLines(units, "dependency-groups")),
    section("[tool.uv]", uv),
    ...tables(units, "index", sectionComments.index, ({ explicit }) => explicit === true),
    section("[tool.uv.sources]", keyLines(units, "tool.uv.sources")),
    section(
      "[tool.uv.extra-build-dependencies]",
      listLines(units, "tool.uv.extra-build-dependencies"),
      sectionComments["extra-build-dependencies"],
    ),
    section("[tool.uv.extra-build-variables]", variableLines(units)),
    ...tables(units, "dependency-metadata", sectionComments["dependency-metadata"]),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function section(header: string, lines: readonly string[], comment?: string): string {
  if (lines.length === 0) return "";
  return [...(comment === undefined ? [] : [comment]), header, ...lines, ""].join("\n");
}

/** `key = value` of the units right below a table: the given keys in their order, or all. */
function keyLines(units: readonly Unit[], table: string, keys?: readonly string[]): string[] {
  const own = units.filter(({ path, identity }) => identity === null && isIn(path, table));
  const ordered =
    keys === undefined ? own : keys.flatMap((key) => own.filter(({ path }) => path.at(-1) === key));
  return ordered.map(({ path, value }) => `${tomlKey(path.at(-1)!)} = ${fitted(value)}`);
}

/** `key = [ … ]` of the units that are elements of lists right below a table. */
function listLines(units: readonly Unit[], table: string, keys?: readonly string[]): string[] {
  const lists = new Map<string, Writable[]>();
  for (const { path, identity, value } of units) {
    const key = path.at(-1)!;
    if (identity === null || !isIn(path, table) || keys?.includes(key) === false) continue;
    lists.set(key, [...(lists.get(key) ?? []), value]);
  }
  const requirements = !table.startsWith("tool.uv");
  return [...lists].map(
    ([key, values]) => `${tomlKey(key)} = ${requirements ? tomlLines(values) : fitted(values)}`,
  );
}

/** One line a package. */
function variableLines(units: readonly Unit[]): string[] {
  const packages = new Map<string, Record<string, Writable>>();
  for (const { path, value } of units) {
    if (path[2] !== "extra-build-variables") continue;
    packages.set(path[3]!, { ...packages.get(path[3]!), [path[4]!]: value });
  }
  return [...packages].map(([name, variables]) => `${tomlKey(name)} = ${tomlInline(variables)}`);
}

/** One `[[tool.uv.key]]` a unit; the comment explains the first that it is about. */
function tables(
  units: readonly Unit[],
  key: string,
  comment: string,
  about: (table: Table) => boolean = () => true,
): string[] {
  const own = units
    .filter(({ path }) => path.join(".") === `tool.uv.${key}`)
    .map(({ value }) => value as Table);
  const explained = own.findIndex(about);
  return own.map((table, index) =>
    section(`[[tool.uv.${key}]]`, tomlEntries(table), index === explained ? comment : undefined),
  );
}

/** Lists that do not fit on a line get one line an element. */
function fitted(value: Writable): string {
  const inline = tomlInline(value);
  return Array.isArray(value) && inline.length > 80 ? tomlLines(value as readonly Writable[]) : inline;
}

function isIn(path: readonly string[], table: string): boolean {
  return path.slice(0, -1).join(".") === table;
}
