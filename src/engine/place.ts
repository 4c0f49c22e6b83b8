import type { SystemConfig } from "../model/config.js";
import type { Baseline } from "../resources/resource.js";

/**
 * Where the system part was applied and how the system is rebuilt, as keys of the baseline of system.generation: what
 * `destroy` goes by when the config has no `system` any more.
 */
export function placeKeys({ module, rebuild, activation }: SystemConfig): Baseline {
  return {
    "place.module": module,
    "place.rebuild": rebuild.kind,
    "place.activation": activation,
    ...(rebuild.kind === "flake" && rebuild.host !== null ? { "place.host": rebuild.host } : {}),
  };
}

/** The same as a config states it; `null`: it is not on record. */
export function placeIn(baseline: Baseline): object | null {
  const module = baseline["place.module"];
  if (module === undefined) return null;
  const kind = baseline["place.rebuild"];
  const host = baseline["place.host"];
  return {
    module,
    rebuild: { kind, ...(host === undefined ? {} : { host }) },
    activation: baseline["place.activation"],
  };
}
