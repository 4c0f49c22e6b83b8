import type { Config } from "../../src/model/config.js";
import type { Choice, Resolution } from "../../src/model/resolution.js";
import type { Desire } from "../../src/resources/resource.js";

const choice = <T>(value: T): Choice<T> => ({ value, reason: "fixture", sources: [] });

const cuda12 =
  "cuda_nvcc cuda_cudart cuda_cccl cuda_nvrtc cuda_nvtx cuda_cupti cuda_nvml_dev cuda_profiler_api libcublas libcurand libcusolver libcusparse".split(
    " ",
  );

export interface StackOptions {
  /** "12.8"; `null`: CPU only. */
  readonly cuda?: string | null;
  readonly capabilities?: readonly string[];
  readonly python?: string;
  readonly release?: string;
  readonly systems?: readonly string[];
}

/** A resolution with the parts that decide generated files; the reasons are of no matter here. */
export function resolutionOf(options: StackOptions = {}): Resolution {
  const { cuda = "12.8", capabilities = ["8.9"], python = "3.12", release = "26.05" } = options;
  const { systems = ["x86_64-linux"] } = options;
  const wheel = cuda === null ? "cpu" : `cu${cuda.replace(".", "")}`;
  const onCuda = <T>(value: T) => (cuda === null ? null : choice(value));
  return {
    torch: choice("2.11.0"),
    wheel: choice(wheel),
    index: choice(`https://download.pytorch.org/whl/${wheel}`),
    torchvision: null,
    torchaudio: null,
    triton: null,
    cuda: onCuda(cuda ?? ""),
    toolkit: onCuda(`cudaPackages_${(cuda ?? "").replace(".", "_")}`),
    toolkitComponents: onCuda(cuda?.startsWith("13") ? [...cuda12, "cuda_crt", "libnvvm"] : cuda12),
    hostCompiler: onCuda("gcc14"),
    python: choice(python),
    nixpkgs: choice(release),
    systems: choice(systems),
    driver: null,
    openKernelModule: null,
    archList: onCuda(capabilities),
    graphicsOption: null,
  };
}

const plain: Config = {
  project: { name: "lab", python: null, description: null, package: null },
  gpu: [],
  cuda: null,
  torch: { version: null, vision: false, audio: false, triton: false, index: null },
  unchecked: { cuda: false, torch: false, python: false },
  packages: [],
  groups: {},
  extras: {},
  indexes: [],
  buildIsolation: { exceptions: {}, jobs: null },
  nix: {
    nixpkgs: { release: null, url: null },
    systems: null,
    packages: [],
    libraries: [],
    caches: [
      {
        url: "https://cache.nixos-cuda.org",
        publicKey: "cache.nixos-cuda.org:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=",
      },
    ],
    python: "nixpkgs",
    flake: true,
  },
  shell: { env: {}, hook: null, direnv: true, libraryMode: "export" },
  system: null,
  hosts: {},
  policy: { allowReboot: true, neverDestroy: [] },
};

export interface DesireOptions extends StackOptions {
  readonly project?: Partial<Config["project"]>;
  readonly nix?: Partial<Config["nix"]>;
  readonly shell?: Partial<Config["shell"]>;
  readonly jobs?: number;
  readonly baseline?: Readonly<Record<string, string>>;
  readonly adopt?: boolean;
  readonly answers?: Desire["answers"];
}

/** What a resource of the project receives, with the keys that generated files depend on open to the test. */
export function desireOf(options: DesireOptions = {}): Desire {
  const config: Config = {
    ...plain,
    project: { ...plain.project, ...options.project },
    nix: { ...plain.nix, ...options.nix },
    shell: { ...plain.shell, ...options.shell },
    buildIsolation: { ...plain.buildIsolation, jobs: options.jobs ?? null },
  };
  return {
    config,
    resolution: resolutionOf(options),
    recipes: {},
    baseline: options.baseline ?? {},
    adopt: options.adopt ?? false,
    answers: options.answers ?? {},
  };
}
