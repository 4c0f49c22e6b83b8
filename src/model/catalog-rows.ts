/** The tables of the catalog that `nixtorch catalog` shows. */
export const catalogTables = ["gpu", "cuda", "torch", "nixpkgs"] as const;

export type CatalogTable = (typeof catalogTables)[number];

/** A value, and how far it can be relied on: "verified", "derived", "planned" or "recalled". */
export interface Rated<T> {
  readonly value: T;
  readonly confidence: string;
}

/** What every row says of itself. */
export interface Cited {
  readonly confidence: string;
  readonly note: string | null;
  /** Spelled out, for the row and its parts. */
  readonly sources: readonly string[];
}

export interface WheelVariantRow {
  /** "cu126" */
  readonly name: string;
  readonly cuda: string;
  /** stable, experimental, legacy, extra (built without upstream support), planned or removed. */
  readonly status: string;
  readonly confidence: string;
}

export interface TorchRow extends Cited {
  /** A minor: "2.14" */
  readonly torch: string;
  /** From old to new. */
  readonly patches: readonly string[];
  readonly released: Rated<string>;
  readonly python: {
    readonly stable: readonly string[];
    readonly experimental: readonly string[];
    readonly confidence: string;
  };
  /** What a plain install from PyPI gives on Linux x86_64; `null`: not known. */
  readonly defaultVariant: Rated<string | null>;
  readonly variants: readonly WheelVariantRow[];
}

export interface CudaRow extends Cited {
  readonly cuda: string;
  readonly released: Rated<string>;
  /** Linux driver versions; `toolkit`: for PTX made by it; `minorCompatibility`: for code that the wheel holds. */
  readonly minDriver: { readonly toolkit: string | null; readonly minorCompatibility: string };
  /** Compute capabilities that its compiler makes code for; `null`: not read. */
  readonly nvcc: { readonly lowest: string; readonly highest: string } | null;
  /** The newest GCC that its compiler accepts; `null`: not read. */
  readonly gcc: number | null;
  /** Releases that have a scope of it, from old to new. */
  readonly nixpkgs: readonly Rated<string>[];
}

export interface GpuRow extends Cited {
  readonly gpu: string;
  readonly aliases: readonly string[];
  readonly segment: string;
  readonly capability: string;
  readonly architecture: string;
  /** The only Nix system of machines with it; `null`: any. */
  readonly system: string | null;
  /** required, supported, unsupported, or not applicable where the driver is no NixOS package. */
  readonly openKernelModule: string;
  /** The last driver branch that drives it; `null`: the newest does. */
  readonly lastDriverBranch: string | null;
  /** The first driver that lists it, where that matters. */
  readonly minDriver: string | null;
  readonly firstCuda: Rated<string>;
  /** The last CUDA that compiles for it; `null`: the newest does. */
  readonly lastCuda: string | null;
  /** The newest verified torch that has supported wheels for it, with those; `null`: none ever had. */
  readonly torch: { readonly release: string; readonly variants: readonly WheelVariantRow[] } | null;
}

export interface DriverRow {
  readonly name: string;
  /** `null`: not recorded, or an alias. */
  readonly version: string | null;
  readonly aliasOf: string | null;
}

export interface NixpkgsRow extends Cited {
  readonly nixpkgs: string;
  readonly status: Rated<string>;
  readonly ref: string;
  /** From old to new. */
  readonly cuda: readonly Rated<string>[];
  readonly defaultCuda: Rated<string>;
  readonly defaultPython: Rated<string>;
  readonly pythons: readonly string[];
  readonly gcc: Rated<number>;
  readonly glibc: Rated<string>;
  readonly drivers: readonly DriverRow[];
  /** Whether all drivers of the release are listed. */
  readonly driversComplete: boolean;
}

/** The rows of the tables that were asked for. */
export interface CatalogRows {
  readonly catalogVersion: string;
  readonly gpu: readonly GpuRow[];
  readonly cuda: readonly CudaRow[];
  readonly torch: readonly TorchRow[];
  readonly nixpkgs: readonly NixpkgsRow[];
}
