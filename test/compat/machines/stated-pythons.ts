import { byHand } from "../ask.js";
import type { Possible } from "./machine.js";
import { closed580, last126, last128, newest, onCuda130, open } from "./stacks.js";

const floors = ["cards", "NixOS 26.05", "compilers", "floors"] as const;

const uv = { python: "uv" as const };

/** A Python that the config states, and what stands in pyproject.toml. */
export const statedPythons: readonly Possible[] = [
  {
    name: "RTX 4090 with Python 3.12",
    why: "2.15 supports it, 26.05 has it",
    from: ["torch 2.15", ...floors],
    config: { gpu: "RTX 4090", project: { python: "3.12" } },
    stack: { ...newest, ...open, python: "3.12", archList: ["8.9"] },
  },
  {
    name: "RTX 4090 with Python 3.15",
    why: "an experiment of 2.15, and a pre-release in 26.05: taken by name, with a word; torchvision 0.29.2 is for any Python",
    from: ["torch 2.15", "companions", ...floors],
    config: { gpu: "RTX 4090", project: { python: "3.15" }, torch: { vision: true } },
    stack: { ...newest, ...open, python: "3.15", torchvision: "0.29.2", archList: ["8.9"] },
    warnings: ["NT322"],
  },
  {
    name: "RTX 4090 with Python 3.10 brought by uv",
    why: "26.05 has none, uv does; 2.15 dropped it: cu130 is PyPI's of 2.14",
    from: ["torch 2.14", "torch 2.15", ...floors],
    config: { gpu: "RTX 4090", project: { python: "3.10" }, nix: uv },
    stack: { ...onCuda130, ...open, python: "3.10", archList: ["8.9"] },
  },
  {
    name: "RTX 4090 with Python 3.14 brought by uv",
    why: "2.15 supports it",
    from: ["torch 2.15", ...floors],
    config: { gpu: "RTX 4090", project: { python: "3.14" }, nix: uv, shell: { libraryMode: "nix-ld" } },
    stack: { ...newest, ...open, python: "3.14", archList: ["8.9"] },
  },
  {
    name: "RTX 4090 with requires-python of one Python",
    why: "3.12 is the only one admitted",
    from: ["torch 2.15", "requires-python", ...floors],
    config: { gpu: "RTX 4090" },
    statements: [byHand("requires-python", ">=3.12,<3.13")],
    stack: { ...newest, ...open, python: "3.12", archList: ["8.9"] },
  },
  {
    name: "RTX 4090 with requires-python from 3.10 on",
    why: "uv locks for 3.10 as well, which 2.15 dropped: 2.14.1, cu130 by PyPI",
    from: ["torch 2.14", "torch 2.15", "requires-python", ...floors],
    config: { gpu: "RTX 4090" },
    statements: [byHand("requires-python", ">=3.10")],
    stack: { ...onCuda130, ...open, archList: ["8.9"] },
    warnings: ["NT326"],
  },
  {
    name: "H100 with a range of torch in pyproject.toml",
    why: "2.11.0 is the newest in it; cu130 is PyPI's",
    from: ["torch 2.11", ...floors],
    config: { gpu: "H100" },
    statements: [byHand("torch", ">=2.9,<2.12")],
    stack: { ...onCuda130, ...open, torch: "2.11.0", archList: ["9.0"] },
  },
  {
    name: "RTX 4090 with a variant named in pyproject.toml",
    why: "the local version says cu128",
    from: ["torch 2.11", ...floors],
    config: { gpu: "RTX 4090" },
    statements: [byHand("torch", "==2.11.0+cu128")],
    stack: { ...last128, ...open, archList: ["8.9"] },
  },
  {
    name: "V100 with torchvision below 0.28 in pyproject.toml",
    why: "0.27.1 goes with 2.12.1, whose cu126 holds 7.0",
    from: ["last cu126", "companions", ...floors],
    config: { gpu: "V100" },
    statements: [byHand("torchvision", "<0.28")],
    stack: { ...last126, ...closed580, torch: "2.12.1", torchvision: "0.27.1", archList: ["7.0"] },
  },
];
