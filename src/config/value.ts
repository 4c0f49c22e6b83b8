import type { ConfigPath } from "./problem.js";

/** The value at a path; `undefined` where there is none. */
export function at(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** A copy without what lies at the paths. Places in lists stay, as `undefined`, so that indexes keep their meaning. */
export function without(value: unknown, paths: readonly ConfigPath[]): unknown {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0) || typeof value !== "object" || value === null)
    return undefined;
  const below = (key: string | number) =>
    paths.filter((path) => String(path[0]) === String(key)).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((item, index) => without(item, below(index)));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => below(key).every((path) => path.length > 0))
      .map(([key, inner]) => [key, without(inner, below(key))]),
  );
}

/** The items of a list with their indexes, without the places that `without` emptied. */
export function itemsOf<T>(list: readonly T[] | undefined): [number, T][] {
  return (list ?? []).flatMap((item, index): [number, T][] => (item === undefined ? [] : [[index, item]]));
}

/** The entries of an object whose values are there. */
export function entriesOf<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).filter((entry) => entry[1] !== undefined);
}
