import type { Resolution } from "../model/resolution.js";
import type { Desire } from "./resource.js";

/** What the dev shell is rendered from, read off config and resolution once. */
export interface ShellParts {
  readonly name: string;
  /** The CUDA scope of nixpkgs, "cudaPackages_12_8"; `null`: no toolkit for building extensions. */
  readonly scope: string | null;
  /** Whether wheels run on a GPU, so that the shell must lead them to the driver. */
  readonly driver: boolean;
  /** Attributes of the scope that make up CUDA_HOME. */
  readonly components: readonly string[];
  readonly capabilities: readonly string[];
  /** "3.12" */
  readonly python: string;
  /** Whether uv brings the interpreter instead of nixpkgs. */
  readonly managedPython: boolean;
  /** Whether LD_LIBRARY_PATH is exported; otherwise nix-ld is required. */
  readonly exportLibraries: boolean;
  /** Attribute paths put on PATH beside the usual tools. */
  readonly packages: readonly string[];
  /** Attribute paths put on the library path behind the usual libraries. */
  readonly libraries: readonly string[];
  /** Parallel compiler jobs; `null`: from memory, when the shell is entered. */
  readonly jobs: number | null;
  readonly env: Readonly<Record<string, string>>;
  readonly hook: string | null;
  /** Nix systems. */
  readonly systems: readonly string[];
  /** The file by which the project's root is known when climbing from a subdirectory. */
  readonly rootMarker: string;
}

export function shellParts(desire: Pick<Desire, "config" | "resolution">, rootMarker: string): ShellParts {
  const { config, resolution } = desire;
  return {
    name: config.project.name ?? "pytorch",
    scope: resolution.toolkit?.value ?? null,
    driver: resolution.cuda !== null,
    components: resolution.toolkitComponents?.value ?? [],
    capabilities: resolution.archList?.value ?? [],
    python: resolution.python.value,
    managedPython: config.nix.python === "uv",
    exportLibraries: config.shell.libraryMode === "export",
    packages: config.nix.packages,
    libraries: config.nix.libraries,
    jobs: config.buildIsolation.jobs,
    env: config.shell.env,
    hook: config.shell.hook,
    systems: resolution.systems.value,
    rootMarker,
  };
}

/** What the shell is for, such as "PyTorch with CUDA 12.8". */
export function stackTitle(resolution: Resolution): string {
  return resolution.cuda === null ? "PyTorch on the CPU" : `PyTorch with CUDA ${resolution.cuda.value}`;
}
