import { spelledAt } from "../../lang/toml/source.js";
import { originalOf } from "./annotations.js";
import { driftOf } from "./decision.js";
import type { Decision, Pictures } from "./decision.js";
import { tableAt } from "./document.js";
import { sourceEntries } from "./family.js";
import { beforeUnknown, leftInPlace, stillNamed } from "./left.js";
import { findAll, sourceKey, spotOf } from "./unit.js";
import type { Found } from "./unit.js";

/** What becomes of an entry of the record that is no longer wanted: it goes, or what was there before comes back. */
export function decideDropped(key: string, { text, document, baseline, removing }: Pictures): Decision[] {
  const spot = spotOf(key);
  if (spot === null) return [];
  const base = baseline[key] ?? "";
  const all = findAll(document, spot);
  const found = all.find(({ value }) => spot.family.canonical(value) === base) ?? all[0];
  if (found === undefined) return [];
  const original = originalOf(baseline, key, spot, found.path);
  const present = spot.family.canonical(found.value);
  if (present === base && original === undefined) {
    return [{ kind: "leave", drift: null, diagnostic: beforeUnknown(text, spot, found) }];
  }
  if (present === base && original) return [{ kind: "restore", spot, found, original }];
  if (present === base && !isCommented(text, found)) return [{ kind: "remove", spot, found }];
  const drift = present === base ? null : driftOf(key, base, present);
  return [{ kind: "leave", drift, diagnostic: leftInPlace(text, spot, found, removing) }];
}

/** A comment inside the value would go with it; those around entries and below headers stay by themselves. */
function isCommented(text: string, { path }: Found): boolean {
  const spelled = spelledAt(text, path);
  return spelled?.form === "value" && spelled.comments.length > 0;
}

/** An index that a source names which stays has to stay as well. */
export function unlessNamed(
  removal: Extract<Decision, { kind: "remove" }>,
  decisions: readonly Decision[],
  { text, document }: Pictures,
): Decision {
  const { spot, found } = removal;
  if (spot.path.join(".") !== "tool.uv.index") return removal;
  const changed = new Set(
    decisions.flatMap((one) =>
      one.kind === "write"
        ? [one.unit.key]
        : one.kind === "remove" || one.kind === "restore"
          ? [one.spot.key]
          : [],
    ),
  );
  const named = Object.entries(tableAt(document, "tool", "uv", "sources")).find(
    ([name, value]) =>
      !changed.has(sourceKey(name)) && sourceEntries(value).some(({ index }) => index === spot.identity),
  );
  return named === undefined
    ? removal
    : { kind: "leave", drift: null, diagnostic: stillNamed(text, spot, found, named[0]) };
}
