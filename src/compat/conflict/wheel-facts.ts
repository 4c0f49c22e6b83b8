import type { SourcedFact } from "../../model/diagnostic.js";
import { sourcesIn, type Kernels, type TorchRelease, type WheelVariant } from "../catalog.js";
import { systemsFor, systemsOf, usualSystem, type Card, type Demand } from "../demand.js";
import { runsBy } from "../stack/kernels.js";
import { compareDotted, isWithin, listing } from "../order.js";
import { isSupported, isVouchedFor } from "../stack/preference.js";
import type { Stated } from "./stated.js";

interface VerifiedWheel {
  readonly release: TorchRelease;
  readonly variant: WheelVariant;
}

function verifiedWheels({ catalog }: Demand): readonly VerifiedWheel[] {
  return catalog.torch.releases
    .filter((release) => release.confidence === "verified")
    .flatMap((release) =>
      release.variants
        .filter((variant) => isSupported(variant) && !isVouchedFor(variant))
        .map((variant) => ({ release, variant })),
    );
}

/** "Kernels for 12.0 exist from CUDA 12.8 on, with torch 2.7 to 2.14." */
export function kernelFact(card: Card, demand: Demand): SourcedFact {
  const { catalog } = demand;
  const { capability, lastCuda } = card.capability;
  const systems = systemsFor(card, demand);
  const runs = (kernels: Kernels | undefined) =>
    kernels !== undefined && runsBy(kernels, capability) !== null;
  const wheels = verifiedWheels(demand).filter(({ variant }) =>
    systems.every((system) => runs(variant.kernels[system])),
  );
  const where = systems.length > 1 || systems[0] !== usualSystem ? ` on ${listing(systems)}` : "";
  if (wheels.length === 0) {
    const rule = catalog.torch.rules.filter((one) => one.id === "kernel-compatibility");
    return {
      text: `No wheel has kernels for ${capability}${where}.`,
      sources: sourcesIn(catalog.torch, ...rule),
    };
  }
  const cudas = cudasOf(wheels);
  const edge = lastCuda === null ? cudas[0]! : cudas.at(-1)!;
  const atEdge = wheels.filter(({ variant }) => variant.cuda === edge);
  const decisive = lastCuda === null ? atEdge[0]! : atEdge.at(-1)!;
  return {
    text:
      `Kernels for ${capability} exist${where} ${lastCuda === null ? `from CUDA ${edge} on` : `up to CUDA ${edge}`}, ` +
      `with torch ${span(wheels)}.`,
    sources: sourcesIn(catalog.torch, decisive.variant),
  };
}

export function wheelsFact(cuda: string, demand: Demand): SourcedFact {
  const wheels = verifiedWheels(demand).filter(({ variant }) => variant.cuda === cuda);
  const [first] = wheels;
  if (first === undefined) return { text: `No verified torch has wheels for CUDA ${cuda}.`, sources: [] };
  return {
    text: `PyTorch has wheels for CUDA ${cuda} with torch ${span(wheels)}.`,
    sources: sourcesIn(demand.catalog.torch, first.variant, wheels.at(-1)!.variant),
  };
}

/** What a torch has, as far as the other statements of the clash are about it. */
export function torchFacts(
  torch: string,
  core: readonly Stated[],
  { catalog }: Demand,
): readonly SourcedFact[] {
  const others = core.filter((one) => !isTorch(one));
  const ofPython = others.filter(isAboutPython);
  const matching = catalog.torch.releases.filter((release) =>
    release.patches.some((patch) => isWithin(patch, torch)),
  );
  return matching.slice(-1).flatMap((release) => {
    const variants = release.variants.filter((one) => one.status !== "removed" && one.status !== "planned");
    const python = release.python.stable;
    const wheels = {
      text:
        variants.length === 0
          ? "No CUDA wheels of it were seen."
          : `It has wheels for CUDA ${listing(variants.map((one) => one.cuda))}.`,
      sources: sourcesIn(catalog.torch, ...variants),
    };
    const pythons = {
      text: `It supports Python ${python[0]} to ${python.at(-1)}.`,
      sources: sourcesIn(catalog.torch, release.python),
    };
    return [
      ...(others.length > ofPython.length ? [wheels] : []),
      ...(ofPython.length > 0 || others.length === 0 ? [pythons] : []),
    ];
  });
}

function isTorch(stated: Stated): boolean {
  return stated.kind === "torch" || (stated.kind === "locked" && stated.locked.key === "torch");
}

function isAboutPython(stated: Stated): boolean {
  if (stated.kind === "locked") return stated.locked.key === "python";
  if (stated.kind === "audio") return true;
  return stated.kind === "python" || (stated.kind === "requirement" && stated.requirement.range !== null);
}

export function systemsFact(demand: Demand): SourcedFact {
  const texts = systemsOf(demand).map((system) => {
    const wheels = verifiedWheels(demand).filter(({ variant }) => variant.kernels[system] !== undefined);
    const newest = wheels.at(-1);
    if (newest === undefined) return `There are no CUDA wheels for ${system}.`;
    const cudas = cudasOf(wheels.filter(({ release }) => release === newest.release));
    return `torch ${newest.release.minor} has wheels for ${system} of CUDA ${listing(cudas)}.`;
  });
  const rule = demand.catalog.torch.rules.filter((one) => one.id === "aarch64-kernels");
  return { text: texts.join(" "), sources: sourcesIn(demand.catalog.torch, ...rule) };
}

function cudasOf(wheels: readonly VerifiedWheel[]): readonly string[] {
  return [...new Set(wheels.map(({ variant }) => variant.cuda))].sort(compareDotted);
}

function span(wheels: readonly VerifiedWheel[]): string {
  const [first, last] = [wheels[0]!.release.minor, wheels.at(-1)!.release.minor];
  return first === last ? first : `${first} to ${last}`;
}
