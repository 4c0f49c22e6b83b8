import type { CatalogCitation } from "../../model/explanation.js";
import {
  sourcesIn,
  type Catalog,
  type Confidence,
  type NixpkgsRelease,
  type Rule,
  type TorchRelease,
} from "../catalog.js";
import type { Card } from "../demand.js";
import type { Wheel } from "../stack/wheels.js";

interface SomeRow {
  readonly source: readonly string[];
  readonly confidence?: Confidence;
  readonly note?: string;
}

interface SomeTable {
  readonly sources: Readonly<Record<string, string>>;
}

/** A row as it is cited. What a person vouched for is no row of the catalog, and is not cited. */
export function citation(row: string, table: SomeTable, of: SomeRow): readonly CatalogCitation[] {
  if (of.source.length === 0) return [];
  return [{ row, confidence: of.confidence ?? null, note: of.note ?? null, sources: sourcesIn(table, of) }];
}

export function ruleRows(
  table: SomeTable & { readonly rules: readonly Rule[] },
  ...ids: readonly string[]
): readonly CatalogCitation[] {
  return table.rules
    .filter((rule) => ids.includes(rule.id))
    .flatMap((rule) => citation(`the rule ${rule.id}`, table, rule));
}

export function releaseRow({ release }: Pick<Wheel, "release">, { torch }: Catalog) {
  return citation(`torch ${release.minor}`, torch, release);
}

export function wheelRow({ release, variant }: Wheel, { torch }: Catalog) {
  return variant === null
    ? citation("CPU wheels of torch", torch, torch.cpuSystems)
    : citation(`torch ${release.minor}, variant ${variant.name}`, torch, variant);
}

export function toolkitRow(cuda: string, catalog: Catalog) {
  return catalog.cuda.toolkits
    .filter(({ version }) => version === cuda)
    .flatMap((row) => citation(`CUDA ${cuda}`, catalog.cuda, row));
}

export function cardRows(card: Card, { gpus }: Catalog): readonly CatalogCitation[] {
  const { capability, gpu } = card;
  return [
    ...citation(`compute capability ${capability.capability}`, gpus, capability),
    ...(gpu === null ? [] : citation(gpu.name, gpus, gpu)),
  ];
}

export function scopesRow({ release, cuda }: NixpkgsRelease, { nixpkgs }: Catalog) {
  return citation(`nixpkgs ${release}, CUDA toolkits`, nixpkgs, cuda);
}

export function driversRow({ release, drivers }: NixpkgsRelease, { nixpkgs }: Catalog) {
  return citation(`nixpkgs ${release}, drivers`, nixpkgs, drivers);
}

export function pythonRow({ minor, python }: TorchRelease, { torch }: Catalog) {
  return citation(`torch ${minor}, Pythons`, torch, python);
}

export function companionsRow({ minor, companions }: TorchRelease, { torch }: Catalog) {
  return citation(`torch ${minor}, companions`, torch, companions);
}
