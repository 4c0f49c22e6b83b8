import type { NixpkgsRelease, WheelVariant } from "../catalog.js";
import { wantsAudio, wantsVision, type Demand } from "../demand.js";
import { toolkitFor } from "./toolkit.js";
import type { Wheel } from "./torch-versions.js";

// docs/catalog.md has the same order in prose, and test/compat/stack/preference.test.ts a test for each step of it.

/** Built and tested upstream. */
export function isSupported({ status }: WheelVariant): boolean {
  return status === "stable" || status === "experimental" || status === "legacy";
}

/** Every row of the catalog has a source. One without it is there because a person vouches for it. */
export function isVouchedFor({ source }: { readonly source: readonly string[] }): boolean {
  return source.length === 0;
}

/** Whether it rests on plans, on builds without upstream support or on a person's word: never chosen unasked. */
export function isUnverified({ release, variant }: Wheel): boolean {
  if (release.confidence !== "verified") return true;
  return variant !== null && (!isSupported(variant) || isGuess(variant));
}

function isGuess({ confidence }: WheelVariant): boolean {
  return confidence !== "verified" && confidence !== "derived";
}

/** The smaller, the more is known of a wheel: of all that is asked for, of its build only, or not even that. */
export function gradeOf(wheel: Wheel, demand: Demand): 0 | 1 | 2 {
  if (isUnverified(wheel)) return 2;
  const { python, companions } = wheel.release;
  const parts = [
    python.confidence,
    ...(wantsVision(demand) || wantsAudio(demand) ? [companions.confidence] : []),
    ...(wantsTriton(demand) ? [companions.tritonConfidence] : []),
  ];
  return parts.some((one) => one === "recalled" || one === "planned") ? 1 : 0;
}

export function wantsTriton(demand: Demand): boolean {
  return demand.triton || demand.requirements.some((one) => one.name === "triton");
}

/** The wheels of one torch, best first. */
export function sortWheels(
  wheels: readonly Wheel[],
  demand: Demand,
  nixpkgs: NixpkgsRelease,
): readonly Wheel[] {
  if (wheels.length < 2) return wheels;
  // A size that is known of some says nothing about the others.
  const sized = wheels.every(({ variant }) => variant?.download !== undefined);
  return wheels
    .map((wheel) => ({ wheel, rank: rankOf(wheel, demand, nixpkgs, sized) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ wheel }) => wheel);
}

const statusOrder = ["stable", "experimental", "legacy", "planned", "extra"];

/** The smaller the better, the first difference decides. */
function rankOf(wheel: Wheel, demand: Demand, nixpkgs: NixpkgsRelease, sized: boolean): readonly number[] {
  const { release, variant } = wheel;
  if (variant === null) return [];
  return [
    Number(demand.kept?.wheel !== variant.name),
    statusOrder.indexOf(variant.status),
    Number(toolkitFor(demand.catalog, nixpkgs, variant.cuda, demand.cards)?.exact !== true),
    // PyPI's own variant is what other projects' wheels are built against.
    Number(release.defaultVariant.value !== variant.name),
    sized ? variant.download!.value : 0,
    // The older CUDA asks for less: of the driver, and of other wheels.
    demand.catalog.cuda.toolkits.findIndex((toolkit) => toolkit.version === variant.cuda),
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}
