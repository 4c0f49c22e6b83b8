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
    stack: { ...newest, ...open, archList: ["9.0"] },
  },
  {
    name: "Grace Blackwell, GB200",
    why: "10.0, which the aarch64 wheel holds",
    from,
    config: { gpu: "GB200", nix: arm },
    stack: { ...newest, ...open, archList: ["10.0"] },
  },
  {
    name: "DGX Spark",
    why: "12.1 runs the code for 12.0; nvcc 13.2 compiles up to 12.1; 595.71.05 is above the 580.94 of the board",
    from: [...from, "first drivers"],
    config: { gpu: "GB10", nix: arm },
    stack: { ...newest, ...open, archList: ["12.1"] },
  },
  {
    name: "DGX Spark whose systems were forgotten",
    why: "the x86_64 wheel has 12.0 too; but GB10 sits beside ARM",
    from: [...from, "first drivers"],
    config: { gpu: "DGX Spark" },
    stack: { ...newest, ...open, archList: ["12.1"] },
    warnings: ["NT327"],
  },
  {
    name: "RTX 3090 in an ARM workstation",
    why: "8.6 runs the code for 8.0, the only 8.x of the aarch64 wheel",
    from,
    config: { gpu: "RTX 3090", nix: arm },
    stack: { ...newest, ...open, archList: ["8.6"] },
  },
  {
    name: "Jetson Orin",
    why: "8.7 runs the code for 8.0; the board brings the driver",
    from,
    config: { gpu: "Jetson AGX Orin", nix: arm },
    stack: { ...newest, ...board, archList: ["8.7"] },
    warnings: ["NT328"],
  },
  {
    name: "Jetson Thor",
    why: "11.0, which only aarch64 wheels hold; the board brings the driver",
    from,
    config: { gpu: "Jetson AGX Thor", nix: arm },
    stack: { ...newest, ...board, archList: ["11.0"] },
    warnings: ["NT328"],
  },
  {
    name: "a flake for both systems, with a server's A100",
    why: "8.0 is in the wheels of both",
    from,
    config: { gpu: "A100", nix: both },
    stack: { ...newest, ...open, archList: ["8.0"] },
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
    stack: cpu,
  },
  {
    name: "CPU only for both systems, with torchvision",
    why: "0.29.2 is what goes with 2.15.0",
    from: ["torch 2.15", "cpu wheels", "companions", "NixOS 26.05"],
    config: { gpu: "none", torch: { vision: true }, nix: both },
    stack: { ...cpu, torchvision: "0.29.2" },
  },
  {
    name: "a CPU-only project on a machine that has a GTX 1080",
    why: "the machine's driver is managed for its card all the same; without a wheel no CUDA has a say",
    from: ["torch 2.15", "cpu wheels", "cards", "NixOS 26.05"],
    config: { gpu: "none", system: { gpu: "GTX 1080" } },
    stack: { ...cpu, ...closed580 },
  },
];
