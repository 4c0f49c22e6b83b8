import { contains } from "../lang/python/specifier.js";
import type { Companions, Kernels, NixpkgsRelease, TorchRelease, WheelVariant } from "./catalog.js";
import { wantsVision, type Demand, type Requirement } from "./demand.js";
import { runsBy } from "./kernels.js";
import { compareDotted, isWithin } from "./order.js";
import { toolkitFor } from "./toolkit.js";

/** One torch wheel. */
export interface Wheel {
  readonly release: TorchRelease;
  /** "2.14.1" */
  readonly torch: string;
  /** `null`: the CPU wheel. */
  readonly variant: WheelVariant | null;
  readonly companions: Companions | null;
}

export function nameOf(wheel: Wheel): string {
  return wheel.variant?.name ?? "cpu";
}

/** Whether it rests on plans, or on builds without upstream support: never chosen unasked. */
export function isUnverified({ release, variant }: Wheel): boolean {
  return release.confidence !== "verified" || (variant !== null && !isSupported(variant));
}

/**
 * The wheels that satisfy everything but Python, toolkit and driver, best first: what is kept, then the newest
 * verified torch, then what was asked for although it is not verified.
 */
export function* wheelsByPreference(demand: Demand, nixpkgs: NixpkgsRelease): Generator<Wheel> {
  const kept = demand.kept?.torch ?? null;
  const all = demand.catalog.torch.releases.flatMap((release) =>
    release.patches.map((torch) => ({ release, torch })),
  );
  const stated = all
    .filter(({ torch }) => demand.torch === null || isWithin(torch, demand.torch))
    .toReversed();
  for (const { release, torch } of stated) {
    if (torch === kept) yield* variantsOf(demand, nixpkgs, release, torch);
  }
  for (const verified of [true, false]) {
    for (const { release, torch } of stated) {
      if (torch === kept || (verified && release.confidence !== "verified")) continue;
      for (const wheel of variantsOf(demand, nixpkgs, release, torch)) {
        if (isUnverified(wheel) !== verified) yield wheel;
      }
    }
  }
}

/** The variants of one torch that satisfy everything but Python, toolkit and driver, best first. */
export function variantsOf(
  demand: Demand,
  nixpkgs: NixpkgsRelease,
  release: TorchRelease,
  torch: string,
): readonly Wheel[] {
  const companions = release.companions.rows.find((row) => row.torch === torch) ?? null;
  const variants: readonly (WheelVariant | null)[] = demand.cpu ? [null] : release.variants;
  return variants
    .filter((variant) => variant?.patches === undefined || variant.patches.includes(torch))
    .filter((variant) => demand.cuda === null || variant?.cuda === demand.cuda)
    .map((variant) => ({ release, torch, variant, companions }))
    .filter((wheel) => mayBeChosen(wheel, demand) && existsEverywhere(wheel, demand))
    .filter((wheel) => satisfiesRequirements(wheel, demand) && codeFor(wheel, demand) !== null)
    .map((wheel) => ({ wheel, rank: rankOf(wheel, demand, nixpkgs) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ wheel }) => wheel);
}

/** Keeps what is not verified out, unless it was asked for or is already in use. */
function mayBeChosen(wheel: Wheel, demand: Demand): boolean {
  const { release, variant } = wheel;
  if (variant?.status === "removed") return false;
  if (!isUnverified(wheel) || isKept(wheel, demand)) return true;
  if (variant?.status === "extra") return demand.cuda === variant.cuda;
  const named = demand.requirements.some((one) => one.name === "torch");
  return release.confidence !== "verified" && (demand.torch !== null || demand.cuda !== null || named);
}

function isKept({ torch, variant }: Wheel, { kept }: Demand): boolean {
  if (kept === null || kept.torch !== torch) return false;
  // A torch from PyPI carries no variant in its version.
  return kept.wheel === null ? variant?.status !== "extra" : kept.wheel === (variant?.name ?? "cpu");
}

