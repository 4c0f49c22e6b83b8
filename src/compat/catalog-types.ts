/**
 * How far a row can be relied on. verified: read in a source. derived: follows from verified rows, itself not read.
 * planned: announced before the fact. recalled: memory only.
 */
export type Confidence = "verified" | "derived" | "planned" | "recalled";

/** Where a row comes from; `source` holds keys of the file's table of sources. */
export interface Sourced {
  readonly confidence: Confidence;
  readonly note?: string;
  readonly source: readonly string[];
}

export interface Fact<T> extends Sourced {
  readonly value: T;
}

/** A value inside a row: the row's sources count for it. */
export interface Remark<T> {
  readonly value: T;
  readonly confidence: Confidence;
  readonly note?: string;
}

/** A cross-cutting fact that no table shows, quoted in explanations. */
export interface Rule extends Fact<string> {
  readonly id: string;
}

interface Table {
  /** The day on which the facts were collected. */
  readonly asOf: string;
  /** Keys of sources, and where each is found. */
  readonly sources: Readonly<Record<string, string>>;
}

/** extra: built without upstream support. planned, removed: announced, not seen. */
export type VariantStatus = "stable" | "experimental" | "legacy" | "extra" | "planned" | "removed";

/** Compute capabilities that a wheel holds code for. */
export interface Kernels {
  readonly native: readonly string[];
  /** Forward-compatible code, compiled by the driver. */
  readonly ptx: readonly string[];
}

export interface WheelVariant extends Sourced {
  /** "cu126": the last segment of the index URL. */
  readonly name: string;
  readonly cuda: string;
  readonly status: VariantStatus;
  /** By Nix system; a system that is absent has no such wheel, or its kernels were not read. */
  readonly kernels: Readonly<Record<string, Kernels>>;
  /** Patch releases that have it; absent: all of the minor. */
  readonly patches?: readonly string[];
  readonly cudnn?: string;
  /** What installing it downloads, CUDA libraries included, in MB. */
  readonly download?: Remark<number>;
}

export interface Companions {
  readonly torch: string;
  readonly torchvision: string | null;
  /** Pythons that torchvision has wheels for; absent: those of torch. */
  readonly torchvisionPython?: readonly string[];
  readonly torchaudio: string | null;
  /** Pythons that torchaudio has wheels for; absent: those of torch. */
  readonly torchaudioPython?: readonly string[];
  readonly triton: string;
}

export interface TorchRelease extends Sourced {
  readonly minor: string;
  /** From old to new. */
  readonly patches: readonly string[];
  readonly released: Fact<string>;
  readonly python: Sourced & { readonly stable: readonly string[]; readonly experimental: readonly string[] };
  readonly variants: readonly WheelVariant[];
  /** What a plain install from PyPI gives on Linux x86_64; `null`: not known. */
  readonly defaultVariant: Fact<string | null>;
  readonly companions: Sourced & {
    readonly rows: readonly Companions[];
    readonly tritonConfidence: Confidence;
  };
}

export interface TorchTable extends Table {
  readonly index: Fact<string>;
  /** Nix systems with CPU wheels. */
  readonly cpuSystems: Fact<readonly string[]>;
  /** The newest torchaudio, which declares no torch pin, and the Pythons that it has wheels for. */
  readonly unpinnedTorchaudio: Fact<string> & { readonly python: readonly string[] };
  readonly rules: readonly Rule[];
  readonly releases: readonly TorchRelease[];
}

export interface Toolkit extends Sourced {
  /** "12.6" */
  readonly version: string;
  readonly released: Remark<string>;
  /** Linux driver versions; `toolkit`: for PTX made by it; `minorCompatibility`: for code that the wheel holds. */
  readonly minDriver: { readonly toolkit: string | null; readonly minorCompatibility: string };
  /** Compute capabilities that its nvcc compiles for; `null`: not read. */
  readonly nvcc: { readonly lowest: string; readonly highest: string } | null;
  /** Major versions; `null`: not read. */
  readonly hostCompiler: {
    readonly gcc: { readonly min: number; readonly max: number };
    readonly clang: { readonly max: number | null };
  } | null;
  /** Attributes of its nixpkgs scope that make up a joined CUDA_HOME. */
  readonly components: Fact<readonly string[]>;
}

export interface CudaTable extends Table {
  readonly rules: readonly Rule[];
  readonly toolkits: readonly Toolkit[];
}

/** required: the proprietary module does not drive it. not applicable: the driver is not a NixOS package. */
export type OpenModuleSupport = "unsupported" | "supported" | "required" | "not applicable";

export interface Capability extends Sourced {
  /** "8.9" */
  readonly capability: string;
  readonly architecture: string;
  readonly chip?: string;
  readonly jetson: boolean;
  readonly firstCuda: Remark<string>;
  /** The last toolkit that compiles for it; `null`: still supported. */
  readonly lastCuda: string | null;
  readonly openKernelModule: OpenModuleSupport;
  /** The last driver branch that drives it; `null`: still supported. */
  readonly lastDriverBranch: string | null;
  readonly minDriver?: Fact<string>;
}

