import fc from "fast-check";
import type { Question } from "../../../src/compat/resolve.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import type { WrittenSystem } from "../../../src/config/written-system.js";
import { isDatacenterBranch } from "../../../src/model/driver-branch.js";
import { maybe, someCards, someStatements, someSystems } from "../arbitraries.js";
import { questionOf } from "../ask.js";

const releases = ["24.05", "24.11", "25.05", "25.11", "26.05", "unstable"];
const machine = fc.record({
  gpu: maybe(someCards),
  release: maybe(releases),
  driver: fc.record({
    open: maybe([true, false]),
    branch: maybe(["production", "legacy_470", "legacy_535", "dc_535", "latest"]),
  }),
  mode: fc.option(fc.constantFrom("datacenter" as const, "prime" as const), { nil: undefined, freq: 1 }),
});

/** Questions of which many have no answer. */
export const parts = fc.record({
  gpu: fc.uniqueArray(fc.constantFrom(...someCards), { minLength: 0, maxLength: 3 }),
  cuda: maybe(["11.8", "12.1", "12.4", "12.6", "12.8", "12.9", "13.0", "13.2"]),
  torch: maybe(["2.1", "2.5", "2.6.0", "2.7", "2.9", "2.10", "2.11", "2.13", "2.14"]),
  companions: fc.subarray(["vision", "audio"] as const),
  python: maybe(["3.9", "3.11", "3.12", "3.13", "3.14"]),
  unchecked: fc.option(fc.constantFrom("cuda" as const, "torch" as const, "python" as const), {
    nil: undefined,
    freq: 1,
  }),
  nixpkgs: maybe(releases),
  systems: someSystems,
  system: fc.option(machine, { nil: undefined, freq: 2 }),
  hosts: fc.dictionary(fc.constantFrom("attic", "tower"), machine, { maxKeys: 2 }),
  statements: someStatements,
});

export type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;
type Machine = typeof machine extends fc.Arbitrary<infer T> ? T : never;

/** A config of the parts; without a card there is neither a CUDA nor a driver to ask for. */
export function writtenOf(given: Parts): WrittenConfig {
  const { gpu, nixpkgs, systems, system, hosts } = given;
  const stated = (key: "cuda" | "torch" | "python") =>
    given[key] !== undefined && given.unchecked === key ? { unchecked: given[key] } : given[key];
  // A machine's card must be among the project's.
  const ofMachines = [...Object.values(hosts), ...(system ? [system] : [])].flatMap((one) => one.gpu ?? []);
  const all = gpu.length === 0 ? [] : [...new Set([...gpu, ...ofMachines])];
  const writtenMachine = all.length === 0 ? ({ release }: Machine) => ({ release }) : withDriver;
  const companions = Object.fromEntries(given.companions.map((name) => [name, true]));
  return {
    gpu: all.length === 0 ? "none" : all,
    cuda: all.length === 0 ? undefined : stated("cuda"),
    torch: given.companions.length === 0 ? stated("torch") : { version: stated("torch"), ...companions },
    project: { python: stated("python") },
    nix: { nixpkgs, systems },
    system: system && writtenMachine(system),
    hosts: Object.fromEntries(Object.entries(hosts).map(([name, one]) => [name, writtenMachine(one)])),
  };
}

function withDriver({ mode, driver, ...rest }: Machine): WrittenSystem {
  const { branch } = driver;
  switch (mode) {
    case "datacenter":
      return {
        ...rest,
        datacenter: true,
        driver: isDatacenterBranch(branch ?? "") ? driver : { open: driver.open },
      };
    case "prime":
      return { ...rest, driver, prime: { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" } };
    case undefined:
      return { ...rest, driver };
  }
}

export function asked(given: Parts, more: Partial<Question> = {}): Question {
  return questionOf(writtenOf(given), { statements: given.statements, ...more });
}
