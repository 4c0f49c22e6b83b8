import type { Resolution } from "../../model/resolution.js";
import { editDistance } from "../cards/edit-distance.js";

/** What can be explained, in reading order. */
export const explainable = [
  "torch",
  "wheel",
  "cuda",
  "index",
  "torchvision",
  "torchaudio",
  "triton",
  "python",
  "nixpkgs",
  "systems",
  "driver",
  "openKernelModule",
  "graphicsOption",
  "toolkit",
  "toolkitComponents",
  "hostCompiler",
  "archList",
] as const satisfies readonly (keyof Resolution)[];

export type ExplainKey = (typeof explainable)[number];

/** Other words for them, without case, spaces and hyphens. */
const synonyms: Readonly<Record<string, ExplainKey>> = {
  pytorch: "torch",
  variant: "wheel",
  wheels: "wheel",
  kernels: "wheel",
  indexurl: "index",
  vision: "torchvision",
  audio: "torchaudio",
  requirespython: "python",
  interpreter: "python",
  nixos: "nixpkgs",
  system: "systems",
  release: "nixpkgs",
  nvidia: "driver",
  nvidiadriver: "driver",
  branch: "driver",
  open: "openKernelModule",
  openmodule: "openKernelModule",
  kernelmodule: "openKernelModule",
  graphics: "graphicsOption",
  opengl: "graphicsOption",
  cudatoolkit: "toolkit",
  cudapackages: "toolkit",
  cudahome: "toolkitComponents",
  components: "toolkitComponents",
  nvcc: "toolkit",
  gcc: "hostCompiler",
  compiler: "hostCompiler",
  arch: "archList",
  arches: "archList",
  torchcudaarchlist: "archList",
  capability: "archList",
  gpu: "archList",
};

/** The name that a word is most likely a misspelling of; `null`: none is close. */
export function choiceLike(word: string): ExplainKey | null {
  const bare = bareWord(word);
  const close = explainable
    .map((key) => ({ key, distance: editDistance(bare, key.toLowerCase()) }))
    .filter(({ key, distance }) => distance <= key.length / 3)
    .sort((a, b) => a.distance - b.distance);
  return close[0]?.key ?? null;
}

/** The choice that a word means; `null`: none. */
export function choiceNamed(word: string): ExplainKey | null {
  const bare = bareWord(word);
  return explainable.find((key) => key.toLowerCase() === bare) ?? synonyms[bare] ?? null;
}

function bareWord(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
