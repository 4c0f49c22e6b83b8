import type { Address } from "../model/address.js";
import type { WrittenBuildIsolation, WrittenIndex, WrittenPackage } from "./written-packages.js";
import type { KnownCuda, KnownNixpkgs, KnownPython, KnownTorch } from "./known.js";
import type { Spelled, WrittenGpu, WrittenSystem, WrittenUnchecked } from "./written-system.js";

export type * from "./written-packages.js";
export type * from "./written-system.js";

/**
 * What a person may write in `nixtorch.config.ts`. Every key may be left out.
 *
 * The parameters are the keys that `defineConfig` looks at.
 */
export interface WrittenConfig<
  Project = WrittenProject,
  Gpu = WrittenGpu,
  Cuda = Spelled<KnownCuda> | WrittenUnchecked | WrittenCuda,
  Torch = Spelled<KnownTorch> | WrittenUnchecked | WrittenTorch,
  Nix = WrittenNix,
  Shell = WrittenShell,
  System = WrittenSystem,
  Host extends string = string,
> {
  /** The Python project itself. */
  project?: Project;
  /**
   * The GPUs that the stack must run on: all of them, in one machine or in a team's several.
   *
   * Default: none, a CPU-only stack (with a warning; `"none"` says that it is meant).
   * @example gpu: "RTX 4090"
   * @example gpu: ["RTX 4090", "H100"]
   * @example gpu: { computeCapability: "8.9" }
   * @example gpu: "none"
   */
  gpu?: Gpu;
  /**
   * The CUDA version of the PyTorch wheel, major.minor: "12.8" is PyTorch's cu128. torch moves to fit.
   *
   * Default: the best one for the declared GPUs and torch.
   * @example cuda: "12.8"
   */
  cuda?: Cuda;
  /**
   * PyTorch and its companions.
   *
   * Default: the newest torch that runs on the declared GPUs.
   * @example torch: "2.11"
   * @example torch: { version: "2.11", vision: true }
   */
  torch?: Torch;
  /**
   * Python packages that the project depends on, as PEP 508 requirements or objects.
   *
   * Default: none but torch.
   * @example packages: ["transformers>=4.50", "flash-attn"]
   * @example packages: [{ name: "my-kernels", git: "https://github.com/me/my-kernels", tag: "v1.2" }]
   */
  packages?: readonly WrittenPackage[];
  /**
   * Dependency groups (PEP 735) by name: for developing the project, not for using it.
   *
   * Default: none.
   * @example groups: { dev: ["ipython", "pytest"] }
   */
  groups?: Readonly<Record<string, readonly WrittenPackage[]>>;
  /**
   * Optional dependencies by the name of the extra: what users of the project may ask for.
   *
   * Default: none.
   * @example extras: { serve: ["fastapi"] }
   */
  extras?: Readonly<Record<string, readonly WrittenPackage[]>>;
  /**
   * Package indexes besides the default one: mirrors and private indexes. PyTorch's own is `torch.index`.
   *
   * Default: none.
   * @example indexes: [{ name: "company", url: "https://pypi.example/simple", explicit: true }]
   */
  indexes?: readonly WrittenIndex[];
  /**
   * How packages that compile against torch are built. Common ones (flash-attn, xformers …) are known already.
   *
   * Default: what nixtorch knows about the package.
   * @example buildIsolation: { exceptions: { "my-kernels": { needs: ["torch", "ninja"] } } }
   */
  buildIsolation?: WrittenBuildIsolation;
  /** Where compilers, libraries and tools come from. */
  nix?: Nix;
  /** The development shell. */
  shell?: Shell;
  /**
   * The NixOS configuration of the machine: driver, nix-ld and what goes with them. `{}` takes all defaults.
   *
   * Default: not managed; nothing outside the project is planned.
   * @example system: { driver: { branch: "production" }, nixLd: true }
   */
  system?: System;
  /**
   * The same as `system`, by host name, for machines that differ. A host named here does not use `system`.
   *
   * Default: none.
   * @example hosts: { tower: { gpu: "RTX 5090" }, attic: { gpu: "V100" } }
   */
  hosts?: Readonly<Record<Host, WrittenSystem>>;
  /** Limits that every plan must keep. */
  policy?: WrittenPolicy;
}

export interface WrittenProject<Python = Spelled<KnownPython> | WrittenUnchecked> {
  /**
   * The project's name in pyproject.toml.
   *
   * Default: as pyproject.toml says, else the directory's name.
   * @example name: "llm-lab"
   */
  name?: string;
  /**
   * The Python version, major.minor, as text (the number 3.10 would be 3.1).
   *
   * Default: as pyproject.toml allows, else the best one for torch.
   * @example python: "3.12"
   */
  python?: Python;
  /**
   * One line about the project.
   *
   * Default: none.
   * @example description: "Fine-tuning experiments"
   */
  description?: string;
  /**
   * Whether uv builds and installs the project itself.
   *
   * Default: as pyproject.toml says; `false` in a new one.
   * @example package: true
   */
  package?: boolean;
}

export interface WrittenCuda<Version = Spelled<KnownCuda> | WrittenUnchecked> {
  /**
   * The CUDA version of the wheel, major.minor.
   *
   * Default: the best one for the declared GPUs and torch.
   * @example version: "12.8"
   */
  version?: Version;
}

