import type { Catalog, Toolkit } from "../../../src/compat/catalog-types.js";
import { compareDotted } from "../../../src/model/version.js";
import { repeated, unsorted } from "./lists.js";

export function* cudaProblems(catalog: Catalog): Iterable<string> {
  const { toolkits } = catalog.cuda;
  yield* unsorted("cuda.json: toolkits", toolkits.map((toolkit) => toolkit.version));
  for (const [index, toolkit] of toolkits.entries()) {
    const place = `cuda.json: toolkit ${toolkit.version}`;
    yield* orderProblems(place, toolkit, toolkits[index - 1]);
    yield* compilerProblems(place, toolkit, catalog);
    yield* componentProblems(place, toolkit);
  }
}

function* orderProblems(place: string, toolkit: Toolkit, before: Toolkit | undefined): Iterable<string> {
  const { minDriver, released } = toolkit;
  if (minDriver.toolkit !== null && compareDotted(minDriver.toolkit, minDriver.minorCompatibility) < 0)
    yield `${place}: minDriver: ${minDriver.toolkit} is older than what minor compatibility needs`;
  if (before === undefined) return;
  // Days and months compare as far as both say.
  const shown = Math.min(released.value.length, before.released.value.length);
  if (released.value.slice(0, shown) < before.released.value.slice(0, shown))
    yield `${place}: released in ${released.value}, before ${before.version}`;
  for (const kind of ["toolkit", "minorCompatibility"] as const) {
    const [own, earlier] = [minDriver[kind], before.minDriver[kind]];
    if (own !== null && earlier !== null && compareDotted(own, earlier) < 0)
      yield `${place}: minDriver: ${own} is older than that of ${before.version}`;
  }
}

function* compilerProblems(place: string, toolkit: Toolkit, { gpus }: Catalog): Iterable<string> {
  const { nvcc, hostCompiler, version } = toolkit;
  if (hostCompiler !== null && hostCompiler.gcc.min > hostCompiler.gcc.max)
    yield `${place}: hostCompiler: the oldest GCC is newer than the newest`;
  if (nvcc === null) return;
  const known = gpus.capabilities.map((row) => row.capability);
  for (const end of [nvcc.lowest, nvcc.highest]) {
    if (!known.includes(end)) yield `${place}: nvcc: no capability ${end} in gpus.json`;
  }
  yield* unsorted(`${place}: nvcc`, [...new Set([nvcc.lowest, nvcc.highest])]);
  for (const row of gpus.capabilities) {
    const within = compareDotted(row.capability, nvcc.lowest) >= 0 && compareDotted(row.capability, nvcc.highest) <= 0;
    const { capability, firstCuda, lastCuda, jetson } = row;
    const begun = compareDotted(firstCuda.value, version) <= 0;
    const alive = lastCuda === null || compareDotted(lastCuda, version) >= 0;
    // Toolkits that a Jetson had for itself are no rows here.
    if (!within && begun && alive && !jetson)
      yield `${place}: nvcc: leaves out ${capability}, which gpus.json says it compiles for`;
    if ([nvcc.lowest, nvcc.highest].includes(capability) && !(begun && alive))
      yield `${place}: nvcc: has ${capability}, which gpus.json says it does not compile for`;
  }
}

function* componentProblems(place: string, { version, components }: Toolkit): Iterable<string> {
  yield* repeated(`${place}: components`, components.value);
  // CUDA 13 split the runtime's headers off.
  const split = compareDotted(version, "13.0") >= 0;
  if (split !== components.value.includes("cuda_crt"))
    yield `${place}: components: cuda_crt ${split ? "is missing" : "exists only from CUDA 13 on"}`;
}
