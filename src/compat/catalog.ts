import packages from "../../catalog/build-isolation.json" with { type: "json" };
import caches from "../../catalog/caches.json" with { type: "json" };
import cuda from "../../catalog/cuda.json" with { type: "json" };
import gpus from "../../catalog/gpus.json" with { type: "json" };
import nixpkgs from "../../catalog/nixpkgs.json" with { type: "json" };
import torch from "../../catalog/torch.json" with { type: "json" };
import uv from "../../catalog/uv.json" with { type: "json" };
import version from "../../catalog/version.json" with { type: "json" };
import type { Capability, Catalog, NixCache, NixpkgsRelease, Toolkit } from "./catalog-types.js";

export type * from "./catalog-types.js";

// Checked against a schema by the tests, not here: that would cost every start-up more than resolving does.
const catalog = {
  version: version.version,
  torch,
  cuda,
  gpus,
  nixpkgs,
  caches,
  packages,
  uv,
} as unknown as Catalog;

/** The catalog that this nixtorch was released with. */
export function loadCatalog(): Catalog {
  return catalog;
}

export function findCapability(from: Catalog, capability: string): Capability | null {
  return from.gpus.capabilities.find((row) => row.capability === capability) ?? null;
}

export function findToolkit(from: Catalog, cudaVersion: string): Toolkit | null {
  return from.cuda.toolkits.find((row) => row.version === cudaVersion) ?? null;
}

export function findNixpkgs(from: Catalog, release: string): NixpkgsRelease | null {
  return from.nixpkgs.releases.find((row) => row.release === release) ?? null;
}

/** The release that is taken where none is declared. */
export function newestStableNixpkgs(from: Catalog): NixpkgsRelease {
  const stable = from.nixpkgs.releases.findLast((row) => row.status.value === "stable");
  if (stable === undefined) throw new Error("the catalog has no stable nixpkgs release");
  return stable;
}

/** All releases: current ones before those without updates, new before old. */
export function nixpkgsByPreference(from: Catalog): readonly NixpkgsRelease[] {
  const rank = { stable: 0, rolling: 1, "end-of-life": 2 };
  return from.nixpkgs.releases.toReversed().sort((a, b) => rank[a.status.value] - rank[b.status.value]);
}

/** The binary cache with CUDA builds of nixpkgs. */
export function cudaCache(from: Catalog): NixCache {
  const cache = from.caches.caches.find((row) => row.role === "cuda");
  if (cache === undefined) throw new Error("the catalog has no CUDA cache");
  return cache;
}

/** The uv that first understood a setting of `[tool.uv]`, by the setting's name. */
export function uvSince(from: Catalog): Readonly<Record<string, string>> {
  return Object.fromEntries(from.uv.settings.map(({ name, since }) => [name, since]));
}

/** The sources behind rows of one table, spelled out, without duplicates. */
export function sourcesIn(
  table: { readonly sources: Readonly<Record<string, string>> },
  ...rows: readonly { readonly source: readonly string[] }[]
): readonly string[] {
  return [...new Set(rows.flatMap((row) => row.source))].map((key) => table.sources[key] ?? key);
}
