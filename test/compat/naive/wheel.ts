import type { Kernels, TorchRelease, WheelVariant } from "../../../src/compat/catalog-types.js";
import type { NaiveCard } from "./question.js";
import type { Tables } from "./tables.js";
import { atLeast, majorOf, minorOf } from "./versions.js";

/** The code that a wheel holds for a Nix system; `null`: there is no such wheel. */
export function kernelsOf(
  tables: Tables,
  release: TorchRelease,
  variant: WheelVariant,
  system: string,
): Kernels | null {
  const own = variant.kernels[system];
  if (own !== undefined) return own;
  if (variant.status !== "extra" || Object.keys(variant.kernels).length > 0) return null;
  return kernelsOfNearest(tables, release, variant, system);
}

/** Those of the same CUDA in the nearest release: what was not read of an extra build. */
function kernelsOfNearest(
  tables: Tables,
  release: TorchRelease,
  variant: WheelVariant,
  system: string,
): Kernels | null {
  const here = tables.torch.releases.indexOf(release);
  let nearest: { distance: number; kernels: Kernels } | null = null;
  for (const [there, other] of tables.torch.releases.entries()) {
    const kernels = other.variants.find((one) => one.cuda === variant.cuda)?.kernels[system];
    const distance = Math.abs(there - here);
    if (kernels !== undefined && (nearest === null || distance < nearest.distance))
      nearest = { distance, kernels };
  }
  return nearest?.kernels ?? null;
}

/** How a card runs a wheel's code; `null`: not at all. */
export function runs(card: NaiveCard, kernels: Kernels): "native" | "compiled" | null {
  const own = card.capability.capability;
  for (const code of kernels.native) {
    if (majorOf(code) === majorOf(own) && minorOf(code) <= minorOf(own)) return "native";
  }
  for (const code of kernels.ptx) {
    if (atLeast(own, code)) return "compiled";
  }
  return null;
}
