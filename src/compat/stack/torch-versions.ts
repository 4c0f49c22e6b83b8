import type { Companions, TorchRelease, TorchTable, WheelVariant } from "../catalog-types.js";

/** One torch wheel. */
export interface Wheel {
  readonly release: TorchRelease;
  /** "2.14.1" */
  readonly torch: string;
  /** `null`: the CPU wheel. */
  readonly variant: WheelVariant | null;
  readonly companions: Companions | null;
}

/** One version of torch with all its wheels. */
export interface TorchVersion {
  readonly torch: string;
  readonly cpu: Wheel;
  readonly gpu: readonly Wheel[];
}

interface Index {
  readonly all: readonly TorchVersion[];
  /** By "2.14" and by "2.14.1". */
  readonly stated: ReadonlyMap<string, readonly TorchVersion[]>;
}

/** A table never changes, and one search after the other asks for the same lists. */
const indexes = new WeakMap<TorchTable, Index>();

/** The versions that a stated one admits, from new to old; `null`: all. */
export function torchVersions(table: TorchTable, stated: string | null): readonly TorchVersion[] {
  const index = indexes.get(table) ?? indexOf(table);
  indexes.set(table, index);
  return stated === null ? index.all : (index.stated.get(stated) ?? []);
}

function indexOf(table: TorchTable): Index {
  const all = table.releases.flatMap((release) => release.patches.map((torch) => versionOf(release, torch)));
  const stated = new Map<string, TorchVersion[]>();
  for (const version of all.reverse()) {
    for (const key of new Set([version.torch, version.cpu.release.minor]))
      stated.set(key, [...(stated.get(key) ?? []), version]);
  }
  return { all, stated };
}

function versionOf(release: TorchRelease, torch: string): TorchVersion {
  const companions = release.companions.rows.find((row) => row.torch === torch) ?? null;
  const has = ({ status, patches }: WheelVariant) =>
    status !== "removed" && (patches === undefined || patches.includes(torch));
  return {
    torch,
    cpu: { release, torch, variant: null, companions },
    gpu: release.variants.filter(has).map((variant) => ({ release, torch, variant, companions })),
  };
}