export interface WrittenTorch<Version = Spelled<KnownTorch> | WrittenUnchecked> {
  /**
   * "2.11" (its newest patch release) or "2.11.0".
   *
   * Default: the newest that runs on the declared GPUs.
   * @example version: "2.11"
   */
  version?: Version;
  /**
   * Whether torchvision is installed, in the release that goes with torch.
   *
   * Default: `false`.
   * @example vision: true
   */
  vision?: boolean;
  /**
   * Whether torchaudio is installed, in the release that goes with torch.
   *
   * Default: `false`.
   * @example audio: true
   */
  audio?: boolean;
  /**
   * Whether triton is a dependency of the project, in the release that torch depends on. torch brings it along in
   * any case: this is for a project that imports it itself.
   *
   * Default: `false`.
   * @example triton: true
   */
  triton?: boolean;
  /**
   * Base URL below which the wheel variants lie (`<index>/cu128`), for mirrors.
   *
   * Default: `https://download.pytorch.org/whl`.
   * @example index: "https://mirror.example/pytorch/whl"
   */
  index?: string;
}

export interface WrittenNix<
  Nixpkgs = Spelled<KnownNixpkgs> | WrittenNixpkgs,
  Systems = readonly string[],
  Python = "nixpkgs" | "uv",
> {
  /**
   * The nixpkgs release, or a fork, mirror or local checkout with the release that it follows.
   *
   * Default: the newest release that can build the stack.
   * @example nixpkgs: "26.05"
   * @example nixpkgs: { url: "github:me/nixpkgs/my-branch", release: "26.05" }
   */
  nixpkgs?: Nixpkgs;
  /**
   * Nix systems that the flake has a shell for.
   *
   * Default: those of the declared cards' machines, which is `["x86_64-linux"]` but for cards such as GB10 and GH200
   * that sit beside ARM processors only.
   * @example systems: ["x86_64-linux", "aarch64-linux"]
   */
  systems?: Systems;
  /**
   * Attribute paths of nixpkgs whose programs are on PATH in the shell.
   *
   * Default: none besides what builds need.
   * @example packages: ["ffmpeg", "nodePackages.pnpm"]
   */
  packages?: readonly string[];
  /**
   * Attribute paths of nixpkgs whose libraries Python wheels can load.
   *
   * Default: none besides the manylinux basics.
   * @example libraries: ["libGL", "glib"]
   */
  libraries?: readonly string[];
  /**
   * Binary caches besides NixOS's own.
   *
   * Default: none.
   * @example caches: [{ url: "https://cache.example", publicKey: "cache.example-1:AAAA…=" }]
   */
  caches?: readonly WrittenCache[];
  /**
   * Where the Python interpreter comes from: `"nixpkgs"` (goes with `shell.libraryMode: "export"`) or `"uv"`
   * (goes with `"nix-ld"`).
   *
   * Default: `"nixpkgs"`, or what goes with `shell.libraryMode`.
   * @example python: "uv"
   */
  python?: Python;
  /**
   * Whether nixtorch writes `flake.nix`. With `false` it writes `nixtorch-shell.nix` for a flake of your own.
   *
   * Default: `true`.
   * @example flake: false
   */
  flake?: boolean;
}

export interface WrittenNixpkgs<Release = Spelled<KnownNixpkgs>> {
  /**
   * A flake reference of a nixpkgs.
   *
   * Default: `github:NixOS/nixpkgs`, at the branch of the release.
   * @example url: "github:me/nixpkgs/my-branch"
   */
  url?: string;
  /**
   * The release that it is, or follows: year.month, or "unstable".
   *
   * Default: the one that the URL names.
   * @example release: "26.05"
   */
  release?: Release;
}

export interface WrittenCache {
  /**
   * The cache's address.
   * @example url: "https://cache.nixos-cuda.org"
   */
  url: string;
  /**
   * The key that its paths are signed with, `name:base64`.
   * @example publicKey: "cache.example-1:AAAA…="
   */
  publicKey: string;
}

export interface WrittenShell<LibraryMode = "export" | "nix-ld"> {
  /**
   * Variables of the shell. Values are literal; a leading `./` means the project's root.
   *
   * Default: none.
   * @example env: { HF_HOME: "./.hf", TOKENIZERS_PARALLELISM: "false" }
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Shell code that runs last when the shell is entered. Shown in every plan that changes it.
   *
   * Default: none.
   * @example hook: "ulimit -n 65536"
   */
  hook?: string;
  /**
   * Whether `.envrc` enters the shell by itself (direnv).
   *
   * Default: `true`.
   * @example direnv: false
   */
  direnv?: boolean;
  /**
   * How wheels find libraries: `"export"` sets LD_LIBRARY_PATH for the whole shell; `"nix-ld"` leaves other
   * programs alone, but needs a Python from uv and NixOS with `programs.nix-ld`.
   *
   * Default: `"export"`, or what goes with `nix.python`.
   * @example libraryMode: "nix-ld"
   */
  libraryMode?: LibraryMode;
}

export interface WrittenPolicy {
  /**
   * Whether a plan may ask for a reboot.
   *
   * Default: `true`.
   * @example allowReboot: false
   */
  allowReboot?: boolean;
  /**
   * Addresses of resources that no plan may delete or replace.
   *
   * Default: none.
   * @example neverDestroy: ["project.venv"]
   */
  neverDestroy?: readonly Address[];
}
