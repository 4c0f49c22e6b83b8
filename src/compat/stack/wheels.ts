import { contains } from "../../lang/python/specifier.js";
import type { Kernels, NixpkgsRelease, TorchRelease, WheelVariant } from "../catalog.js";
import { systemsFor, systemsOf, wantsAudio, wantsVision, type Demand, type Requirement } from "../demand.js";
import { runsBy } from "./kernels.js";
import { compareDotted } from "../order.js";
import { gradeOf, isSupported, isUnverified, isVouchedFor, sortWheels } from "./preference.js";
import { torchVersions, type TorchVersion, type Wheel } from "./torch-versions.js";

export type { Wheel } from "./torch-versions.js";
export { isUnverified } from "./preference.js";

export function nameOf(wheel: Wheel): string {
  return wheel.variant?.name ?? "cpu";
}

/**
 * The wheels that satisfy everything but Python, toolkit and driver, best first: what is kept; the newest torch of
 * which all is verified; the newest with parts that are not; then what was asked for although it is not verified.
 */
export function* wheelsByPreference(demand: Demand, nixpkgs: NixpkgsRelease): Generator<Wheel> {
  const kept = demand.kept?.torch ?? null;
  const versions = torchVersions(demand.catalog.torch, demand.torch);
  for (const version of versions) if (version.torch === kept) yield* variantsOf(demand, nixpkgs, version);
  const later: readonly [Wheel[], Wheel[]] = [[], []];
  for (const version of versions) {
    if (version.torch === kept) continue;
    for (const wheel of variantsOf(demand, nixpkgs, version)) {
      const grade = gradeOf(wheel, demand);
      if (grade === 0) yield wheel;
      else later[grade - 1]!.push(wheel);
    }
  }
  yield* later.flat();
}

/** The variants of one torch that satisfy everything but Python, toolkit and driver, best first. */
export function variantsOf(demand: Demand, nixpkgs: NixpkgsRelease, version: TorchVersion): readonly Wheel[] {
  const wheels = demand.cpu ? [version.cpu] : version.gpu;
  const fit = wheels.filter(
    (wheel) =>
      (demand.cuda === null || wheel.variant?.cuda === demand.cuda) &&
      mayBeChosen(wheel, demand) &&
      existsEverywhere(wheel, demand) &&
      satisfiesRequirements(wheel, demand) &&
      codeFor(wheel, demand) !== null,
  );
  return sortWheels(fit, demand, nixpkgs);
}

/** Keeps what is not verified out, unless it was asked for or is already in use. */
function mayBeChosen(wheel: Wheel, demand: Demand): boolean {
  const { release, variant } = wheel;
  if (!isUnverified(wheel)) return true;
  // What a person vouched for counts only beside the statement.
  if (isVouchedFor(release) && demand.torch === null) return false;
  if (variant !== null && isVouchedFor(variant)) return demand.cuda === variant.cuda || demand.torch !== null;
  if (isKept(wheel, demand)) return true;
  if (variant?.status === "extra" || release.confidence === "verified") return demand.cuda === variant?.cuda;
  const named = demand.requirements.some((one) => one.name === "torch");
  return demand.torch !== null || demand.cuda !== null || named;
}

function isKept({ torch, variant }: Wheel, { kept }: Demand): boolean {
  if (kept === null || kept.torch !== torch) return false;
  // A torch from PyPI carries no variant in its version.
  return kept.wheel === null ? variant?.status !== "extra" : kept.wheel === (variant?.name ?? "cpu");
}

function satisfiesRequirements(wheel: Wheel, demand: Demand): boolean {
  if (wantsVision(demand) && (wheel.companions?.torchvision ?? null) === null) return false;
  return demand.requirements.every((requirement) => satisfies(wheel, requirement, demand));
}

export function satisfies(wheel: Wheel, requirement: Requirement, demand: Demand): boolean {
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
      return !wantsVision(demand) || allowsBuild(companions?.torchvision);
    case "torchaudio":
      if (!wantsAudio(demand)) return true;
      return allowsBuild(companions?.torchaudio ?? demand.catalog.torch.unpinnedTorchaudio.value);
    case "triton":
      // What a torch depends on that nobody read is not known.
      return wheel.variant === null || isVouchedFor(wheel.release) || allows(companions?.triton);
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
    return systemsOf(demand).every((system) => demand.catalog.torch.cpuSystems.value.includes(system));
  }
  // Unsupported builds exist for systems whose kernels nobody read: asked for by name, they may be taken.
  return !isSupported(variant) || systemsOf(demand).every((system) => variant.kernels[system] !== undefined);
}

/** How the cards run the wheel's code; "ptx" if one of them only does through the driver's compiler. */
export function codeFor({ release, variant }: Wheel, demand: Demand): "native" | "ptx" | null {
  if (variant === null) return "native";
  let code: "native" | "ptx" = "native";
  for (const card of demand.cards) {
    for (const system of systemsFor(card, demand)) {
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
