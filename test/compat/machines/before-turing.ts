import type { Possible } from "./machine.js";
import { closed580, last126 } from "./stacks.js";

/** Before Turing: wheels with kernels below 7.5 end with cu126 of 2.14; the last driver branch is 580. */
const old = { ...last126, ...closed580 };
const oldFrom = ["last cu126", "cards", "NixOS 26.05", "compilers", "floors"] as const;

/** One machine of one card, with nothing else declared. */
export const beforeTuring: readonly Possible[] = [
  {
    name: "Maxwell desktop, GTX 750 Ti",
    why: "5.0: cu126 of 2.14 holds 5.0; 595 no longer drives it, legacy_580 does, with the proprietary module",
    from: oldFrom,
    config: { gpu: "GTX 750 Ti" },
    stack: { ...old, archList: ["5.0"] },
  },
  {
    name: "Maxwell desktop, GTX 970",
    why: "5.2 runs the code for 5.0 in cu126; nvcc 12.6 compiles from 5.0 on; driver as for 5.0",
    from: oldFrom,
    config: { gpu: "NVIDIA GeForce GTX 970" },
    stack: { ...old, archList: ["5.2"] },
  },
  {
    name: "Maxwell server, Tesla M60",
    why: "5.2, as the GTX 970; a server card ends with the same branch",
    from: oldFrom,
    config: { gpu: "Tesla M60" },
    stack: { ...old, archList: ["5.2"] },
  },
  {
    name: "Pascal desktop, GTX 1080 Ti",
    why: "6.1 runs the code for 6.0 in cu126, the last of which is 2.14.1; branch 580 is its last, and nvcc 12.6 takes GCC 13",
    from: oldFrom,
    config: { gpu: "GTX 1080 Ti" },
    stack: { ...old, archList: ["6.1"] },
  },
  {
    name: "Pascal desktop, GTX 1060 with its memory in the name",
    why: "6.1 whatever the memory",
    from: oldFrom,
    config: { gpu: "GTX 1060 6GB" },
    stack: { ...old, archList: ["6.1"] },
  },
  {
    name: "Pascal server, P100 as nvidia-smi prints it",
    why: "6.0, which cu126 holds itself",
    from: oldFrom,
    config: { gpu: "Tesla P100-PCIE-16GB" },
    stack: { ...old, archList: ["6.0"] },
  },
  {
    name: "Pascal server, second-hand P40",
    why: "6.1: another capability than the P100's, the same wheel",
    from: oldFrom,
    config: { gpu: "Tesla P40" },
    stack: { ...old, archList: ["6.1"] },
  },
  {
    name: "Pascal workstation, TITAN Xp",
    why: "6.1; unlike Titan X the name is unique",
    from: oldFrom,
    config: { gpu: "TITAN Xp" },
    stack: { ...old, archList: ["6.1"] },
  },
  {
    name: "Volta server, V100 as nvidia-smi prints it",
    why: "7.0: cu128 dropped it with 2.11, cu126 holds it up to 2.14",
    from: oldFrom,
    config: { gpu: "Tesla V100-SXM2-32GB" },
    stack: { ...old, archList: ["7.0"] },
  },
  {
    name: "Volta workstation, TITAN V",
    why: "7.0, as the V100",
    from: oldFrom,
    config: { gpu: "TITAN V" },
    stack: { ...old, archList: ["7.0"] },
  },
  {
    name: "an old card by what it can compute",
    why: "6.1 without a name: the capability's branch counts all the same",
    from: oldFrom,
    config: { gpu: { computeCapability: "6.1" } },
    stack: { ...old, archList: ["6.1"] },
  },
];
