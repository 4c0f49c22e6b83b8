import {
  findNixpkgs,
  findToolkit,
  type Catalog,
  type DriverAttribute,
  type NixpkgsRelease,
} from "../catalog.js";
import { cardsOf, type Card, type Demand, type HostDemand } from "../demand.js";
import { compareDotted, majorOf } from "../order.js";

/** The driver that one machine gets. */
export interface DriverChoice {
  readonly branch: string;
  /** `null`: the catalog does not know the branch's number in this release. */
  readonly version: string | null;
  readonly open: boolean;
  readonly release: NixpkgsRelease;
  readonly cards: readonly Card[];
  /** What the CUDA of the wheel needs at least; `null`: no CUDA. */
  readonly floor: string | null;
}

/**
 * none: the machine has no card. board: Jetson, whose driver comes with the board. release: not in the catalog.
 */
export type DriverAnswer =
  | { readonly kind: "chosen"; readonly driver: DriverChoice }
  | { readonly kind: "none" | "board" | "release" }
  | { readonly kind: "impossible" };

/** Chosen where nothing is stated, in this order: the release's own driver, then branches for old cards. */
const silentBranch = /^(?:production|legacy_\d+)$/;

/** The driver of the host's release that drives all its cards and is new enough for the wheel's CUDA. */
export function driverFor(
  host: HostDemand,
  demand: Demand,
  stack: { readonly nixpkgs: NixpkgsRelease; readonly cuda: string | null; readonly ptxOnly: boolean },
): DriverAnswer {
  const { catalog } = demand;
  const cards = cardsOf(host, demand);
  if (cards.length === 0) return { kind: "none" };
  const release = host.release === null ? stack.nixpkgs : findNixpkgs(catalog, host.release);
  if (release === null) return { kind: "release" };
  if (cards.every((card) => card.capability.jetson)) return { kind: "board" };
  const isFree = stack.cuda === null || demand.vouched?.lifted === true;
  const floor = isFree ? null : cudaFloor(catalog, stack.cuda, stack.ptxOnly);
  for (const attribute of branchesOf(release, host.branch)) {
    const version = versionOf(attribute, release);
    const open = openModuleFor(cards, host.open, hasOpenModule(attribute.name, catalog));
    const fits =
      version === null
        ? host.branch !== null && mayDrive(attribute.name, cards, floor)
        : drivesAll(version, cards) && isAtLeast(version, floor);
    if (fits && open !== null)
      return { kind: "chosen", driver: { branch: attribute.name, version, open, release, cards, floor } };
  }
  return { kind: "impossible" };
}

/** The driver that the wheel's CUDA needs: of its major, or of the toolkit itself where PTX must be compiled. */
export function cudaFloor(catalog: Catalog, cuda: string, ptxOnly: boolean): string | null {
  const toolkit = findToolkit(catalog, cuda);
  if (toolkit === null) return null;
  return ptxOnly
    ? (toolkit.minDriver.toolkit ?? toolkit.minDriver.minorCompatibility)
    : toolkit.minDriver.minorCompatibility;
}

/** Whether the driver branch comes with an open kernel module. */
export function hasOpenModule(branch: string, { nixpkgs }: Catalog): boolean {
  return !nixpkgs.withoutOpenModule.value.includes(branch);
}

/** Which kernel module drives all the cards; `null`: none does, or not the one that is stated. */
function openModuleFor(cards: readonly Card[], stated: boolean | null, isThere: boolean): boolean | null {
  const needsOpen = cards.some((card) => card.open === "required");
  const needsClosed = !isThere || cards.some((card) => card.open === "unsupported");
  if (needsOpen && needsClosed) return null;
  if (stated === null) return !needsClosed;
  return (stated ? needsClosed : needsOpen) ? null : stated;
}

function branchesOf(release: NixpkgsRelease, stated: string | null): readonly DriverAttribute[] {
  const { attributes, complete } = release.drivers;
  if (stated !== null) {
    const found = attributes.filter((one) => one.name === stated);
    return found.length > 0 || complete ? found : [{ name: stated, version: null }];
  }
  const rank = ({ name }: DriverAttribute) => (name === "production" ? Infinity : Number(name.split("_")[1]));
  return attributes.filter((one) => silentBranch.test(one.name)).sort((a, b) => rank(b) - rank(a));
}

export function versionOf(attribute: DriverAttribute, release: NixpkgsRelease): string | null {
  if (attribute.aliasOf === undefined) return attribute.version ?? null;
  const target = release.drivers.attributes.find((one) => one.name === attribute.aliasOf);
  return target === undefined ? null : versionOf(target, release);
}

export function drivesAll(version: string, cards: readonly Card[]): boolean {
  return cards.every(({ capability, minDriver }) => {
    if (capability.lastDriverBranch !== null && majorOf(version) > Number(capability.lastDriverBranch))
      return false;
    return isAtLeast(version, minDriver);
  });
}

/** The driver branch that a name such as legacy_470 or dc_535 says; `null`: it says none. */
export function branchNumber(name: string): number | null {
  const number = /^(?:legacy|dc)_(\d+)$/.exec(name)?.[1];
  return number === undefined ? null : Number(number);
}

/** Whether a driver of unrecorded version can drive the cards, as far as its name tells. */
function mayDrive(name: string, cards: readonly Card[], floor: string | null): boolean {
  const branch = branchNumber(name);
  if (branch === null) return true;
  return (
    [floor, ...cards.map((card) => card.minDriver)].every(
      (least) => least === null || branch >= majorOf(least),
    ) && cards.every(({ capability: { lastDriverBranch: last } }) => last === null || branch <= Number(last))
  );
}

function isAtLeast(version: string, floor: string | null): boolean {
  return floor === null || compareDotted(version, floor) >= 0;
}
