import type { BinaryCache, SystemConfig } from "../model/config.js";
import type { StateOwner } from "../model/record.js";
import type { Desire } from "./resource.js";

/** What a system resource's pure part receives: the project's desire, and what is this machine's. */
export interface SystemDesire extends Desire {
  readonly system: SystemConfig;
  /** The directory under which the system lies; `/` is the running one. */
  readonly root: string;
  /** The NixOS release that the next rebuild evaluates: "26.05", "unstable". It decides the names of options. */
  readonly release: string;
  /** The project that owns the module, by the name in its header. */
  readonly owner: string;
  /** Who applied this system last, as its state has it. */
  readonly stateOwner: StateOwner;
  /** The catalog's binary caches for CUDA packages: what `system.caches` adds to those of `nix.caches`. */
  readonly cudaCaches: readonly BinaryCache[];
}
