import type { AttrEntry, AttrSet } from "./ast.js";
import { staticName } from "./module.js";

type Members = ReadonlyMap<string, readonly AttrEntry[]>;

/** Sets may be long, and looked at once for each of their names. */
const known = new WeakMap<readonly AttrEntry[], Members>();

/** The entries of a set by the first name that they bind; computed names are left out. */
export function members(text: string, entries: readonly AttrEntry[]): Members {
  const before = known.get(entries);
  if (before) return before;
  const found = new Map<string, AttrEntry[]>();
  for (const entry of entries) {
    for (const name of entry.kind === "binding" ? [entry.path[0]!] : entry.names) {
      const static_ = staticName(text, name);
      if (static_ === null) continue;
      const others = found.get(static_);
      if (others) others.push(entry);
      else found.set(static_, [entry]);
    }
  }
  known.set(entries, found);
  return found;
}

/** The set that `a.b = …; a.c = …;` make of `a`; `null`: they make none that is written out. */
export function nested(group: readonly AttrEntry[]): AttrSet | null {
  const entries: AttrEntry[] = [];
  for (const entry of group) {
    if (entry.kind === "inherit") return null;
    if (entry.path.length > 1) entries.push({ ...entry, path: entry.path.slice(1) });
    else if (entry.value.kind === "attrs" && !entry.value.recursive) entries.push(...entry.value.entries);
    else return null;
  }
  const { start } = group[0]!;
  return { kind: "attrs", start, end: group.at(-1)!.end, recursive: false, open: start, entries };
}
