import type { Team } from "./machine.js";
import { closed, closed580, last118, last126, last128, newest, open } from "./stacks.js";

const common = ["kernels", "cards", "NixOS 26.05", "compilers", "floors"] as const;

/** One declaration, several machines: one stack for all, a driver for each. */
export const teams: readonly Team[] = [
  {
    name: "Volta in the attic, Blackwell in the tower",
    why: "7.0 and 12.0 together are in cu128 of 2.8 to 2.10; the kernel modules exclude each other, in different machines",
    from: ["torch 2.8 to 2.10", ...common],
    config: {
      gpu: ["V100", "RTX 5090"],
      hosts: { attic: { gpu: "V100", release: "26.05" }, tower: { gpu: "RTX 5090", release: "26.05" } },
    },
    stack: { ...last128, torch: "2.10.0", archList: ["7.0", "12.0"] },
    hosts: { attic: closed580, tower: open },
  },
  {
    name: "Pascal on 25.11, Ampere on unstable, Ada on 26.05",
    why: "6.1 keeps all on cu126; production of 25.11 is 580 and drives Pascal",
    from: ["last cu126", "NixOS 25.11", "NixOS unstable", ...common],
    config: {
      gpu: ["GTX 1080 Ti", "RTX 3090", "RTX 4090"],
      hosts: {
        attic: { gpu: "GTX 1080 Ti", release: "25.11" },
        bench: { gpu: "RTX 3090", release: "unstable" },
        tower: { gpu: "RTX 4090", release: "26.05" },
      },
    },
    stack: { ...last126, archList: ["6.1", "8.6", "8.9"] },
    hosts: { attic: closed, bench: open, tower: open },
  },
  {
    name: "the same card on NixOS 24.05 and on 26.05",
    why: "550.78 of the older one keeps both on CUDA 12; each writes its own release's option",
    from: ["last cu126", "NixOS 24.05", ...common],
    config: { gpu: "RTX 3090", hosts: { old: { release: "24.05" }, new: { release: "26.05" } } },
    stack: { ...last126, archList: ["8.6"] },
    hosts: { old: { ...open, graphicsOption: "hardware.opengl" }, new: open },
  },
  {
    name: "Kepler in the attic, Ada in the tower",
    why: "3.7 and 8.9 are in cu118; in different machines 470 drives the one and production, 570.195.03, the other",
    from: ["torch 2.0 to 2.7", "first drivers", "NixOS 25.05", ...common],
    config: {
      gpu: ["Tesla K80", "RTX 4090"],
      nix: { nixpkgs: "25.05" },
      hosts: { attic: { gpu: "Tesla K80", release: "25.05" }, tower: { gpu: "RTX 4090", release: "25.05" } },
    },
    stack: {
      ...last118,
      archList: ["3.7", "8.9"],
    },
    hosts: { attic: { ...closed, driver: "legacy_470" }, tower: open },
    warnings: ["NT324"],
  },
  {
    name: "desks beside an HGX H100",
    why: "dc of unstable is 580.159.04: enough for CUDA 13 everywhere",
    from: ["torch 2.15", "NixOS unstable", ...common],
    config: {
      gpu: ["H100", "RTX 4090"],
      system: { gpu: "RTX 4090", release: "26.05" },
      hosts: { hgx: { gpu: "H100", release: "unstable", datacenter: true } },
    },
    stack: { ...newest, archList: ["8.9", "9.0"] },
    hosts: { system: open, hgx: { ...open, driver: "dc" } },
  },
  {
    name: "a desktop and a DGX Spark: one flake for both systems",
    why: "8.9 runs 8.6 of the x86_64 wheel, 12.1 runs 12.0 of the aarch64 one; GB10 sits beside ARM only",
    from: ["torch 2.15", "first drivers", ...common],
    config: {
      gpu: ["RTX 4090", "GB10"],
      hosts: { tower: { gpu: "RTX 4090", release: "26.05" }, spark: { gpu: "GB10", release: "26.05" } },
    },
    stack: { ...newest, systems: ["x86_64-linux", "aarch64-linux"], archList: ["8.9", "12.1"] },
    hosts: { tower: open, spark: open },
  },
];