export interface Gpu extends Sourced {
  readonly name: string;
  readonly segment: string;
  readonly capability: string;
  readonly aliases?: readonly string[];
  /** The Nix system of the machines that have it, where there is only one. */
  readonly system?: string;
  /** Where it differs from the capability's. */
  readonly openKernelModule?: OpenModuleSupport;
  readonly minDriver?: string;
}

export interface GpuTable extends Table {
  readonly rules: readonly Rule[];
  readonly capabilities: readonly Capability[];
  readonly gpus: readonly Gpu[];
}

export interface CudaScope {
  readonly version: string;
  readonly attribute: string;
  readonly confidence: Confidence;
  readonly note?: string;
}

/** An attribute of nvidiaPackages. */
export interface DriverAttribute {
  readonly name: string;
  /** `null`: not recorded. Absent for an alias. */
  readonly version?: string | null;
  readonly aliasOf?: string;
  /** Another attribute of the release, which it is never older than; said where the version is not recorded. */
  readonly atLeast?: string;
  readonly note?: string;
}

export interface NixpkgsRelease {
  /** "26.05", "unstable" */
  readonly release: string;
  readonly codename: string;
  readonly status: Remark<"end-of-life" | "stable" | "rolling">;
  /** The branch of github:NixOS/nixpkgs. */
  readonly ref: string;
  readonly graphicsOption: Fact<"hardware.opengl" | "hardware.graphics">;
  readonly minNix: Fact<string>;
  readonly cuda: {
    readonly scopes: readonly CudaScope[];
    readonly default: Remark<string>;
    /** What this release calls components of a toolkit, by the name in the toolkit's row. */
    readonly renamedComponents?: Readonly<Record<string, string>>;
    readonly source: readonly string[];
  };
  /** Major version of the default GCC. */
  readonly gcc: Fact<number>;
  readonly glibc: Fact<string>;
  readonly python: {
    readonly default: Fact<string>;
    readonly interpreters: Fact<readonly { readonly version: string; readonly prerelease?: boolean }[]>;
  };
  readonly drivers: Sourced & {
    readonly attributes: readonly DriverAttribute[];
    /** Whether all attributes of the release are listed. */
    readonly complete: boolean;
  };
  readonly source: readonly string[];
}

export interface NixpkgsTable extends Table {
  readonly rules: readonly Rule[];
  /** Driver branches that offer no open kernel module. */
  readonly withoutOpenModule: Fact<readonly string[]>;
  /** From old to new, "unstable" last. */
  readonly releases: readonly NixpkgsRelease[];
}

export type CacheRole = "cuda" | "cuda-vendor" | "community" | "default" | "retired";

export interface NixCache extends Sourced {
  readonly name: string;
  readonly role: CacheRole;
  readonly url: string;
  readonly publicKey: string;
}

export interface CacheTable extends Table {
  readonly caches: readonly NixCache[];
}

/** A build's own spelling of the cards to compile for, joined by semicolons. */
export interface ArchVariable extends Sourced {
  readonly name: string;
  /** What a compute capability is called; one that is absent has no spelling that every release understands. */
  readonly archs: Readonly<Record<string, string>>;
}

/** How one common package that compiles against torch must be built. */
export interface PackageRow extends Sourced {
  /** PEP 503 name. */
  readonly name: string;
  readonly importName: string;
  /** none: an ordinary wheel, or built without torch. */
  readonly mode: "match-runtime" | "no-build-isolation" | "none";
  /** Build requirements besides torch. */
  readonly needs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables for builds with CUDA only. */
  readonly cudaEnv: Readonly<Record<string, string>>;
  /** The variable that limits parallel compiler jobs. */
  readonly jobsVariable?: string;
  /** The variable that limits what is compiled to some architectures. */
  readonly archVariable?: ArchVariable;
  readonly metadata?: { readonly version: string | null; readonly requiresDist: readonly string[] };
  /** Where the real project lives, when the default index has another one, or none, of that name. */
  readonly git?: string;
  /** Where the package lies in that repository; absent: at its root. */
  readonly subdirectory?: string;
  /** The default index has nothing of that name. */
  readonly notOnIndex?: true;
  /** What the default index has under that name instead; `related`: the same project, but not what is wanted. */
  readonly otherOnIndex?: { readonly what: string; readonly related: boolean };
  readonly minCapability?: string;
  /** One plain sentence. */
  readonly reason: string;
}

export interface PackageTable extends Table {
  readonly rules: readonly Rule[];
  readonly packages: readonly PackageRow[];
}

/** A setting of `[tool.uv]` that not every uv in use understands. */
export interface UvSetting extends Sourced {
  readonly name: string;
  /** The first uv that does what it says; an older one leaves out all of `[tool.uv]`. */
  readonly since: string;
}

export interface UvTable extends Table {
  readonly settings: readonly UvSetting[];
}

/** Everything nixtorch knows about stacks. A released nixtorch carries exactly one. */
export interface Catalog {
  readonly version: string;
  readonly torch: TorchTable;
  readonly cuda: CudaTable;
  readonly gpus: GpuTable;
  readonly nixpkgs: NixpkgsTable;
  readonly caches: CacheTable;
  readonly packages: PackageTable;
  readonly uv: UvTable;
}
