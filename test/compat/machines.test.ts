import { describe, expect, it } from "vitest";
import type { WrittenConfig } from "../../src/config/written.js";
import { ask, codesOf, valuesOf } from "./ask.js";

/**
 * Common machines, worked out by hand from the facts. torch 2.14.1 is the newest verified release; NixOS 26.05 is the
 * stable one, with production driver 595.71.05, legacy_580 and Python 3.13; cu130 is what PyPI gives for torch 2.14.
 */
const newest = { torch: "2.14.1", python: "3.13", nixpkgs: "26.05", graphicsOption: "hardware.graphics" };

const onCuda13 = {
  ...newest,
  wheel: "cu130",
  cuda: "13.0",
  toolkit: "cudaPackages_13_0",
  hostCompiler: "gcc15",
  driver: "production",
  openKernelModule: true,
};

/** Kernels up to 9.0, and the only CUDA 12 that torch 2.14 has. */
const onCuda126 = {
  ...newest,
  wheel: "cu126",
  cuda: "12.6",
  toolkit: "cudaPackages_12_6",
  hostCompiler: "gcc13",
};

/** Cards before Turing: no open kernel module, and no driver after branch 580. */
const old = { ...onCuda126, driver: "legacy_580", openKernelModule: false };

const aarch64 = { systems: ["aarch64-linux"] };

const machines: readonly (readonly [string, WrittenConfig, Record<string, unknown>])[] = [
  ["Turing workstation", { gpu: "RTX 2080 Ti" }, { ...onCuda13, archList: ["7.5"] }],
  ["Turing server", { gpu: "T4" }, { ...onCuda13, archList: ["7.5"] }],
  ["Ampere desktop", { gpu: "RTX 3090" }, { ...onCuda13, archList: ["8.6"] }],
  ["Ampere server", { gpu: "NVIDIA A100-SXM4-80GB" }, { ...onCuda13, archList: ["8.0"] }],
  ["Ada desktop", { gpu: "RTX 4090" }, { ...onCuda13, archList: ["8.9"] }],
  ["Ada laptop", { gpu: "RTX 4060 Laptop GPU" }, { ...onCuda13, archList: ["8.9"] }],
  ["Hopper", { gpu: "H100" }, { ...onCuda13, archList: ["9.0"] }],
  ["Blackwell desktop", { gpu: "RTX 5090" }, { ...onCuda13, archList: ["12.0"] }],
  ["Blackwell server", { gpu: "B200" }, { ...onCuda13, archList: ["10.0"] }],
  ["Blackwell Ultra", { gpu: "B300" }, { ...onCuda13, archList: ["10.3"] }],
  ["DGX Spark", { gpu: "GB10", nix: aarch64 }, { ...onCuda13, archList: ["12.1"] }],
  ["Grace Hopper", { gpu: "GH200", nix: aarch64 }, { ...onCuda13, archList: ["9.0"] }],
  ["Maxwell", { gpu: "GTX 970" }, { ...old, archList: ["5.2"] }],
  ["Pascal", { gpu: "GTX 1080 Ti" }, { ...old, archList: ["6.1"] }],
  ["Pascal server", { gpu: "Tesla P100" }, { ...old, archList: ["6.0"] }],
  ["Volta", { gpu: "V100" }, { ...old, archList: ["7.0"] }],
  ["Pascal beside Ada", { gpu: ["RTX 4090", "GTX 1080"] }, { ...old, archList: ["6.1", "8.9"] }],
  [
    "a team with Ampere, Ada and Blackwell",
    { gpu: ["RTX 5090", "RTX 3090", "RTX 4090"] },
    { ...onCuda13, archList: ["8.6", "8.9", "12.0"] },
  ],
  [
    "a card by what it can compute",
    { gpu: { computeCapability: "8.9" } },
    { ...onCuda13, archList: ["8.9"] },
  ],
  [
    "CPU only",
    { gpu: "none" },
    {
      ...newest,
      wheel: "cpu",
      index: "https://download.pytorch.org/whl/cpu",
      graphicsOption: null,
      cuda: null,
      toolkit: null,
      toolkitComponents: null,
      hostCompiler: null,
      driver: null,
      openKernelModule: null,
      archList: null,
    },
  ],
  [
    "Ada on CUDA 12.8: torch 2.11 was the last with cu128",
    { gpu: "RTX 4090", cuda: "12.8" },
    {
      ...onCuda13,
      torch: "2.11.0",
      wheel: "cu128",
      cuda: "12.8",
      toolkit: "cudaPackages_12_8",
      hostCompiler: "gcc14",
    },
  ],
  [
    "Volta beside Blackwell, in two machines: only cu128 of 2.8 to 2.10 runs on both",
    { gpu: ["V100", "RTX 5090"], hosts: { attic: { gpu: "V100" }, tower: { gpu: "RTX 5090" } } },
    {
      ...newest,
      torch: "2.10.0",
      wheel: "cu128",
      toolkit: "cudaPackages_12_8",
      driver: null,
      openKernelModule: null,
      archList: ["7.0", "12.0"],
    },
  ],
  [
    "NixOS 25.05, whose toolkits end with CUDA 12",
    { gpu: "RTX 4090", nix: { nixpkgs: "25.05" } },
    { ...onCuda126, nixpkgs: "25.05", python: "3.12", driver: "production", openKernelModule: true },
  ],
  [
    "NixOS 25.11, whose production driver is of branch 580 and still drives Pascal",
    { gpu: "GTX 1080", nix: { nixpkgs: "25.11" } },
    { ...old, nixpkgs: "25.11", driver: "production" },
  ],
  [
    "NixOS 24.05, before the graphics option was renamed",
    { gpu: "RTX 3090", cuda: "12.1", nix: { nixpkgs: "24.05" } },
    {
      torch: "2.5.1",
      wheel: "cu121",
      toolkit: "cudaPackages_12_1",
      hostCompiler: "gcc12",
      python: "3.11",
      nixpkgs: "24.05",
      driver: "production",
      openKernelModule: true,
      graphicsOption: "hardware.opengl",
    },
  ],
  [
    "Kepler, with the last torch, nixpkgs and driver that know it",
    { gpu: "Tesla K80", nix: { nixpkgs: "25.05" } },
    {
      torch: "2.7.1",
      wheel: "cu118",
      toolkit: "cudaPackages_11_8",
      hostCompiler: "gcc11",
      driver: "legacy_470",
      openKernelModule: false,
      archList: ["3.7"],
    },
  ],
  [
    "nixpkgs unstable, with a newer default Python",
    { gpu: "RTX 4090", nix: { nixpkgs: "unstable" } },
    { ...onCuda13, nixpkgs: "unstable", python: "3.14" },
  ],
];

