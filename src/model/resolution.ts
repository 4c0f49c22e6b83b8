/** One chosen value, why it was chosen, and the catalog sources the reason rests on. */
export interface Choice<T> {
  readonly value: T;
  readonly reason: string;
  readonly sources: readonly string[];
}

/** One consistent stack. A key is `null` where it does not apply (CPU only, no driver …). */
export interface Resolution {
  /** "2.14.1" */
  readonly torch: Choice<string>;
  /** "cu126", "cpu": the wheel variant and its index's last path segment. */
  readonly wheel: Choice<string>;
  /** Base URL of the wheel's index, variant included. */
  readonly index: Choice<string>;
  readonly torchvision: Choice<string> | null;
  readonly torchaudio: Choice<string> | null;
  /** The one that this torch depends on. */
  readonly triton: Choice<string> | null;
  /** The wheel's CUDA, "12.6". */
  readonly cuda: Choice<string> | null;
  /** The nixpkgs attribute for building extensions, "cudaPackages_12_6". */
  readonly toolkit: Choice<string> | null;
  /** Attributes of the toolkit's scope that make up CUDA_HOME. */
  readonly toolkitComponents: Choice<readonly string[]> | null;
  /** "gcc14" */
  readonly hostCompiler: Choice<string> | null;
  /** "3.12" */
  readonly python: Choice<string>;
  /** A nixpkgs release: "26.05", "unstable". */
  readonly nixpkgs: Choice<string>;
  /** Nix systems that the project has a shell for: ["x86_64-linux"]. */
  readonly systems: Choice<readonly string[]>;
  /** An attribute of nvidiaPackages: "production", "legacy_580". */
  readonly driver: Choice<string> | null;
  readonly openKernelModule: Choice<boolean> | null;
  /** Compute capabilities extensions are compiled for: ["8.9"]. */
  readonly archList: Choice<readonly string[]> | null;
  /** "hardware.graphics" or, up to 24.05, "hardware.opengl". */
  readonly graphicsOption: Choice<string> | null;
}

/** The parts of a resolution that depend on a host, and are therefore never recorded in `nixtorch.lock`. */
export const perHostKeys = [
  "driver",
  "openKernelModule",
  "graphicsOption",
] as const satisfies readonly (keyof Resolution)[];
