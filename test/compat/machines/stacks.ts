export const x86 = ["x86_64-linux"] as const;

/** torch 2.15.0, its only wheel, and NixOS 26.05: what nothing stands against. From "torch 2.15", "NixOS 26.05". */
export const newest = {
  torch: "2.15.0",
  wheel: "cu132",
  cuda: "13.2",
  toolkit: "cudaPackages_13_2",
  hostCompiler: "gcc15",
  python: "3.13",
  nixpkgs: "26.05",
  systems: x86,
} as const;

/** The last CUDA 12, and the last wheel with kernels below 7.5. From "last cu126". */
export const last126 = {
  ...newest,
  torch: "2.14.1",
  wheel: "cu126",
  cuda: "12.6",
  toolkit: "cudaPackages_12_6",
  hostCompiler: "gcc13",
} as const;

/** The last with wheels for CUDA 12.8. From "torch 2.11". */
export const last128 = {
  ...newest,
  torch: "2.11.0",
  wheel: "cu128",
  cuda: "12.8",
  toolkit: "cudaPackages_12_8",
  hostCompiler: "gcc14",
} as const;

/** The last CUDA 11, with the last nixpkgs that has it. From "torch 2.0 to 2.7", "NixOS 25.05". */
export const last118 = {
  torch: "2.7.1",
  wheel: "cu118",
  cuda: "11.8",
  toolkit: "cudaPackages_11_8",
  hostCompiler: "gcc11",
  python: "3.12",
  nixpkgs: "25.05",
  systems: x86,
} as const;

/** CUDA 13.0: what PyPI gives for torch 2.11 to 2.14. From "torch 2.14". */
export const onCuda130 = {
  ...newest,
  torch: "2.14.1",
  wheel: "cu130",
  cuda: "13.0",
  toolkit: "cudaPackages_13_0",
} as const;

const graphics = { graphicsOption: "hardware.graphics" } as const;

/** Turing and later. */
export const open = { ...graphics, driver: "production", openKernelModule: true } as const;

/** Maxwell, Pascal and Volta where production is newer than 580: no open module, no later branch. */
export const closed580 = { ...graphics, driver: "legacy_580", openKernelModule: false } as const;

/** The same cards where production is of branch 580 or older. */
export const closed = { ...graphics, driver: "production", openKernelModule: false } as const;

/** A Jetson: the driver comes with the board. */
export const board = { ...graphics, driver: null, openKernelModule: null } as const;

export const cpu = {
  torch: "2.15.0",
  wheel: "cpu",
  cuda: null,
  toolkit: null,
  toolkitComponents: null,
  hostCompiler: null,
  python: "3.13",
  nixpkgs: "26.05",
  systems: x86,
  driver: null,
  openKernelModule: null,
  archList: null,
  graphicsOption: null,
} as const;
