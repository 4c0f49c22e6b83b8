import type { Catalog } from "../../../src/compat/catalog-types.js";
import { compareDotted } from "../../../src/model/version.js";
import { repeated, unsorted } from "./lists.js";

export function* gpuProblems(catalog: Catalog): Iterable<string> {
  yield* capabilityProblems(catalog);
  const { gpus, capabilities } = catalog.gpus;
  yield* repeated("gpus.json: gpus", gpus.map((gpu) => gpu.name));
  for (const gpu of gpus) {
    const row = capabilities.find((one) => one.capability === gpu.capability);
    if (row === undefined) yield `gpus.json: GPU ${gpu.name}: no capability ${gpu.capability}`;
    if (row?.jetson && gpu.openKernelModule !== undefined)
      yield `gpus.json: GPU ${gpu.name}: its kernel module comes with the board`;
  }
  yield* aliasProblems(catalog);
}

function* capabilityProblems({ gpus, cuda }: Catalog): Iterable<string> {
  const oldest = cuda.toolkits[0]!.version;
  const versions = new Set(cuda.toolkits.map((toolkit) => toolkit.version));
  yield* unsorted("gpus.json: capabilities", gpus.capabilities.map((row) => row.capability));
  for (const { capability, firstCuda, lastCuda, jetson, openKernelModule } of gpus.capabilities) {
    const place = `gpus.json: capability ${capability}`;
    if (jetson !== (openKernelModule === "not applicable"))
      yield `${place}: an open kernel module is not applicable to a Jetson, and only to one`;
    if (lastCuda !== null && compareDotted(firstCuda.value, lastCuda) > 0)
      yield `${place}: its last CUDA ${lastCuda} is older than its first ${firstCuda.value}`;
    for (const version of [firstCuda.value, lastCuda]) {
      // The catalog does not go back to the first CUDA of old cards.
      if (version !== null && compareDotted(version, oldest) >= 0 && !versions.has(version))
        yield `${place}: no toolkit ${version} in cuda.json`;
    }
  }
}

/** An alias names one card, and is no other card's name. */
function* aliasProblems({ gpus }: Catalog): Iterable<string> {
  const owners = new Map(gpus.gpus.map((gpu) => [keyOf(gpu.name), gpu]));
  for (const gpu of gpus.gpus) {
    for (const alias of gpu.aliases ?? []) {
      const owner = owners.get(keyOf(alias));
      if (owner === undefined) owners.set(keyOf(alias), gpu);
      else yield `gpus.json: GPU ${gpu.name}: ${JSON.stringify(alias)} already means ${owner.name}`;
    }
  }
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