describe("the stack of a common machine", () => {
  it.each(machines)("%s", (_, written, expected) => {
    const values = valuesOf(ask(written));
    expect(
      Object.fromEntries(Object.keys(expected).map((key) => [key, values[key as keyof typeof values]])),
    ).toEqual(expected);
  });

  it("draws no warning on machines that are nothing special", () => {
    for (const gpu of ["RTX 2080 Ti", "RTX 3090", "RTX 4090", "H100", "RTX 5090", "GTX 1080", "none"]) {
      expect(codesOf(ask({ gpu }))).toEqual([]);
    }
  });

  it("says of every choice why, in one sentence, and where that is from", () => {
    const { resolution } = ask({ gpu: ["GTX 1080", "RTX 4090"], torch: { vision: true, audio: true } });
    for (const [key, choice] of Object.entries(resolution!)) {
      expect(choice?.reason, key).toMatch(/^\S.{8,180}[^.\s]$/);
      expect(choice?.sources.length, key).toBeGreaterThan(0);
    }
  });

  it("takes the newest components that the toolkit has: twelve, and the headers that CUDA 13 split off", () => {
    const components = (written: WrittenConfig) => valuesOf(ask(written)).toolkitComponents as string[];
    expect(components({ gpu: "GTX 1080" })).toHaveLength(12);
    expect(components({ gpu: "RTX 5090" })).toEqual([...components({ gpu: "GTX 1080" }), "cuda_crt"]);
  });

  it("takes wheels from a mirror below its base URL", () => {
    const torch = { index: "https://mirror.example/pytorch/whl" };
    expect(valuesOf(ask({ gpu: "GTX 1080", torch })).index).toBe("https://mirror.example/pytorch/whl/cu126");
    expect(valuesOf(ask({ gpu: "GTX 1080" })).index).toBe("https://download.pytorch.org/whl/cu126");
  });
});
