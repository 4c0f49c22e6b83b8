import type { Possible } from "./machine.js";
import { closed580, last126, last128, newest, open } from "./stacks.js";

const floors = ["cards", "compilers", "floors"] as const;

/** Releases, modes and branches that the machine states: its driver, and through it the wheel. */
export const machineReleases: readonly Possible[] = [
  {
    name: "RTX 4090 in a machine on NixOS 24.05",
    why: "550.78 keeps the wheel on CUDA 12; the project's own nixpkgs stays 26.05; the old option name is the machine's",
    from: ["last cu126", "NixOS 24.05", "NixOS 26.05", ...floors],
    config: { gpu: "RTX 4090", system: { release: "24.05" } },
    stack: { ...last126, ...open, archList: ["8.9"], graphicsOption: "hardware.opengl" },
  },
  {
    name: "RTX 5050 in a machine on NixOS 25.05",
    why: "570.195.03 is above the 570.172 of the board and below 580: cu128",
    from: ["torch 2.11", "first drivers", "NixOS 25.05", "NixOS 26.05", ...floors],
    config: { gpu: "RTX 5050", system: { release: "25.05" } },
    stack: { ...last128, ...open, archList: ["12.0"] },
  },
  {
    name: "RTX 3090 on a driver that stays at 580",
    why: "580.173.02 is above the floor of CUDA 13, so a stated legacy_580 moves nothing",
    from: ["torch 2.15", "NixOS 26.05", ...floors],
    config: { gpu: "RTX 3090", system: { driver: { branch: "legacy_580", open: false } } },
    stack: { ...newest, ...closed580, archList: ["8.6"] },
  },
  {
    name: "RTX 4090 on a driver that stays at 535",
    why: "535.288.01 of unstable allows CUDA 12 only",
    from: ["last cu126", "NixOS unstable", "NixOS 26.05", ...floors],
    config: { gpu: "RTX 4090", system: { release: "unstable", driver: { branch: "legacy_535" } } },
    stack: { ...last126, ...open, driver: "legacy_535", archList: ["8.9"] },
  },
  {
    name: "RTX 4090 on a beta driver",
    why: "which driver beta is in 26.05 was not recorded: taken, with a word",
    from: ["torch 2.15", "NixOS 26.05", ...floors],
    config: { gpu: "RTX 4090", system: { driver: { branch: "beta" } } },
    stack: { ...newest, ...open, driver: "beta", archList: ["8.9"] },
    warnings: ["NT329"],
  },
  {
    name: "RTX 4090 on the latest driver of 26.05",
    why: "its number was not recorded, but it is not older than production, 595.71.05: enough for Ada and CUDA 13",
    from: ["torch 2.15", "NixOS 26.05", "first drivers", ...floors],
    config: { gpu: "RTX 4090", system: { driver: { branch: "latest" } } },
    stack: { ...newest, ...open, driver: "latest", archList: ["8.9"] },
  },
  {
    name: "HGX H100 on unstable: fabric manager and data-centre driver",
    why: "dc is dc_580 there, 580.159.04: above the floor of CUDA 13",
    from: ["torch 2.15", "NixOS unstable", "NixOS 26.05", ...floors],
    config: { gpu: "H100", system: { release: "unstable", datacenter: true } },
    stack: { ...newest, ...open, driver: "dc", archList: ["9.0"] },
  },
  {
    name: "HGX H100 on NixOS 26.05, whose data-centre driver was not recorded",
    why: "the mode takes dc, a branch of unknown number there: taken, with a word",
    from: ["torch 2.15", "NixOS 26.05", ...floors],
    config: { gpu: "NVIDIA H100 80GB HBM3", system: { release: "26.05", datacenter: true } },
    stack: { ...newest, ...open, driver: "dc", archList: ["9.0"] },
    warnings: ["NT329"],
  },
  {
    name: "HGX A100 on NixOS 25.11",
    why: "dc is dc_570 there, 570.172.08: CUDA 12 only",
    from: ["last cu126", "NixOS 25.11", "NixOS 26.05", ...floors],
    config: { gpu: "A100", system: { release: "25.11", datacenter: true } },
    stack: { ...last126, ...open, driver: "dc", archList: ["8.0"] },
  },
  {
    name: "HGX B200 on NixOS 25.11",
    why: "dc_570 is above the 570.86 of the board and allows CUDA 12 only; of that cu128 has 10.0",
    from: ["torch 2.11", "first drivers", "NixOS 25.11", "NixOS 26.05", ...floors],
    config: { gpu: "B200", system: { release: "25.11", datacenter: true } },
    stack: { ...last128, ...open, driver: "dc", archList: ["10.0"] },
  },
];
