import type { Possible } from "./machine.js";
import { board, closed580, cpu, newest, open } from "./stacks.js";

const arm = { systems: ["aarch64-linux"] };
const both = { systems: ["x86_64-linux", "aarch64-linux"] };
const from = ["torch 2.15", "kernels", "cards", "NixOS 26.05", "compilers", "floors"] as const;

/** aarch64: wheels hold 8.0, 9.0, 10.0, 11.0 and 12.0. */
export const aarch64: readonly Possible[] = [
  {
    name: "Grace Hopper",
    why: "9.0, which the aarch64 wheel holds; the superchip requires the open module",
    from,
    config: { gpu: "NVIDIA GH200 480GB", nix: arm },
    stack: { ...newest, ...arm, ...open, archList: ["9.0"] },
  },
  {
    name: "Grace Blackwell, GB200",
    why: "10.0, which the aarch64 wheel holds",
    from,
    config: { gpu: "GB200", nix: arm },
    stack: { ...newest, ...arm, ...open, archList: ["10.0"] },
  },
  {
    name: "DGX Spark",
    why: "12.1 runs the code for 12.0; nvcc 13.2 compiles up to 12.1; 595.71.05 is above the 580.94 of the board",
    from: [...from, "first drivers"],
    config: { gpu: "GB10", nix: arm },
    stack: { ...newest, ...arm, ...open, archList: ["12.1"] },
  },
  {
    name: "DGX Spark of which nothing else is said",
    why: "GB10 sits beside ARM only, so that is where the shell is for",
    from: [...from, "first drivers"],
    config: { gpu: "DGX Spark" },
    stack: { ...newest, ...arm, ...open, archList: ["12.1"] },
  },
  {
    name: "DGX Spark with the wrong system stated",
    why: "the x86_64 wheel has 12.0 too, and a shell is made for it as asked; but GB10 sits beside ARM",
    from: [...from, "first drivers"],
    config: { gpu: "GB10", nix: { systems: ["x86_64-linux"] } },
    stack: { ...newest, ...open, archList: ["12.1"] },
    warnings: ["NT327"],
  },
  {
    name: "GH200 of which nothing else is said",
    why: "9.0, which the aarch64 wheel holds; Grace is an ARM processor",
    from,
    config: { gpu: "GH200" },
    stack: { ...newest, ...arm, ...open, archList: ["9.0"] },
  },
  {
    name: "GB200 of which nothing else is said",
    why: "10.0, which the aarch64 wheel holds; Grace is an ARM processor",
    from,
    config: { gpu: "GB200" },
    stack: { ...newest, ...arm, ...open, archList: ["10.0"] },
  },
  {
    name: "Jetson Orin of which nothing else is said",
    why: "8.7 runs the code for 8.0 of the aarch64 wheel; the board brings the driver",
    from,
    config: { gpu: "Jetson Orin Nano" },
    stack: { ...newest, ...arm, ...board, archList: ["8.7"] },
    warnings: ["NT328"],
  },
  {
    name: "an RTX 2080 and a DGX Spark",
    why: "7.5 is in the x86_64 wheel and in no aarch64 one, where no RTX 2080 is declared; a shell for both",
    from: [...from, "first drivers"],
    config: { gpu: ["RTX 2080", "GB10"] },
    stack: { ...newest, ...both, ...open, archList: ["7.5", "12.1"] },
  },
  {
    name: "RTX 3090 in an ARM workstation",
    why: "8.6 runs the code for 8.0, the only 8.x of the aarch64 wheel",
    from,
    config: { gpu: "RTX 3090", nix: arm },
    stack: { ...newest, ...arm, ...open, archList: ["8.6"] },
  },
  {
    name: "Jetson Orin",
    why: "8.7 runs the code for 8.0; the board brings the driver",
    from,
    config: { gpu: "Jetson AGX Orin", nix: arm },
    stack: { ...newest, ...arm, ...board, archList: ["8.7"] },
    warnings: ["NT328"],
  },
  {
    name: "Jetson Thor",
    why: "11.0, which only aarch64 wheels hold; the board brings the driver",
    from,
    config: { gpu: "Jetson AGX Thor", nix: arm },
    stack: { ...newest, ...arm, ...board, archList: ["11.0"] },
    warnings: ["NT328"],
  },
  {
    name: "a flake for both systems, with a server's A100",
    why: "8.0 is in the wheels of both",
    from,
    config: { gpu: "A100", nix: both },
    stack: { ...newest, ...both, ...open, archList: ["8.0"] },
  },
];

export const withoutCard: readonly Possible[] = [
  {
    name: "CPU only",
    why: "the cpu index has the newest torch; nothing of CUDA applies",
    from: ["torch 2.15", "cpu wheels", "NixOS 26.05"],
    config: { gpu: "none" },
    stack: cpu,
  },
  {
    name: "CPU only on ARM",
    why: "the cpu index has aarch64 wheels",
    from: ["torch 2.15", "cpu wheels", "NixOS 26.05"],
    config: { gpu: "none", nix: arm },
    stack: { ...cpu, ...arm },
  },
  {
    name: "CPU only for both systems, with torchvision",
    why: "0.29.2 is what goes with 2.15.0",
    from: ["torch 2.15", "cpu wheels", "companions", "NixOS 26.05"],
    config: { gpu: "none", torch: { vision: true }, nix: both },
    stack: { ...cpu, ...both, torchvision: "0.29.2" },
  },
  {
    name: "a CPU-only project on a machine that has a GTX 1080",
    why: "the machine's driver is managed for its card all the same; without a wheel no CUDA has a say",
    from: ["torch 2.15", "cpu wheels", "cards", "NixOS 26.05"],
    config: { gpu: "none", system: { gpu: "GTX 1080" } },
    stack: { ...cpu, ...closed580 },
  },
];
