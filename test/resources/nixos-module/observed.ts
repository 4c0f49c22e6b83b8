import { memorySystem, type MemoryEntry } from "../../../src/host/memory.js";
import type { EvaluatedOptions } from "../../../src/lang/nix/evaluated-options.js";
import { observeModule, planModule } from "../../../src/resources/nixos-module/index.js";
import { walkConfiguration, type SystemFlake } from "../../../src/resources/nixos-walk.js";
import { systemDesire, type SystemDesireOptions } from "./desire.js";

export const configuration = "/etc/nixos/configuration.nix";
export const own = "/etc/nixos/nixtorch.nix";

export type Files = Readonly<Record<string, MemoryEntry>>;

export interface ObservedOptions extends SystemDesireOptions {
  readonly systemFlake?: SystemFlake;
  readonly evaluated?: EvaluatedOptions;
}

/** What is seen of a configuration.nix with this text, or of these files. */
export function observed(person: string | Files, options: ObservedOptions = {}) {
  const files = typeof person === "string" ? { [configuration]: person } : person;
  const { root, system } = systemDesire(options);
  const reader = memorySystem(files);
  const place = { root, module: system.module };
  const walked = walkConfiguration(reader, place, options.systemFlake ?? null);
  return { walked, module: observeModule(reader, place, walked, options.evaluated ?? null) };
}

/** The module planned beside such a configuration. */
export function plannedModule(person: string | Files, options: ObservedOptions = {}) {
  return planModule(observed(person, options).module, systemDesire(options));
}
