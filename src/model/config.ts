/** The normalised configuration: what every room behind `config/` receives. `null` means: left out, to be resolved. */
export interface Config {
  readonly project: {
    readonly name: string | null;
    /** A Python minor, such as "3.12". */
    readonly python: string | null;
    readonly description: string | null;
    /** Whether uv builds and installs the project itself; `null`: as pyproject.toml says. */
    readonly package: boolean | null;
  };
  /** Every card the stack must run on; empty: CPU only. */
  readonly gpu: readonly GpuDeclaration[];
  /** The wheel's CUDA, major.minor. */
  readonly cuda: string | null;
  readonly torch: {
    /** "2.11" (any patch) or "2.11.0". */
    readonly version: string | null;
    readonly vision: boolean;
    readonly audio: boolean;
    /** Whether triton is a dependency of its own; torch brings it along in any case. */
    readonly triton: boolean;
    /** Base URL below which the variants live (`<base>/cu126`); `null`: PyTorch's own. */
    readonly index: string | null;
  };
  /** Which of the stated versions are taken at the person's word, whatever the catalog says. */
  readonly unchecked: { readonly cuda: boolean; readonly torch: boolean; readonly python: boolean };
  readonly packages: readonly Package[];
  /** Dependency groups (PEP 735) by name. */
  readonly groups: Readonly<Record<string, readonly Package[]>>;
  /** Optional dependencies by extra. */
  readonly extras: Readonly<Record<string, readonly Package[]>>;
  readonly indexes: readonly PackageIndex[];
  readonly buildIsolation: {
    readonly exceptions: Readonly<Record<string, BuildException>>;
    /** Parallel compiler jobs for every build exception (MAX_JOBS); `null`: from memory, at build time. */
    readonly jobs: number | null;
  };
  readonly nix: {
    readonly nixpkgs: { readonly release: string | null; readonly url: string | null };
    /** Nix systems, such as "x86_64-linux". */
    readonly systems: readonly string[] | null;
    /** Attribute paths of nixpkgs put on PATH. */
    readonly packages: readonly string[];
    /** Attribute paths of nixpkgs put on the library path that wheels see. */
    readonly libraries: readonly string[];
    readonly caches: readonly BinaryCache[];
    readonly python: "nixpkgs" | "uv";
    readonly flake: boolean;
  };
  readonly shell: {
    readonly env: Readonly<Record<string, string>>;
    readonly hook: string | null;
    readonly direnv: boolean;
    readonly libraryMode: "export" | "nix-ld";
  };
  readonly system: SystemConfig | null;
  readonly hosts: Readonly<Record<string, SystemConfig>>;
  readonly policy: {
    readonly allowReboot: boolean;
    readonly neverDestroy: readonly string[];
  };
}

export type GpuDeclaration =
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "capability";
      readonly computeCapability: string;
      /** Taken at the person's word, also if the catalog has no such capability. */
      readonly unchecked: boolean;
    };

/** One requirement, parsed and put into normal form. */
export interface Package {
  /** PEP 508 text in normal form, such as `transformers>=4.50`. */
  readonly requirement: string;
  /** PEP 503 name. */
  readonly name: string;
  /** Where uv takes it from, when not from the default index. */
  readonly source: PackageSource | null;
  /** Where it was declared, such as `packages[2]`. */
  readonly declaredAt: string;
}

export type PackageSource =
  | { readonly kind: "index"; readonly index: string }
  | {
      readonly kind: "git";
      readonly git: string;
      readonly rev?: string;
      readonly tag?: string;
      readonly branch?: string;
      readonly subdirectory?: string;
    }
  | { readonly kind: "path"; readonly path: string; readonly editable: boolean }
  | { readonly kind: "url"; readonly url: string };

export interface PackageIndex {
  readonly name: string;
  readonly url: string;
  readonly explicit: boolean;
  readonly default: boolean;
}

export interface BuildException {
  /** Build requirements; torch means the locked torch. */
  readonly needs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Dependencies of a package without static metadata, so that it can be locked without building it. */
  readonly requires: readonly string[] | null;
  /** The version that goes with `requires`, needed for git and URL sources. */
  readonly version: string | null;
}

export interface BinaryCache {
  readonly url: string;
  readonly publicKey: string;
}

export interface SystemConfig {
  /** The module that imports nixtorch.nix, absolute below the root. */
  readonly module: string;
  readonly rebuild: { readonly kind: "channel" } | { readonly kind: "flake"; readonly host: string | null };
  readonly release: string | null;
  readonly gpu: readonly GpuDeclaration[] | null;
  readonly driver: { readonly branch: string | null; readonly open: boolean | null };
  readonly powerManagement: { readonly enable: boolean; readonly finegrained: boolean };
  readonly prime: {
    readonly mode: "offload" | "sync" | "reverse-sync";
    readonly nvidiaBusId: string;
    readonly intelBusId: string | null;
    readonly amdgpuBusId: string | null;
  } | null;
  readonly graphics32Bit: boolean;
  readonly nixLd: { readonly enable: boolean; readonly libraries: readonly string[] };
  readonly containerToolkit: boolean;
  readonly persistence: boolean;
  readonly datacenter: boolean;
  readonly direnv: boolean;
  readonly caches: boolean;
  readonly activation: "switch" | "boot";
}
