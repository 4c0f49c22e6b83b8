import type { Gpu } from "../../../src/compat/catalog-types.js";
import type { Tables } from "./tables.js";

/** Every value that a key of the config can take, so far as any table knows it. */
export interface Space {
  gpus: readonly string[];
  /** One card of each kind: cards of one kind differ in nothing that a rule looks at. */
  kinds: readonly string[];
  kindOf: ReadonlyMap<string, string>;
  cudas: readonly string[];
  patches: readonly string[];
  minors: readonly string[];
  pythons: readonly string[];
  nixpkgs: readonly string[];
  branches: readonly string[];
}

export const systems: readonly (readonly string[] | null)[] = [
  null,
  ["x86_64-linux"],
  ["aarch64-linux"],
  ["x86_64-linux", "aarch64-linux"],
];

export function spaceOf({ torch, cuda, gpus, nixpkgs }: Tables): Space {
  const kinds = new Map<string, string>();
  const kindOf = new Map<string, string>();
  for (const gpu of gpus.gpus) {
    const kind = kindText(gpu);
    if (!kinds.has(kind)) kinds.set(kind, gpu.name);
    kindOf.set(gpu.name, kinds.get(kind)!);
  }
  return {
    gpus: gpus.gpus.map((gpu) => gpu.name),
    kinds: [...kinds.values()],
    kindOf,
    // A toolkit that no torch was built with can be asked for as well.
    cudas: unique([
      ...torch.releases.flatMap((release) => release.variants.map((variant) => variant.cuda)),
      ...cuda.toolkits.map((toolkit) => toolkit.version),
    ]),
    patches: torch.releases.flatMap((release) => release.patches),
    minors: torch.releases.map((release) => release.minor),
    pythons: unique([
      ...torch.releases.flatMap(({ python }) => [...python.stable, ...python.experimental]),
      ...nixpkgs.releases.flatMap(({ python }) => python.interpreters.value.map((one) => one.version)),
    ]),
    nixpkgs: nixpkgs.releases.map((release) => release.release),
    branches: unique(
      nixpkgs.releases.flatMap((release) => release.drivers.attributes.map((attribute) => attribute.name)),
    ),
  };
}

/** The row without what only names and vouches for it. */
function kindText(gpu: Gpu): string {
  const { name, aliases, segment, confidence, note, source, ...rest } = gpu;
  void [name, aliases, segment, confidence, note, source];
  return JSON.stringify(Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
