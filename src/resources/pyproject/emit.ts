import { editToml, withEdit } from "../../lang/toml/edit.js";
import type { Layout, TomlEdit, TomlEdited } from "../../lang/toml/edit.js";
import type { Writable } from "../../lang/toml/write.js";
import type { Decision } from "./decide.js";
import { isTable, spelledPath, valueAt } from "./document.js";
import type { Path, Table } from "./document.js";
import { namedTable, requirement } from "./family.js";
import type { Found, Unit } from "./unit.js";

type Write = Extract<Decision, { kind: "write" }>;
type Removal = Extract<Decision, { kind: "remove" }>;

/**
 * The text with all decisions carried out. Apart from the rest because the TOML editor is slow to load, and a plan
 * without changes has no use for it.
 */
export function carryOut(text: string, document: Table, decisions: readonly Decision[]): TomlEdited {
  const writes = decisions.filter((one) => one.kind === "write");
  const removals = decisions.filter((one) => one.kind === "remove");
  const { renamed, created, removed } = matchRenames(writes, removals);
  const updates = [...writes.flatMap(updateOf), ...renamed];
  // Updates and removals first: they go by index, and what is new goes to the end of its list.
  const edits = [
    ...updates,
    ...byLastIndex(removed).map(({ found }): TomlEdit => ({ op: "remove", path: found.path })),
  ];
  const settled = edits.reduce<unknown>(withEdit, document) as Table;
  return editToml(text, [...edits, ...creations(settled, created), ...removed.flatMap(prunesOf)]);
}

function updateOf({ unit, found }: Write): TomlEdit[] {
  return found === null ? [] : editsInPlace(found, unit.value, unit.family === namedTable);
}

/** Tables keep the keys that are not ours. */
function editsInPlace(found: Found, value: Writable, byKey: boolean): TomlEdit[] {
  if (!byKey || !isTable(value) || !isTable(found.value)) return [{ op: "set", path: found.path, value }];
  const present = found.value;
  return Object.entries(value)
    .filter(([key, inner]) => JSON.stringify(present[key]) !== JSON.stringify(inner))
    .map(([key, inner]) => ({ op: "set", path: [...found.path, key], value: inner as Writable }));
}

/** Another wheel variant takes the place of the index before it, instead of a place at the end. */
function matchRenames(writes: readonly Write[], removals: readonly Removal[]) {
  const isTorchIndex = (key: string) => key.startsWith("tool.uv.index.pytorch-");
  const created = writes.filter(({ found }) => found === null);
  const next = created.find(({ unit }) => isTorchIndex(unit.key));
  const previous = removals.find(({ spot }) => isTorchIndex(spot.key));
  if (next === undefined || previous === undefined) return { renamed: [], created, removed: removals };
  return {
    renamed: editsInPlace(previous.found, next.unit.value, true),
    created: created.filter((one) => one !== next),
    removed: removals.filter((one) => one !== previous),
  };
}

function byLastIndex(removals: readonly Removal[]): Removal[] {
  return [...removals].sort((a, b) => lastIndex(b.found.path) - lastIndex(a.found.path));
}

function lastIndex(path: Path): number {
  const last = path.at(-1);
  return typeof last === "number" ? last : -1;
}

function creations(document: Table, created: readonly Write[]): TomlEdit[] {
  const edits: TomlEdit[] = [];
  let present = document;
  for (const { unit } of created) {
    const edit = creationOf(present, unit);
    edits.push(edit);
    present = withEdit(present, edit) as Table;
  }
  return edits;
}

function creationOf(document: Table, unit: Unit): TomlEdit {
  const path = spelledPath(document, unit.path);
  if (unit.identity !== null) {
    return { op: "append", path, value: unit.value, layout: layoutOf(unit) };
  }
  const parent = path.slice(0, -1);
  const variable = unit.path[2] === "extra-build-variables" ? unit.path.at(-1) : undefined;
  // One line a package, as uv's documentation has it, instead of one table a package.
  if (variable !== undefined && valueAt(document, parent) === undefined) {
    return { op: "set", path: parent, value: { [variable]: unit.value } };
  }
  return { op: "set", path, value: unit.value };
}

function layoutOf({ family }: Unit): Layout {
  if (family === namedTable) return "tables";
  return family === requirement ? "lines" : "inline";
}

/** What held the removed entry, if nothing is left in it; the list of dependencies itself is always kept. */
function prunesOf({ spot }: Removal): TomlEdit[] {
  if (spot.path.join(".") === "project.dependencies") return [];
  const holders = spot.identity === null ? spot.path.slice(0, -1) : spot.path;
  return holders.flatMap((_, index) => {
    const path = holders.slice(0, holders.length - index);
    return path.length > 1 || path[0] === "dependency-groups" ? [{ op: "prune" as const, path }] : [];
  });
}
