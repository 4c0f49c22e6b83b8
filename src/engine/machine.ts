import { loadCatalog } from "../compat/catalog.js";
import { checkMachine } from "../compat/machine-check.js";
import type { Config, SystemConfig } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Resolution } from "../model/resolution.js";
import { probeHardware } from "../probe/hardware.js";
import type { Session } from "./session.js";

/** What a person should know of a stack on this machine. Planned for another host, this machine says nothing. */
export function machineNotices(
  { system, root, options }: Session,
  config: Config,
  declared: SystemConfig | null,
  resolution: Resolution | null,
): readonly Diagnostic[] {
  if (resolution === null || options.hostname !== undefined) return [];
  return checkMachine({
    facts: probeHardware(system, root),
    resolution,
    catalog: loadCatalog(),
    nixSystem: system.nixSystem,
    pythonFromNixpkgs: config.nix.python === "nixpkgs",
    managesDriver: declared !== null,
  });
}
