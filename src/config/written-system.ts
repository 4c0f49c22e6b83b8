import type { KnownCapability, KnownDriverBranch, KnownGpu, KnownNixpkgs } from "./known.js";

/** A version that is newer than this nixtorch knows: it is taken at your word, with a warning. */
export interface WrittenUnchecked<Version extends string = string> {
  /**
   * The version, written as usual. Nothing about it is checked: whether the stack runs is yours to know.
   * @example cuda: { unchecked: "13.6" }
   * @example torch: { version: { unchecked: "2.17" }, vision: true }
   */
  unchecked: Version;
}

/** One of the names that complete, or any other spelling that is understood. */
export type Spelled<Known extends string> = Known | (string & {});

/** A product name such as "RTX 4090", or what it can compute, or `"none"` for CPU only. */
export type WrittenGpu = Spelled<KnownGpu | "none"> | WrittenCapability | readonly WrittenCard[];

/** A product name such as "RTX 4090", or what it can compute. */
export type WrittenCard = Spelled<KnownGpu> | WrittenCapability;

export interface WrittenCapability {
  /**
   * NVIDIA's compute capability, major.minor, as text (the number 12.0 would be 12).
   * @example computeCapability: "8.9"
   * @example computeCapability: { unchecked: "12.2" }
   */
  computeCapability: Spelled<KnownCapability> | WrittenUnchecked;
}

/** What one NixOS machine gets. */
export interface WrittenSystem<
  Release = Spelled<KnownNixpkgs>,
  Gpu = WrittenGpu,
  Driver = WrittenDriver,
  Datacenter = boolean,
> {
  /**
   * The NixOS module that gets the import: an absolute path.
   *
   * Default: `"/etc/nixos/configuration.nix"`.
   * @example module: "/etc/nixos/hosts/tower.nix"
   */
  module?: string;
  /**
   * How the machine is rebuilt: from root's channel, or from a flake beside the module.
   *
   * Default: `"channel"`.
   * @example rebuild: "flake"
   * @example rebuild: { kind: "flake", host: "tower" }
   */
  rebuild?: "channel" | "flake" | WrittenRebuild;
  /**
   * The NixOS release that the next rebuild evaluates.
   *
   * Default: found on the machine.
   * @example release: "26.05"
   */
  release?: Release;
  /**
   * The GPUs in this machine: they decide its driver.
   *
   * Default: all of the config's `gpu`.
   * @example gpu: "V100"
   */
  gpu?: Gpu;
  /** The NVIDIA driver. */
  driver?: Driver;
  /**
   * Power management. `true` is short for `{ enable: true }`.
   *
   * Default: `false`.
   * @example powerManagement: { enable: true, finegrained: true }
   */
  powerManagement?: boolean | WrittenPowerManagement;
  /**
   * A laptop's two GPUs.
   *
   * Default: none.
   * @example prime: { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" }
   */
  prime?: WrittenPrime;
  /**
   * Whether 32-bit programs (games) get graphics drivers. PyTorch does not need them.
   *
   * Default: `false`.
   * @example graphics32Bit: true
   */
  graphics32Bit?: boolean;
  /**
   * nix-ld, which starts programs that were not built for NixOS, such as those inside wheels.
   *
   * Default: `true`.
   * @example nixLd: { libraries: ["libGL"] }
   */
  nixLd?: boolean | WrittenNixLd;
  /**
   * Whether containers can use the GPU (Docker and Podman, `--device nvidia.com/gpu=all`).
   *
   * Default: `false`.
   * @example containerToolkit: true
   */
  containerToolkit?: boolean;
  /**
   * Whether the driver stays initialised while nothing uses it: for machines without a screen.
   *
   * Default: `false`.
   * @example persistence: true
   */
  persistence?: boolean;
  /**
   * Whether the machine is an NVSwitch system that needs the data-centre driver and its fabric manager.
   * Servers with PCIe cards are not.
   *
   * Default: `false`.
   * @example datacenter: true
   */
  datacenter?: Datacenter;
  /**
   * Whether direnv is installed for every user.
   *
   * Default: `false`.
   * @example direnv: true
   */
  direnv?: boolean;
  /**
   * Whether Nix on this machine trusts the binary caches of CUDA packages and those of `nix.caches`.
   *
   * Default: `false`.
   * @example caches: true
   */
  caches?: boolean;
  /**
   * Whether the new system is started at once (`"switch"`) or with the next boot (`"boot"`).
   *
   * Default: `"switch"`.
   * @example activation: "boot"
   */
  activation?: "switch" | "boot";
}

export type WrittenRebuild =
  | { kind: "channel" }
  | {
      kind: "flake";
      /**
       * The name below `nixosConfigurations`.
       *
       * Default: the host's name.
       * @example host: "tower"
       */
      host?: string;
    };

export interface WrittenDriver<Branch = Spelled<KnownDriverBranch>, Open = boolean> {
  /**
   * The driver branch, an attribute of nixpkgs' `nvidiaPackages`.
   *
   * Default: one that drives the declared GPUs and is new enough for the CUDA.
   * @example branch: "production"
   */
  branch?: Branch;
  /**
   * Open (`true`) or proprietary (`false`) kernel module.
   *
   * Default: by GPU generation.
   * @example open: true
   */
  open?: Open;
}

export interface WrittenPowerManagement {
  /**
   * Whether video memory is saved over suspend.
   *
   * Default: `true` where the object is written.
   * @example enable: true
   */
  enable?: boolean;
  /**
   * Whether an idle GPU is switched off. Works only with PRIME in offload mode.
   *
   * Default: `false`.
   * @example finegrained: true
   */
  finegrained?: boolean;
}

export interface WrittenPrime {
  /**
   * `"offload"`: programs opt in to the NVIDIA GPU; `"sync"`: it renders everything; `"reverse-sync"`: it drives
   * its own outputs.
   *
   * Default: `"offload"`.
   * @example mode: "sync"
   */
  mode?: "offload" | "sync" | "reverse-sync";
  /**
   * Where the NVIDIA GPU sits: `PCI:bus:device:function` in decimal numbers (lspci prints hexadecimal ones).
   * @example nvidiaBusId: "PCI:1:0:0"
   */
  nvidiaBusId: string;
  /**
   * Where the Intel GPU sits. Exactly one of `intelBusId` and `amdgpuBusId`.
   * @example intelBusId: "PCI:0:2:0"
   */
  intelBusId?: string;
  /**
   * Where the AMD GPU sits. Exactly one of `intelBusId` and `amdgpuBusId`.
   * @example amdgpuBusId: "PCI:6:0:0"
   */
  amdgpuBusId?: string;
}

export interface WrittenNixLd {
  /**
   * Whether nix-ld is on.
   *
   * Default: `true` where the object is written.
   * @example enable: true
   */
  enable?: boolean;
  /**
   * Attribute paths of nixpkgs whose libraries such programs can load, besides the module's own list.
   *
   * Default: none.
   * @example libraries: ["libGL", "glib"]
   */
  libraries?: readonly string[];
}
