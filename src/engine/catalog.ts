import type {
  Capability,
  Catalog,
  Gpu,
  NixpkgsRelease,
  Toolkit,
  TorchRelease,
  WheelVariant,
} from "../compat/catalog.js";
import { findCapability, loadCatalog, sourcesIn } from "../compat/catalog.js";
import { usualSystem } from "../compat/demand.js";
import { findGpu } from "../compat/cards/gpu-names.js";
import { runsBy } from "../compat/stack/kernels.js";
import type {
  CatalogRows,
  Cited,
  CudaRow,
  GpuRow,
  NixpkgsRow,
  Rated,
  TorchRow,
  WheelVariantRow,
} from "../model/catalog-rows.js";

/** The catalog as tables, every row with its sources spelled out. */
export function catalogRows(catalog: Catalog = loadCatalog()): CatalogRows {
  return {
    catalogVersion: catalog.version,
    gpu: catalog.gpus.gpus.map((row) => gpuRow(row, catalog)),
    cuda: catalog.cuda.toolkits.map((row) => cudaRow(row, catalog)),
    torch: catalog.torch.releases.map((row) => torchRow(row, catalog)),
    nixpkgs: catalog.nixpkgs.releases.map((row) => nixpkgsRow(row, catalog)),
  };
}

function torchRow(row: TorchRelease, { torch }: Catalog): TorchRow {
  const { stable, experimental, confidence } = row.python;
  return {
    torch: row.minor,
    patches: row.patches,
    released: rated(row.released),
    python: { stable, experimental, confidence },
    defaultVariant: rated(row.defaultVariant),
    variants: row.variants.map(variantRow),
    ...cited(row, sourcesIn(torch, row, row.released, row.python, row.defaultVariant, ...row.variants)),
  };
}

function variantRow({ name, cuda, status, confidence }: WheelVariant): WheelVariantRow {
  return { name, cuda, status, confidence };
}

function cudaRow(row: Toolkit, { cuda, nixpkgs }: Catalog): CudaRow {
  const releases = nixpkgs.releases.flatMap(({ release, cuda: { scopes } }) => {
    const scope = scopes.find((one) => one.version === row.version);
    return scope === undefined ? [] : [{ value: release, confidence: scope.confidence }];
  });
  return {
    cuda: row.version,
    released: rated(row.released),
    minDriver: row.minDriver,
    nvcc: row.nvcc,
    gcc: row.hostCompiler?.gcc.max ?? null,
    nixpkgs: releases,
    ...cited(row, sourcesIn(cuda, row)),
  };
}

function gpuRow(row: Gpu, catalog: Catalog): GpuRow {
  const capability = findCapability(catalog, row.capability);
  if (capability === null) throw new Error(`the catalog has no capability ${row.capability}`);
  return {
    gpu: row.name,
    aliases: row.aliases ?? [],
    segment: row.segment,
    capability: row.capability,
    architecture: capability.architecture,
    system: row.system ?? null,
    openKernelModule: row.openKernelModule ?? capability.openKernelModule,
    lastDriverBranch: capability.lastDriverBranch,
    minDriver: row.minDriver ?? capability.minDriver?.value ?? null,
    firstCuda: rated(capability.firstCuda),
    lastCuda: capability.lastCuda,
    torch: newestTorchFor(row, capability, catalog),
    ...cited(row, sourcesIn(catalog.gpus, row, capability)),
  };
}

function newestTorchFor(gpu: Gpu, { capability }: Capability, { torch }: Catalog): GpuRow["torch"] {
  const system = gpu.system ?? usualSystem;
  const runs = ({ status, kernels }: WheelVariant) =>
    ["stable", "experimental", "legacy"].includes(status) &&
    kernels[system] !== undefined &&
    runsBy(kernels[system], capability) !== null;
  for (const { minor, confidence, variants } of torch.releases.toReversed()) {
    const usable = variants.filter(runs);
    if (confidence === "verified" && usable.length > 0)
      return { release: minor, variants: usable.map(variantRow) };
  }
  return null;
}

function nixpkgsRow(row: NixpkgsRelease, { nixpkgs }: Catalog): NixpkgsRow {
  const { status, cuda, python, gcc, glibc, drivers } = row;
  const parts = [gcc, glibc, python.default, python.interpreters, drivers];
  return {
    nixpkgs: row.release,
    status: rated(status),
    ref: row.ref,
    cuda: cuda.scopes.map((scope) => ({ value: scope.version, confidence: scope.confidence })),
    defaultCuda: rated(cuda.default),
    defaultPython: rated(python.default),
    pythons: python.interpreters.value.map((one) => one.version),
    gcc: rated(gcc),
    glibc: rated(glibc),
    drivers: drivers.attributes.map(({ name, version = null, aliasOf = null }) => ({
      name,
      version,
      aliasOf,
    })),
    driversComplete: drivers.complete,
    // The row has no rating of its own, its parts do: the drivers' is that of what changes most.
    ...cited(drivers, sourcesIn(nixpkgs, row, cuda, ...parts)),
  };
}

function rated<T>({ value, confidence }: Rated<T>): Rated<T> {
  return { value, confidence };
}

function cited(
  { confidence, note }: { readonly confidence: string; readonly note?: string },
  sources: readonly string[],
): Cited {
  return { confidence, note: note ?? null, sources };
}

/**
 * Cards with all the words in their names and architecture, however they are written, or of that compute capability;
 * else those that a config would take the words for. Without any, the names that come closest.
 */
export function cardsNamed(
  words: string,
  rows: readonly GpuRow[],
  catalog: Catalog = loadCatalog(),
): { readonly rows: readonly GpuRow[]; readonly closest: readonly string[] } {
  const wanted = words.split(/\s+/).map(squeezed);
  const named = rows.filter(({ gpu, aliases, capability, architecture }) => {
    const own = squeezed([gpu, ...aliases, architecture].join(" "));
    return wanted.every((word) => own.includes(word) || word === capability);
  });
  if (named.length > 0) return { rows: named, closest: [] };
  const match = findGpu(words, catalog.gpus.gpus);
  if (match.kind === "unknown") return { rows: [], closest: match.closest };
  return { rows: rows.filter((row) => match.gpus.some((gpu) => gpu.name === row.gpu)), closest: [] };
}

function squeezed(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9.]/g, "");
}
