import type { Diagnostic } from "../model/diagnostic.js";
import type { MachineFacts } from "../model/machine.js";
import type { Resolution } from "../model/resolution.js";
import { findNixpkgs, type Catalog, type Kernels } from "./catalog.js";
import { cudaFloor } from "./stack/driver.js";
import { findGpu } from "./cards/gpu-names.js";
import { runsBy } from "./stack/kernels.js";
import { compareDotted, listing } from "./order.js";

/** The machine on which a stack is looked at. */
export interface MachineCheck {
  readonly facts: MachineFacts;
  readonly resolution: Resolution;
  readonly catalog: Catalog;
  /** The Nix name of the machine, such as "x86_64-linux". */
  readonly nixSystem: string;
  /** Whether Python, and so glibc, comes from the nixpkgs of the flake. */
  readonly pythonFromNixpkgs: boolean;
  /** Whether the next apply puts a driver onto this machine. */
  readonly managesDriver: boolean;
}

/**
 * What does not go together between a stack and the machine that it is looked at on. Diagnostics only: the machine
 * has no say in the stack, which other machines share.
 */
export function checkMachine(check: MachineCheck): readonly Diagnostic[] {
  const { cards, strangers } = cardsFound(check);
  return [oldDriver(check, cards), ...withoutKernels(cards, strangers), newGlibc(check)].filter(
    (one) => one !== null,
  );
}

/** A card of this machine, and how the wheel's code runs on it; `null`: not at all. */
interface FoundCard {
  readonly name: string;
  readonly capability: string;
  readonly way: "native" | "ptx" | null;
}

/** Names that fit no card, or several of different generations, tell nothing; a wheel whose kernels are not known is taken to run. */
function cardsFound(check: MachineCheck): { cards: readonly FoundCard[]; strangers: readonly FoundCard[] } {
  const kernels = kernelsOf(check);
  if (kernels === null) return { cards: [], strangers: [] };
  const found = [...new Set(check.facts.gpus)].flatMap((name): FoundCard[] => {
    const match = findGpu(name, check.catalog.gpus.gpus);
    const [capability, ...others] =
      match.kind === "found" ? new Set(match.gpus.map((gpu) => gpu.capability)) : [];
    if (capability === undefined || others.length > 0) return [];
    return [{ name, capability, way: runsBy(kernels, capability) }];
  });
  return {
    cards: found.filter(({ way }) => way !== null),
    strangers: found.filter(({ way }) => way === null),
  };
}

function kernelsOf({ resolution, catalog, nixSystem }: MachineCheck): Kernels | null {
  const release = catalog.torch.releases.find(({ patches }) => patches.includes(resolution.torch.value));
  const variant = release?.variants.find(({ name }) => name === resolution.wheel.value);
  return variant?.kernels[nixSystem] ?? null;
}

function oldDriver(check: MachineCheck, cards: readonly FoundCard[]): Diagnostic | null {
  const { facts, resolution, catalog } = check;
  const { cuda, wheel, driver } = resolution;
  if (facts.driver === null || cuda === null) return null;
  const floor = cudaFloor(
    catalog,
    cuda.value,
    cards.some(({ way }) => way === "ptx"),
  );
  if (floor === null || compareDotted(facts.driver.version, floor) >= 0) return null;
  const detail = `The kernel has driver ${facts.driver.version} loaded; ${wheel.value} wheels need ${floor} or newer. With the old one torch finds no GPU.`;
  if (check.managesDriver && driver !== null)
    return {
      severity: "info",
      code: "NT350",
      summary: "The loaded driver is too old for the stack",
      detail: `${detail} The system part brings "${driver.value}", which is loaded at the next start.`,
      hint: "After the rebuild, reboot.",
    };
  return {
    severity: "warning",
    code: "NT350",
    summary: "The loaded driver is too old for the stack",
    detail,
    hint: olderCuda(check),
  };
}

/** Of the same torch, wheels that the loaded driver is new enough for and that run on all declared cards. */
function olderCuda({ facts, resolution, catalog, nixSystem }: MachineCheck): string {
  const update = "Update the driver, or let nixtorch declare it:\n\n  system: {}";
  const release = catalog.torch.releases.find(({ patches }) => patches.includes(resolution.torch.value));
  const able = (release?.variants ?? []).filter(({ cuda, status, kernels }) => {
    const floor = cudaFloor(catalog, cuda, false);
    const here = kernels[nixSystem];
    const isOffered = status !== "removed" && status !== "planned" && status !== "extra";
    const runs = resolution.archList?.value.every((one) => here && runsBy(here, one) === "native");
    return isOffered && runs && floor !== null && compareDotted(facts.driver!.version, floor) >= 0;
  });
  const newest = able
    .map(({ cuda }) => cuda)
    .sort(compareDotted)
    .at(-1);
  if (newest === undefined) return update;
  return `${update}\n\nOr take wheels of a CUDA that it is new enough for:\n\n  cuda: "${newest}"`;
}

/** Nothing to worry about while another card of the machine does the work: a small one often drives the screens. */
function withoutKernels(cards: readonly FoundCard[], strangers: readonly FoundCard[]): readonly Diagnostic[] {
  if (strangers.length === 0) return [];
  const names = listing(strangers.map(({ name, capability }) => `${name} (${capability})`));
  return [
    {
      severity: cards.length === 0 ? "warning" : "info",
      code: "NT351",
      summary: "The stack has no kernels for a GPU of this machine",
      detail:
        `This machine has ${names}, and the chosen wheels hold no code for ${strangers.length === 1 ? "it" : "them"}. ` +
        (cards.length === 0
          ? "The project does not run on its GPU."
          : `It runs on ${listing(cards.map(({ name }) => name))}.`),
      hint:
        cards.length === 0
          ? `If the project is meant to run here, declare the card as well:\n\n  gpu: ["…", "${strangers[0]!.name}"]`
          : "To keep torch away from the others, set CUDA_VISIBLE_DEVICES.",
    },
  ];
}

function newGlibc({ facts, resolution, catalog, pythonFromNixpkgs }: MachineCheck): Diagnostic | null {
  const { wantedGlibc } = facts;
  const row = findNixpkgs(catalog, resolution.nixpkgs.value);
  if (!pythonFromNixpkgs || resolution.cuda === null || wantedGlibc === null || row === null) return null;
  const has = row.glibc.value;
  if (compareDotted(wantedGlibc.version, has) <= 0) return null;
  return {
    severity: "warning",
    code: "NT352",
    summary: "The driver's libraries want a newer glibc than the shell has",
    detail:
      `${wantedGlibc.library} wants glibc ${wantedGlibc.version}; Python comes from nixpkgs ${row.release}, which has ` +
      `${has}. A process has only one glibc, so the driver would not load.`,
    hint: `Take a nixpkgs that is at least as new as the system's:\n\n  nix: { nixpkgs: "${newerRelease(catalog, wantedGlibc.version) ?? "unstable"}" }`,
  };
}

function newerRelease(catalog: Catalog, glibc: string): string | null {
  const able = catalog.nixpkgs.releases.filter(
    (row) => row.status.value === "stable" && compareDotted(row.glibc.value, glibc) >= 0,
  );
  return able.at(-1)?.release ?? null;
}
