import type { Possible } from "./machine.js";
import { closed, closed580, last126, newest, open } from "./stacks.js";

const recentFrom = ["torch 2.15", "kernels", "cards", "NixOS 26.05", "compilers", "floors"] as const;
const oldFrom = ["last cu126", "kernels", "cards", "NixOS 26.05", "compilers", "floors"] as const;

/** Several cards in one machine: one driver, one kernel module, one wheel. */
export const mixed: readonly Possible[] = [
  {
    name: "two RTX 3090 with a GTX 1650 for the screen",
    why: "8.6 and 7.5 are both in cu132, both drivable by 595 with the open module",
    from: recentFrom,
    config: { gpu: ["RTX 3090", "RTX 3090", "GTX 1650"] },
    stack: { ...newest, ...open, archList: ["7.5", "8.6"] },
  },
  {
    name: "RTX 4090 with the old GTX 1080 kept in",
    why: "6.1 needs cu126; legacy_580 drives both; the open module does not know Pascal, Ada does not insist on it",
    from: oldFrom,
    config: { gpu: ["RTX 4090", "GTX 1080"] },
    stack: { ...last126, ...closed580, archList: ["6.1", "8.9"] },
  },
  {
    name: "RTX 3060 with a GT 1030 for the screen",
    why: "the display card decides: 6.1 needs cu126, legacy_580 and the proprietary module",
    from: oldFrom,
    config: { gpu: ["GT 1030", "RTX 3060"] },
    stack: { ...last126, ...closed580, archList: ["6.1", "8.6"] },
  },
  {
    name: "V100 and A100 in one server",
    why: "7.0 ends with cu126 and branch 580; Ampere goes with both",
    from: oldFrom,
    config: { gpu: ["V100", "A100"] },
    stack: { ...last126, ...closed580, archList: ["7.0", "8.0"] },
  },
  {
    name: "RTX 5090 beside an RTX 4090",
    why: "the open module that 12.0 requires drives 8.9 too",
    from: [...recentFrom, "first drivers"],
    config: { gpu: ["RTX 5090", "RTX 4090"] },
    stack: { ...newest, ...open, archList: ["8.9", "12.0"] },
  },
];

const prime = { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" };

/** Laptops. A second GPU changes the module's settings, never the stack. */
export const laptops: readonly Possible[] = [
  {
    name: "Ada laptop with PRIME and a GPU that sleeps",
    why: "8.9, as on the desktop",
    from: recentFrom,
    config: {
      gpu: "RTX 4060 Laptop GPU",
      system: { prime, powerManagement: { enable: true, finegrained: true } },
    },
    stack: { ...newest, ...open, archList: ["8.9"] },
  },
  {
    name: "Blackwell laptop with PRIME and an AMD processor",
    why: "12.0, as on the desktop",
    from: [...recentFrom, "first drivers"],
    config: {
      gpu: "RTX 5070 Ti Laptop GPU",
      system: { prime: { mode: "sync", nvidiaBusId: "PCI:1:0:0", amdgpuBusId: "PCI:6:0:0" } },
    },
    stack: { ...newest, ...open, archList: ["12.0"] },
  },
  {
    name: "RTX 2050 laptop, Ampere by a Turing name",
    why: "8.6",
    from: recentFrom,
    config: { gpu: "RTX 2050", system: { prime } },
    stack: { ...newest, ...open, archList: ["8.6"] },
  },
  {
    name: "Pascal laptop, MX150",
    why: "6.1, by its chip",
    from: oldFrom,
    config: { gpu: "MX150", system: { prime } },
    stack: { ...last126, ...closed580, archList: ["6.1"] },
  },
  {
    name: "Pascal laptop that stays on NixOS 25.11",
    why: "production 580.105.08 of 25.11 is of the branch that still drives 6.1; the project is on 26.05",
    from: [...oldFrom, "NixOS 25.11"],
    config: { gpu: "GTX 1050 Ti", system: { release: "25.11", prime } },
    stack: { ...last126, ...closed, archList: ["6.1"] },
  },
];

/** Where nothing is written about NixOS, or nothing is NixOS. */
export const projectOnly: readonly Possible[] = [
  {
    name: "WSL: the project alone, the driver is that of Windows",
    why: "nothing of WSL is declared, so the values are those of any machine with 8.9",
    from: recentFrom,
    config: { gpu: "RTX 4070 Ti SUPER" },
    stack: { ...newest, ...open, archList: ["8.9"] },
  },
];
