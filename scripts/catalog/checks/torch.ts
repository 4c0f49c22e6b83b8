import type { Catalog, TorchRelease, WheelVariant } from "../../../src/compat/catalog-types.js";
import { compareDotted } from "../../../src/model/version.js";
import { repeated, unsorted } from "./lists.js";

const supported = new Set(["stable", "experimental", "legacy"]);

export function* torchProblems(catalog: Catalog): Iterable<string> {
  const { releases } = catalog.torch;
  yield* unsorted("torch.json: releases", releases.map((release) => release.minor));
  yield* unsorted("torch.json: unpinnedTorchaudio: python", catalog.torch.unpinnedTorchaudio.python);
  for (const [index, release] of releases.entries()) {
    const place = `torch.json: release ${release.minor}`;
    const before = releases[index - 1];
    if (before !== undefined && release.released.value < before.released.value)
      yield `${place}: released on ${release.released.value}, before ${before.minor}`;
    yield* patchProblems(place, release);
    yield* pythonProblems(place, release);
    yield* repeated(`${place}: variants`, release.variants.map((one) => one.name));
    for (const one of release.variants) yield* variantProblems(`${place}: variant ${one.name}`, one, release, catalog);
    const { value } = release.defaultVariant;
    if (value !== null && !release.variants.some((one) => one.name === value && one.status !== "removed"))
      yield `${place}: defaultVariant: there is no variant ${value}`;
  }
}

function* patchProblems(place: string, { minor, patches, companions }: TorchRelease): Iterable<string> {
  yield* unsorted(`${place}: patches`, patches);
  for (const patch of patches) {
    if (!patch.startsWith(`${minor}.`)) yield `${place}: patches: ${patch} is no patch of ${minor}`;
    if (!companions.rows.some((row) => row.torch === patch)) yield `${place}: companions: none for ${patch}`;
  }
  yield* unsorted(`${place}: companions`, companions.rows.map((row) => row.torch));
  for (const row of companions.rows) {
    if (!patches.includes(row.torch)) yield `${place}: companions: there is no torch ${row.torch}`;
  }
}

function* pythonProblems(place: string, { python, companions }: TorchRelease): Iterable<string> {
  const { stable, experimental } = python;
  yield* unsorted(`${place}: python`, [...stable, ...experimental]);
  for (const row of companions.rows) {
    for (const [name, versions = []] of [
      ["torchvision", row.torchvisionPython],
      ["torchaudio", row.torchaudioPython],
    ] as const) {
      yield* unsorted(`${place}: companions of ${row.torch}: ${name}`, versions);
      for (const version of versions) {
        if (![...stable, ...experimental].includes(version))
          yield `${place}: companions of ${row.torch}: ${name} is said to have Python ${version}, which torch has not`;
      }
    }
    if (row.torchaudio === null && row.torchaudioPython !== undefined)
      yield `${place}: companions of ${row.torch}: Pythons of a torchaudio that there is not`;
  }
}

function* variantProblems(
  place: string,
  one: WheelVariant,
  release: TorchRelease,
  catalog: Catalog,
): Iterable<string> {
  if (one.name !== `cu${one.cuda.replace(".", "")}`) yield `${place}: its name says another CUDA than ${one.cuda}`;
  if (!catalog.cuda.toolkits.some((toolkit) => toolkit.version === one.cuda))
    yield `${place}: no toolkit ${one.cuda} in cuda.json`;
  yield* unsorted(`${place}: patches`, one.patches ?? []);
  for (const patch of one.patches ?? []) {
    if (!release.patches.includes(patch)) yield `${place}: patches: there is no torch ${patch}`;
  }
  if (supported.has(one.status)) {
    if (one.confidence !== "verified" || release.confidence !== "verified")
      yield `${place}: is ${one.status}, and it or its release is not verified`;
    if (one.kernels["x86_64-linux"] === undefined)
      yield `${place}: is ${one.status}, and its kernels for x86_64-linux are missing`;
  }
  for (const [system, { native, ptx }] of Object.entries(one.kernels)) {
    for (const [kind, list] of [["native", native], ["ptx", ptx]] as const) {
      yield* unsorted(`${place}: kernels: ${system}: ${kind}`, list);
      for (const capability of list) yield* kernelProblems(`${place}: kernels: ${system}`, capability, one, catalog);
    }
  }
}

function* kernelProblems(
  place: string,
  capability: string,
  { cuda }: WheelVariant,
  { gpus }: Catalog,
): Iterable<string> {
  const row = gpus.capabilities.find((candidate) => candidate.capability === capability);
  if (row === undefined) yield `${place}: no capability ${capability} in gpus.json`;
  else if (compareDotted(cuda, row.firstCuda.value) < 0)
    yield `${place}: ${capability} needs CUDA ${row.firstCuda.value}`;
  else if (row.lastCuda !== null && compareDotted(cuda, row.lastCuda) > 0)
    yield `${place}: the last CUDA that compiles for ${capability} is ${row.lastCuda}`;
}
