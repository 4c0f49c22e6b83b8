import type { Resolution } from "../../model/resolution.js";

/** Names whose versions the resolver chooses. */
export const chosenNames: readonly string[] = ["torch", "torchvision", "torchaudio", "triton"];

/** torch and the companions that are chosen with it, in the order in which they are written. */
export function chosenPackages({
  torch,
  torchvision,
  torchaudio,
  triton,
}: Resolution): { name: string; version: string }[] {
  const choices = { torch, torchvision, torchaudio, triton };
  return Object.entries(choices).flatMap(([name, choice]) =>
    choice === null ? [] : [{ name, version: choice.value }],
  );
}

/** The name of the index that serves one wheel variant. */
export function torchIndexName(wheel: string): string {
  return `pytorch-${wheel}`;
}
