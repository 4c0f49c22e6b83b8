/**
 * The smallest subset of `items` that is impossible; of several the one whose members come first in `items`, the
 * hardest member compared first. `items` as a whole must be impossible, and `isPossible` must hold for every subset of
 * a set for which it holds; else it may raise an Error.
 *
 * Every impossible set has a member outside each set that is possible. So: take the smallest set that has such a
 * member for all possible sets found so far; if it is impossible, it is the answer, and if not, grow it into a possible
 * set that cannot be grown further.
 */
export function smallestImpossible<T>(
  items: readonly T[],
  isPossible: (members: readonly T[]) => boolean,
): readonly T[] {
  const outside: (readonly number[])[] = [];
  const holds = (indices: ReadonlySet<number>) => isPossible(items.filter((_, index) => indices.has(index)));
  for (;;) {
    const candidate = new Set(smallestHitting(outside));
    if (!holds(candidate)) return items.filter((_, index) => candidate.has(index));
    items.forEach((_, index) => {
      if (!candidate.has(index) && !holds(candidate.add(index))) candidate.delete(index);
    });
    outside.push([...items.keys()].filter((index) => !candidate.has(index)));
  }
}

/** The smallest set with a member of each of the sets; of several the one that comes first, read from its end. */
function smallestHitting(sets: readonly (readonly number[])[]): readonly number[] {
  for (let size = 0; size <= sets.length; size++) {
    const [first] = hittingSets(sets, size).sort(fromTheEnd);
    if (first !== undefined) return first;
  }
  throw new Error("what was said to be impossible is a part of something possible");
}

/** The sets of at most `size` numbers that have a member of each of the sets, in ascending order. */
function hittingSets(sets: readonly (readonly number[])[], size: number): (readonly number[])[] {
  const [missed, ...rest] = sets;
  if (missed === undefined) return [[]];
  if (size === 0) return [];
  return missed.flatMap((member) => {
    const others = rest.filter((set) => !set.includes(member));
    return hittingSets(others, size - 1).map((chosen) => [...chosen, member].sort((a, b) => a - b));
  });
}

function fromTheEnd(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [a.toReversed(), b.toReversed()];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : left[at]! - (right[at] ?? -1);
}

/** The same test, spared where an answer follows: a part of what is possible is, and what has an impossible part is not. */
export function remembering<T>(
  isPossible: (members: readonly T[]) => boolean,
): (members: readonly T[]) => boolean {
  const possible: ReadonlySet<T>[] = [];
  const impossible: (readonly T[])[] = [];
  return (members) => {
    if (possible.some((set) => members.every((one) => set.has(one)))) return true;
    if (impossible.some((set) => set.every((one) => members.includes(one)))) return false;
    const answer = isPossible(members);
    if (answer) possible.push(new Set(members));
    else impossible.push(members);
    return answer;
  };
}
