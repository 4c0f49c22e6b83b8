import { editToml, withEdit } from "../../lang/toml/edit.js";
import type { Layout, TomlEdit, TomlEdited } from "../../lang/toml/edit.js";
import type { Writable } from "../../lang/toml/write.js";
import type { Baseline } from "../resource.js";
import { createdKey } from "./annotations.js";
import type { Decision } from "./decide.js";
import { isTable, spelledPath, valueAt } from "./document.js";
import type { Path, Table } from "./document.js";
import { namedTable, requirement } from "./family.js";
import { holdersOf, isReferenced } from "./holders.js";
import { sectionComment } from "./section-comments.js";
import type { Found, Unit } from "./unit.js";

type Write = Extract<Decision, { kind: "write" }>;
type Removal = Extract<Decision, { kind: "remove" }>;

/**
 * The text with all decisions carried out. Apart from the rest because the TOML editor is slow to load, and a plan
 * without changes has no use for it.
 */
export function carryOut(
  text: string,
  document: Table,
  decisions: readonly Decision[],
  baseline: Baseline,
): TomlEdited {
  const writes = decisions.filter((one) => one.kind === "write");
  const removals = decisions.filter((one) => one.kind === "remove");
  const { renamed, created, removed } = matchRenames(writes, removals);
  const restored = decisions.flatMap((one) => (one.kind === "restore" ? restorationOf(one) : []));
  const updates = [...writes.flatMap(updateOf), ...renamed, ...restored];
  const kept = decisions.flatMap((one) => (one.kind === "write" || one.kind === "keep" ? [one.unit] : []));
  // Updates and removals first: they go by index, and what is new goes to the end of its list.
  const edits = [...updates, ...byLastIndex(removed).map((one) => removalOf(one, kept, baseline))];
  const settled = edits.reduce<unknown>(withEdit, document) as Table;
  const added = creations(settled, created);
  const full = added.reduce<unknown>(withEdit, settled) as Table;
  const prunes = removed.flatMap((one) => prunesOf(one, full, baseline));
  return editToml(text, [...edits, ...added, ...prunes]);
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

type Restoration = Extract<Decision, { kind: "restore" }>;

/** Back to what a person had; of a table, only the keys that differ. */
function restorationOf({ spot, found, value }: Restoration): TomlEdit[] {
  if (spot.family !== namedTable || !isTable(value)) return editsInPlace(found, value, false);
  const added = Object.keys(found.value as Table).filter((key) => !Object.hasOwn(value, key));
  return [
    ...editsInPlace(found, value, true),
    ...added.map((key): TomlEdit => ({ op: "remove", path: [...found.path, key] })),
  ];
}

/** The comment above goes with the last entry of ours in a section that is ours. */
function removalOf({ spot, found }: Removal, kept: readonly Unit[], baseline: Baseline): TomlEdit {
  const holder = spot.path.join(".");
  const last = !kept.some(({ path }) => path.join(".") === holder);
  const comment = last && isCreated(baseline, spot.path) ? sectionComment(found.path) : undefined;
  return { op: "remove", path: found.path, ...(comment === undefined ? {} : { comment }) };
}

function isCreated(baseline: Baseline, holder: readonly string[]): boolean {
  return baseline[createdKey(holder)] !== undefined;
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
    const comment = commentFor(document, unit);
    return {
      op: "append",
      path,
      value: unit.value,
      layout: layoutOf(unit),
      ...(comment === undefined ? {} : { comment }),
    };
  }
  const parent = path.slice(0, -1);
  const variable = unit.path[2] === "extra-build-variables" ? unit.path.at(-1) : undefined;
  // One line a package, as uv's documentation has it, instead of one table a package.
  if (variable !== undefined && valueAt(document, parent) === undefined) {
    return { op: "set", path: parent, value: { [variable]: unit.value } };
  }
  return { op: "set", path, value: unit.value };
}

/** Said once, where the section begins. */
function commentFor(document: Table, { path, value }: Unit): string | undefined {
  const section = path.slice(0, 3);
  if (valueAt(document, section) !== undefined) return undefined;
  const about = section[2] !== "index" || (isTable(value) && value["explicit"] === true);
  return about ? sectionComment(section) : undefined;
}

function layoutOf({ family }: Unit): Layout {
  if (family === namedTable) return "tables";
  return family === requirement ? "lines" : "inline";
}

/** What held the removed entry, if nixtorch made it, nothing is left in it and nothing refers to it. */
function prunesOf({ spot }: Removal, document: Table, baseline: Baseline): TomlEdit[] {
  return holdersOf(spot)
    .filter((holder) => isCreated(baseline, holder) && !isReferenced(document, holder))
    .map((holder) => {
      const comment = sectionComment(holder);
      return {
        op: "prune",
        path: spelledPath(document, holder),
        ...(comment === undefined ? {} : { comment }),
      };
    });
}
