import type { Possible } from "./machine.js";
import { newest, open } from "./stacks.js";

/** Turing and later: production 595.71.05 is above the floor of CUDA 13 and drives them all. */
const recent = { ...newest, ...open };
const recentFrom = ["torch 2.15", "kernels", "cards", "NixOS 26.05", "compilers", "floors"] as const;

/** One machine of one card, with nothing else declared. */
export const fromTuring: readonly Possible[] = [
  {
    name: "Turing desktop, GTX 1650",
    why: "7.5 is the first of CUDA 13, and has the GSP that the open module needs, RTX or not",
    from: recentFrom,
    config: { gpu: "GTX 1650" },
    stack: { ...recent, archList: ["7.5"] },
  },
  {
    name: "Turing desktop, RTX 2080 Ti",
    why: "7.5, which cu132 of 2.15 holds",
    from: recentFrom,
    config: { gpu: "RTX 2080 Ti" },
    stack: { ...recent, archList: ["7.5"] },
  },
  {
    name: "Turing server, T4",
    why: "7.5",
    from: recentFrom,
    config: { gpu: "T4" },
    stack: { ...recent, archList: ["7.5"] },
  },
  {
    name: "Turing workstation, Quadro RTX 6000",
    why: "7.5; the RTX 6000 Ada is another card",
    from: recentFrom,
    config: { gpu: "Quadro RTX 6000" },
    stack: { ...recent, archList: ["7.5"] },
  },
  {
    name: "Ampere server, A100 as nvidia-smi prints it",
    why: "8.0",
    from: recentFrom,
    config: { gpu: "NVIDIA A100-SXM4-80GB" },
    stack: { ...recent, archList: ["8.0"] },
  },
  {
    name: "Ampere server, A30",
    why: "8.0, not 8.6 as the A10",
    from: recentFrom,
    config: { gpu: "A30" },
    stack: { ...recent, archList: ["8.0"] },
  },
  {
    name: "Ampere server, A10G of a cloud",
    why: "8.6",
    from: recentFrom,
    config: { gpu: "NVIDIA A10G" },
    stack: { ...recent, archList: ["8.6"] },
  },
  {
    name: "Ampere workstation, RTX A6000",
    why: "8.6",
    from: recentFrom,
    config: { gpu: "RTX A6000" },
    stack: { ...recent, archList: ["8.6"] },
  },
  {
    name: "Ada desktop, RTX 4090",
    why: "8.9: no wheel has it, the code for 8.6 serves",
    from: recentFrom,
    config: { gpu: "RTX 4090" },
    stack: { ...recent, archList: ["8.9"] },
  },
  {
    name: "Ada servers, L4 and L40S",
    why: "8.9 both: one entry in the list",
    from: recentFrom,
    config: { gpu: ["L40S", "L4"] },
    stack: { ...recent, archList: ["8.9"] },
  },
  {
    name: "Ada workstation, RTX 6000 Ada",
    why: "8.9",
    from: recentFrom,
    config: { gpu: "RTX 6000 Ada" },
    stack: { ...recent, archList: ["8.9"] },
  },
  {
    name: "Hopper server with PCIe cards, no data-centre mode",
    why: "9.0; servers without NVSwitch use the normal driver",
    from: recentFrom,
    config: { gpu: "NVIDIA H100 80GB HBM3", system: { persistence: true } },
    stack: { ...recent, archList: ["9.0"] },
  },
  {
    name: "Hopper server, H200",
    why: "9.0",
    from: recentFrom,
    config: { gpu: "NVIDIA H200" },
    stack: { ...recent, archList: ["9.0"] },
  },
  {
    name: "Blackwell server, B200",
    why: "10.0; its first driver is 570.86",
    from: [...recentFrom, "first drivers"],
    config: { gpu: "NVIDIA B200" },
    stack: { ...recent, archList: ["10.0"] },
  },
  {
    name: "Blackwell Ultra server, B300",
    why: "10.3 runs the code for 10.0; its first driver is 580.82",
    from: [...recentFrom, "first drivers"],
    config: { gpu: "B300" },
    stack: { ...recent, archList: ["10.3"] },
  },
  {
    name: "Blackwell desktop, RTX 5090",
    why: "12.0; its first driver is 570.86, and the open module is required",
    from: [...recentFrom, "first drivers"],
    config: { gpu: "RTX 5090" },
    stack: { ...recent, archList: ["12.0"] },
  },
  {
    name: "Blackwell workstation, RTX PRO 6000",
    why: "12.0, although a server's edition of it exists",
    from: [...recentFrom, "first drivers"],
    config: { gpu: "NVIDIA RTX PRO 6000 Blackwell Workstation Edition" },
    stack: { ...recent, archList: ["12.0"] },
  },
  {
    name: "a card by what it can compute",
    why: "8.9 without a name: no board's own driver floor",
    from: recentFrom,
    config: { gpu: { computeCapability: "8.9" } },
    stack: { ...recent, archList: ["8.9"] },
  },
];
