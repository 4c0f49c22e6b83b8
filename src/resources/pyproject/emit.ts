import { EditedValue, editToml } from "../../lang/toml/edit.js";
import type { Layout, TomlEdit, TomlEdited } from "../../lang/toml/edit.js";
import { isWritable } from "../../lang/toml/write.js";
import type { Writable } from "../../lang/toml/write.js";
import { canonicalJson } from "../../model/digest.js";
import { formOf, spelledAt } from "../../lang/toml/source.js";
import type { Baseline } from "../resource.js";
import { createdKey, emptyKey } from "./annotations.js";
import type { Spelled } from "./annotations.js";
import type { Decision } from "./decision.js";
import { isTable, spelledPath, valueAt } from "./document.js";
import type { Path, Table } from "./document.js";
import { namedTable, requirement } from "./family.js";
import { holdersOf, isReferenced } from "./holders.js";
import { sectionComment } from "./section-comments.js";
import type { Unit } from "./unit.js";

type Write = Extract<Decision, { kind: "write" }>;
type Removal = Extract<Decision, { kind: "remove" }>;

/** The text with all decisions carried out. */
export function carryOut(
  text: string,
  document: Table,
  decisions: readonly Decision[],
  baseline: Baseline,
): TomlEdited {
  const writes = decisions.filter((one) => one.kind === "write");
  const removals = decisions.filter((one) => one.kind === "remove");
  const { renamed, created, removed } = matchRenames(writes, removals);
  const restored = decisions.flatMap((one) => (one.kind === "restore" ? restorationOf(one, text) : []));
  const updates = [...writes.flatMap(updateOf), ...renamed, ...restored];
  const kept = decisions.flatMap((one) => (one.kind === "write" || one.kind === "keep" ? [one.unit] : []));
  // Updates and removals first: they go by index, and what is new goes to the end of its list.
  const edits = [...updates, ...byLastIndex(removed).map((one) => removalOf(one, kept, baseline))];
  const value = new EditedValue(document).apply(edits);
  for (const { unit } of created) {
    const edit = creationOf(value.value, unit);
    edits.push(edit);
    value.apply([edit]);
  }
  return editToml(text, [...edits, ...prunesOf(removed, value.value, baseline)], document);
}

function updateOf({ unit, found }: Write): TomlEdit[] {
  return found === null ? [] : towards(found.path, found.value, unit.value);
}

/** The smallest edits that make a value say what it should: what is the same stays, with the comments on it. */
function towards(path: Path, present: unknown, wanted: Writable): TomlEdit[] {
  if (canonicalJson(present) === canonicalJson(wanted)) return [];
  if (isTable(present) && isTable(wanted)) {
    const gone = Object.keys(present).filter((key) => !Object.hasOwn(wanted, key));
    return [
      ...Object.entries(wanted).flatMap(([key, value]) =>
        Object.hasOwn(present, key)
          ? towards([...path, key], present[key], value as Writable)
          : [{ op: "set", path: [...path, key], value: value as Writable } as const],
      ),
      ...gone.map((key) => ({ op: "remove", path: [...path, key] }) as const),
    ];
  }
  if (Array.isArray(present) && Array.isArray(wanted)) {
    const list = wanted as readonly Writable[];
    const both = Math.min(present.length, list.length);
    return [
      ...list.slice(0, both).flatMap((value, index) => towards([...path, index], present[index], value)),
      ...list.slice(both).map((value) => ({ op: "append", path, value }) as const),
      ...present
        .slice(both)
        .map((_, index) => ({ op: "remove", path: [...path, present.length - 1 - index] }) as const),
    ];
  }
  return [{ op: "set", path, value: wanted }];
}

type Restoration = Extract<Decision, { kind: "restore" }>;

/** Back to what a person had, as they had spelled it. */
function restorationOf({ found, original }: Restoration, text: string): TomlEdit[] {
  if (original.kind === "whole") return restore(text, found.path, found.value, original);
  return Object.entries(original.settings).flatMap(([setting, before]) => {
    const path = [...found.path, setting];
    const present = valueAt(found.value, [setting]);
    if (present === undefined) {
      return before !== null && isWritable(before.value)
        ? [{ op: "set", path, value: before.value } as const]
        : [];
    }
    return before === null ? [{ op: "remove", path } as const] : restore(text, path, present, before);
  });
}

function restore(text: string, path: Path, found: unknown, { source, value }: Spelled): TomlEdit[] {
  // A comment written since then is not to be lost, nor can another form take the old spelling.
  const present = spelledAt(text, path);
  const isLossless = present?.comments.every((comment) => source.includes(comment));
  return isLossless && present?.form === formOf(source)
    ? [{ op: "restore", path, value, source }]
    : isWritable(value)
      ? towards(path, found, value)
      : [];
}

/** The comment above goes with the last entry of ours in a section that is ours. */
function removalOf({ spot, found }: Removal, kept: readonly Unit[], baseline: Baseline): TomlEdit {
  const comment = isCreated(baseline, spot.path) ? sectionComment(found.path) : undefined;
  if (comment === undefined) return { op: "remove", path: found.path };
  const holder = spot.path.join(".");
  const passOn = kept.some(({ path }) => path.join(".") === holder);
  return { op: "remove", path: found.path, comment, passOn };
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
    renamed: towards(previous.found.path, previous.found.value, next.unit.value),
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

/** What held the removed entries: gone if nixtorch made it and nothing needs it, or empty as a person had it. */
function prunesOf(removals: readonly Removal[], document: Table, baseline: Baseline): TomlEdit[] {
  const holders = new Map(
    removals.flatMap(({ spot }) => holdersOf(spot)).map((holder) => [holder.join("."), holder]),
  );
  // Innermost first: what is empty without them goes with them.
  const inner = [...holders.values()].sort((a, b) => b.length - a.length);
  return inner.flatMap((holder): TomlEdit[] => {
    const path = spelledPath(document, holder);
    const was = baseline[emptyKey(holder)];
    if (was !== undefined) return isEmptySource(was) ? [{ op: "prune", path, was }] : [];
    if (!isCreated(baseline, holder) || isReferenced(document, holder)) return [];
    const comment = sectionComment(holder);
    return [{ op: "prune", path, ...(comment === undefined ? {} : { comment }) }];
  });
}

/** What a record says is not to be trusted further than this. */
function isEmptySource(source: string): boolean {
  return /^(?:\[[ \t]*\]|\{[ \t]*\})$/.test(source);
}
