import type { SemanticChange } from "../../model/plan.js";
import type { LockedPackage } from "./lock-text.js";

/** What a person looks for first. */
const first = ["torch", "torchvision", "torchaudio", "triton"];

/** Packages that move, leave and come, in this order, the torch family before all others. */
export function packageChanges(
  before: readonly LockedPackage[],
  after: readonly LockedPackage[],
): readonly SemanticChange[] {
  const [old, fresh] = [versionsByName(before), versionsByName(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((key) => ({ key, before: old.get(key) ?? null, after: fresh.get(key) ?? null }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.key < b.key ? -1 : 1));
}

/** Packages that `after` has and `before` has not, in that version. */
export function newPackages(
  before: readonly LockedPackage[],
  after: readonly LockedPackage[],
): readonly LockedPackage[] {
  const known = new Set(before.map(({ name, version }) => `${name} ${version}`));
  return after.filter(({ name, version }) => !known.has(`${name} ${version}`));
}

/** A lock has one entry a fork: several versions of a package are listed together. */
function versionsByName(packages: readonly LockedPackage[]): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  for (const { name, version } of packages) found.set(name, [...(found.get(name) ?? []), version]);
  return new Map([...found].map(([name, versions]) => [name, [...new Set(versions)].sort().join(", ")]));
}

function rankOf({ key, before, after }: SemanticChange): number {
  const torch = first.indexOf(key);
  if (torch >= 0) return torch;
  return first.length + (before === null ? 2 : after === null ? 1 : 0);
}
