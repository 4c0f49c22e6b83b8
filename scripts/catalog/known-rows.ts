// What goes with what, by asking the resolver's own functions about every row of the catalog.
import type { Catalog, NixpkgsRelease } from "../../src/compat/catalog.js";
import { demandOf } from "../../src/compat/demand-of.js";
import type { Demand } from "../../src/compat/demand.js";
import { driverFor, versionOf } from "../../src/compat/stack/driver.js";
import { compareDotted, majorOf } from "../../src/compat/order.js";
import { toolkitsFor } from "../../src/compat/stack/toolkit.js";
import { wheelsByPreference } from "../../src/compat/stack/wheels.js";
import { checkConfig } from "../../src/config/check.js";
import type { WrittenGpu } from "../../src/config/written.js";

/** The systems that a flake may be for, by the name of their tables; `null`: those of the cards' machines. */
export const platforms = {
  Own: null,
  X86: ["x86_64-linux"],
  Arm: ["aarch64-linux"],
  Both: ["x86_64-linux", "aarch64-linux"],
} as const;

export type Platform = keyof typeof platforms;

/** A wheel variant of a torch minor; of a patch release, where not all of the minor have it. */
export interface Wheel {
  readonly id: string;
  readonly minor: string;
  readonly patches: readonly string[];
  readonly cuda: string;
  readonly pythons: readonly string[];
  readonly stablePythons: readonly string[];
  /** Whether it was seen, so that messages may propose it. */
  readonly seen: boolean;
}

/** Cards of one kind are alike in everything that a stack depends on. */
export interface Kind {
  readonly id: string;
  /** Those that run on it, and whose CUDA some nixpkgs has a toolkit for. */
  readonly wheels: Readonly<Record<Platform, readonly Wheel[]>>;
  readonly toolkits: readonly string[];
  /** Ids of drivers, such as `26.05/production/open`; "board": the driver comes with the card. */
  readonly drivers: readonly string[];
}

export function sortedVersions(versions: readonly string[]): string[] {
  return [...new Set(versions)].sort(compareDotted);
}

export function wheelsOf(catalog: Catalog): readonly Wheel[] {
  return catalog.torch.releases.flatMap((release) =>
    release.variants.flatMap((variant): Wheel[] => {
      if (variant.status === "removed") return [];
      const { minor, patches, python } = release;
      const row = {
        minor,
        cuda: variant.cuda,
        pythons: [...python.stable, ...python.experimental],
        stablePythons: python.stable,
        seen: release.confidence === "verified" && variant.status !== "extra" && variant.status !== "planned",
      };
      return variant.patches === undefined
        ? [{ ...row, id: `${variant.cuda}/${minor}`, patches }]
        : variant.patches.map((patch) => ({ ...row, id: `${variant.cuda}/${patch}`, patches: [patch] }));
    }),
  );
}

/** The demand of a config with nothing but cards; `null`: the catalog does not know them. */
function demandFor(gpu: WrittenGpu, systems: readonly string[] | null, catalog: Catalog): Demand | null {
  const { config } = checkConfig({ gpu, nix: systems === null ? {} : { systems } });
  if (config === null) throw new Error(`not a GPU: ${JSON.stringify(gpu)}`);
  const { demand, diagnostics } = demandOf({
    config,
    catalog,
    statements: [],
    locked: null,
    lockedTorch: null,
    upgrade: false,
    host: null,
  });
  const isClear = diagnostics.length === 0 && demand.cards.every((card) => card.others.length === 0);
  return isClear ? demand : null;
}

/** Finds the kind of a card; `null`: the catalog does not know the card, or several of that name. */
export type KindOf = (gpu: string | { computeCapability: string }) => Kind | null;