const statusOrder = ["stable", "experimental", "legacy", "planned", "extra"];

/** The smaller the better, the first difference decides. */
function rankOf(wheel: Wheel, demand: Demand, nixpkgs: NixpkgsRelease): readonly number[] {
  const { release, variant } = wheel;
  if (variant === null) return [];
  return [
    Number(demand.kept?.wheel !== variant.name),
    statusOrder.indexOf(variant.status),
    Number(toolkitFor(demand.catalog, nixpkgs, variant.cuda, demand.cards)?.exact !== true),
    // PyPI's own variant is what other projects' wheels are built against.
    Number(release.defaultVariant.value !== variant.name),
    // The older CUDA asks for less: of the driver, and of other wheels.
    demand.catalog.cuda.toolkits.findIndex((toolkit) => toolkit.version === variant.cuda),
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}

function satisfiesRequirements(wheel: Wheel, demand: Demand): boolean {
  if (wantsVision(demand) && (wheel.companions?.torchvision ?? null) === null) return false;
  return demand.requirements.every((requirement) => satisfies(wheel, requirement, demand));
}

function satisfies(wheel: Wheel, requirement: Requirement, demand: Demand): boolean {
  const { companions, torch } = wheel;
  const allows = (version: string | null | undefined) =>
    version === null || version === undefined || contains(requirement.specifier, version);
  // Wheels of a variant's index carry its name as local version.
  const allowsBuild = (version: string | null | undefined) =>
    allows(version ? `${version}+${nameOf(wheel)}` : version);
  switch (requirement.name) {
    case "torch":
      return allowsBuild(torch);
    case "torchvision":
      return allowsBuild(companions?.torchvision);
    case "torchaudio":
      return allowsBuild(companions?.torchaudio ?? demand.catalog.torch.unpinnedTorchaudio.value);
    case "triton":
      return wheel.variant === null || allows(companions?.triton);
    case "requires-python": {
      // uv resolves for every Python that is admitted, so the lowest one counts as well.
      const lowest = requirement.range?.lowest ?? null;
      return lowest !== null && compareDotted(lowest, wheel.release.python.stable[0]!) >= 0;
    }
    default:
      return true;
  }
}

/** Whether there is such a wheel for every system of the flake. */
function existsEverywhere({ variant }: Wheel, demand: Demand): boolean {
  if (variant === null) {
    return demand.systems.every((system) => demand.catalog.torch.cpuSystems.value.includes(system));
  }
  // Unsupported builds exist for systems whose kernels nobody read: asked for by name, they may be taken.
  return !isSupported(variant) || demand.systems.every((system) => variant.kernels[system] !== undefined);
}

function isSupported({ status }: WheelVariant): boolean {
  return status === "stable" || status === "experimental" || status === "legacy";
}

/** How the cards run the wheel's code; "ptx" if one of them only does through the driver's compiler. */
export function codeFor({ release, variant }: Wheel, demand: Demand): "native" | "ptx" | null {
  if (variant === null) return "native";
  let code: "native" | "ptx" = "native";
  for (const card of demand.cards) {
    for (const system of card.system === null ? demand.systems : [card.system]) {
      const kernels = variant.kernels[system] ?? kernelsLike(variant, release, system, demand);
      const way = kernels === undefined ? null : runsBy(kernels, card.capability.capability);
      if (way === null) return null;
      if (way === "ptx") code = "ptx";
    }
  }
  return code;
}

/** For an unsupported build whose kernels nobody read: those of the same CUDA in the nearest release. */
function kernelsLike(
  variant: WheelVariant,
  release: TorchRelease,
  system: string,
  demand: Demand,
): Kernels | undefined {
  if (isSupported(variant)) return undefined;
  const { releases } = demand.catalog.torch;
  const distance = (other: TorchRelease) => Math.abs(releases.indexOf(other) - releases.indexOf(release));
  return [...releases]
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((other) => other.variants.filter((one) => one.name === variant.name))
    .find((one) => one.kernels[system] !== undefined)?.kernels[system];
}
