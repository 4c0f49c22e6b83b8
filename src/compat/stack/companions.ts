import type { Companions } from "../catalog-types.js";
import { wantsAudio, wantsVision, type Demand } from "../demand.js";

/** What is installed beside torch and has wheels for some of its Pythons only. */
export interface PythonLimit {
  readonly name: "torchvision" | "torchaudio";
  readonly python: readonly string[];
}

/** The companions that are asked for and have wheels for fewer Pythons than torch. */
export function pythonLimits(companions: Companions | null, demand: Demand): readonly PythonLimit[] {
  const vision = wantsVision(demand) ? companions?.torchvisionPython : undefined;
  const audio = wantsAudio(demand) ? audioPythons(companions, demand) : undefined;
  return [
    ...(vision === undefined ? [] : [{ name: "torchvision" as const, python: vision }]),
    ...(audio === undefined ? [] : [{ name: "torchaudio" as const, python: audio }]),
  ];
}

/** Those of the torchaudio that goes with a torch, which is the newest where none was released with it. */
export function audioPythons(
  companions: Companions | null,
  { catalog }: Demand,
): readonly string[] | undefined {
  const own = companions?.torchaudio ?? null;
  return own === null ? catalog.torch.unpinnedTorchaudio.python : companions?.torchaudioPython;
}
