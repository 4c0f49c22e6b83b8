import { beforeTuring } from "./before-turing.js";
import { machineReleases } from "./drivers.js";
import { fromTuring } from "./from-turing.js";
import { impossible } from "./impossible.js";
import type { Possible } from "./machine.js";
import { laptops, mixed, projectOnly } from "./mixed.js";
import { projectReleases } from "./releases.js";
import { statedPythons } from "./stated-pythons.js";
import { statedVersions } from "./stated-versions.js";
import { aarch64, withoutCard } from "./systems.js";
import { teams } from "./teams.js";

export { impossible, teams };

/** Machines with a stack, by what is special about them. */
export const themes: Readonly<Record<string, readonly Possible[]>> = {
  "a card before Turing": beforeTuring,
  "a card from Turing on": fromTuring,
  "several cards in one machine": mixed,
  "a laptop": laptops,
  "a project without NixOS": projectOnly,
  "a stated nixpkgs": projectReleases,
  "a stated machine": machineReleases,
  "an ARM machine": aarch64,
  "no card": withoutCard,
  "a stated version": statedVersions,
  "a stated Python or requirement": statedPythons,
};

export const possible = Object.values(themes).flat();
