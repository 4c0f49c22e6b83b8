import fc from "fast-check";
import type { Question } from "../../../src/compat/resolve.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { maybe, someCards, someStatements, someSystems } from "../arbitraries.js";
import { questionOf } from "../ask.js";

const releases = ["24.05", "24.11", "25.05", "25.11", "26.05", "unstable"];
const machine = fc.record({
  gpu: maybe(someCards),
  release: maybe(releases),
  driver: fc.record({
    open: maybe([true, false]),
    branch: maybe(["production", "legacy_470", "legacy_535"]),
  }),
});

/** Questions of which many have no answer. */
export const parts = fc.record({
  gpu: fc.uniqueArray(fc.constantFrom(...someCards), { minLength: 0, maxLength: 3 }),
  cuda: maybe(["11.8", "12.1", "12.4", "12.6", "12.8", "12.9", "13.0", "13.2"]),
  torch: maybe(["2.1", "2.5", "2.6.0", "2.7", "2.9", "2.10", "2.11", "2.13", "2.14"]),
  vision: fc.boolean(),
  python: maybe(["3.9", "3.11", "3.12", "3.13", "3.14"]),
  nixpkgs: maybe(releases),
  systems: someSystems,
  system: fc.option(machine, { nil: undefined, freq: 2 }),
  hosts: fc.dictionary(fc.constantFrom("attic", "tower"), machine, { maxKeys: 2 }),
  statements: someStatements,
});

export type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

/** A config of the parts; without a card there is neither a CUDA nor a driver to ask for. */
export function writtenOf({
  gpu,
  torch,
  vision,
  python,
  nixpkgs,
  systems,
  system,
  hosts,
  cuda,
}: Parts): WrittenConfig {
  // A machine's card must be among the project's.
  const ofMachines = [...Object.values(hosts), ...(system ? [system] : [])].flatMap((one) => one.gpu ?? []);
  const all = gpu.length === 0 ? [] : [...new Set([...gpu, ...ofMachines])];
  const bare = (one: { readonly release: string | undefined }) => ({ release: one.release });
  if (all.length === 0)
    return {
      gpu: "none",
      torch: vision ? { version: torch, vision } : torch,
      project: { python },
      nix: { nixpkgs, systems },
      system: system && bare(system),
      hosts: Object.fromEntries(Object.entries(hosts).map(([name, one]) => [name, bare(one)])),
    };
  return {
    gpu: all,
    cuda,
    torch: vision ? { version: torch, vision } : torch,
    project: { python },
    nix: { nixpkgs, systems },
    system,
    hosts,
  };
}

export function asked(given: Parts, more: Partial<Question> = {}): Question {
  return questionOf(writtenOf(given), { statements: given.statements, ...more });
}