export function kindsOf(catalog: Catalog, wheels: readonly Wheel[]): { of: KindOf; all: () => readonly Kind[] } {
  const byContent = new Map<string, Kind>();
  const of: KindOf = (gpu) => {
    const demand = demandFor(gpu, platforms.Own, catalog);
    if (demand === null) return null;
    const { capability } = demand.cards[0]!.capability;
    const toolkits = toolkitsOf(demand);
    const majors = new Set(toolkits.map(majorOf));
    const built = wheels.filter((one) => majors.has(majorOf(one.cuda)));
    const on = (systems: readonly string[] | null) => wheelsFor({ ...demand, systems }, built);
    const kind = {
      wheels: { Own: on(platforms.Own), X86: on(platforms.X86), Arm: on(platforms.Arm), Both: on(platforms.Both) },
      toolkits,
      drivers: driversOf(demand),
    };
    const content = JSON.stringify([capability, kind]);
    const known = byContent.get(content);
    if (known !== undefined) return known;
    // Most cards are like all of their capability, which is asked for first.
    const id = typeof gpu === "string" ? `${capability} ${gpu}` : capability;
    byContent.set(content, { id, ...kind });
    return byContent.get(content)!;
  };
  return { of, all: () => [...byContent.values()] };
}

function wheelsFor(demand: Demand, wheels: readonly Wheel[]): readonly Wheel[] {
  const nixpkgs = demand.catalog.nixpkgs.releases[0]!;
  // Asked for by name, builds without upstream support count as well.
  return wheels.filter(({ patches, cuda }) => {
    const found = wheelsByPreference({ ...demand, cuda, torch: patches[0]! }, nixpkgs).next();
    return found.done !== true;
  });
}

function toolkitsOf({ catalog, cards }: Demand): readonly string[] {
  const found = catalog.nixpkgs.releases.flatMap((nixpkgs) =>
    catalog.cuda.toolkits.flatMap(({ version }) => toolkitsFor(catalog, nixpkgs, version, cards)),
  );
  return sortedVersions(found.map(({ scope }) => scope.version));
}

/** Branches that are taken without being named, as the resolver has it, of which the driver's number is known. */
function silentBranches(release: NixpkgsRelease): readonly string[] {
  return release.drivers.attributes
    .filter((one) => /^(?:production|legacy_\d+)$/.test(one.name) && versionOf(one, release) !== null)
    .map((one) => one.name);
}

/** The drivers that a machine with the demand's cards may get unasked, and that are new enough for a CUDA. */
function driversOf(demand: Demand, cuda: string | null = null): readonly string[] {
  const { catalog, cards, hosts } = demand;
  const host = { ...hosts[0]!, cards };
  return catalog.nixpkgs.releases.flatMap((nixpkgs) => {
    const ids = silentBranches(nixpkgs).flatMap((branch) =>
      [true, false].flatMap((open) => {
        const { kind } = driverFor({ ...host, branch, open }, demand, { nixpkgs, cuda, ptxOnly: false });
        const fits = kind === "chosen" || (kind === "board" && allows(cards, open));
        return fits ? [`${nixpkgs.release}/${branch}/${open ? "open" : "closed"}`] : [];
      }),
    );
    return cards.every((card) => card.capability.jetson) ? [...ids, `${nixpkgs.release}/board`] : ids;
  });
}

/** Whether the cards could share a machine with others that get this kernel module. */
function allows(cards: Demand["cards"], open: boolean): boolean {
  return cards.every((card) => card.open !== (open ? "unsupported" : "required"));
}

/** Drivers that are new enough for a CUDA, whichever card they drive. */
export function driversFor(cuda: string, catalog: Catalog): readonly string[] {
  const found = catalog.gpus.capabilities.flatMap(({ capability, jetson }) => {
    const demand = demandFor({ computeCapability: capability }, platforms.Own, catalog);
    const drivers = demand === null ? [] : driversOf(demand, cuda);
    return jetson ? drivers.filter((id) => id.endsWith("/board")) : drivers;
  });
  return [...new Set(found)].sort();
}
