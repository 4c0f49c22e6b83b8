const parts = new Map<string, readonly number[]>();

function partsOf(version: string): readonly number[] {
  let known = parts.get(version);
  if (known === undefined) {
    known = version.split(".").map(Number);
    parts.set(version, known);
  }
  return known;
}

/** By component and as numbers: 530.30.02 is 530.30.2, 3.9 is older than 3.10, 12 is 12.0. */
export function atLeast(version: string, floor: string): boolean {
  const have = partsOf(version);
  const need = partsOf(floor);
  for (let index = 0; index < Math.max(have.length, need.length); index++) {
    const difference = (have[index] ?? 0) - (need[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export function majorOf(version: string): number {
  return partsOf(version)[0]!;
}

export function minorOf(version: string): number {
  return partsOf(version)[1] ?? 0;
}
