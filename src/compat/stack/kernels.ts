import type { Capability, Kernels, Toolkit } from "../catalog-types.js";
import { compareDotted, majorOf } from "../order.js";

export type Way = "native" | "ptx" | null;

/** A list of kernels never changes, and is looked at for the same few cards again and again. */
const known = new WeakMap<Kernels, Map<string, Way>>();

/**
 * How code in a wheel runs on a device: compiled for the same major and no higher minor, or, by the driver's
 * compiler, from PTX of no higher capability. `null`: not at all. Never ask for an exact match.
 */
export function runsBy(kernels: Kernels, capability: string): Way {
  const ways = known.get(kernels) ?? new Map<string, Way>();
  known.set(kernels, ways);
  const way = ways.get(capability);
  if (way !== undefined) return way;
  const found = wayOf(kernels, capability);
  ways.set(capability, found);
  return found;
}

function wayOf(kernels: Kernels, capability: string): Way {
  const native = (built: string) =>
    majorOf(built) === majorOf(capability) && compareDotted(built, capability) <= 0;
  if (kernels.native.some(native)) return "native";
  return kernels.ptx.some((built) => compareDotted(built, capability) <= 0) ? "ptx" : null;
}

/** Whether the toolkit's compiler makes code for the device. */
export function compilesFor(toolkit: Toolkit, capability: Capability): boolean {
  if (compareDotted(toolkit.version, capability.firstCuda.value) < 0) return false;
  return capability.lastCuda === null || compareDotted(toolkit.version, capability.lastCuda) <= 0;
}
