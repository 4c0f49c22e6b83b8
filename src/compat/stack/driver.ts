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
  /** Whether there is a choice of kernel modules at all. */
  readonly hasOpenModule: boolean;
  /** Whether it is known to suit: its version, or one that it is not older than. */
  readonly isSure: boolean;
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

/** What a driver must suit besides cards. */
interface Wanted {
  readonly nixpkgs: NixpkgsRelease;
  readonly cuda: string | null;
  readonly ptxOnly: boolean;
}

/** The driver of the host's release that drives all its cards and is new enough for the wheel's CUDA. */
export function driverFor(host: HostDemand, demand: Demand, stack: Wanted): DriverAnswer {
  let answer = driverOf(host, demand, stack);
  for (const other of host.alternatives ?? [])
    if (answer.kind === "impossible") answer = driverOf(other, demand, stack);
  return answer;
}

function driverOf(host: HostDemand, demand: Demand, stack: Wanted): DriverAnswer {
  const { catalog } = demand;
  const cards = cardsOf(host, demand);
  if (cards.length === 0) return { kind: "none" };
  const release = host.release === null ? stack.nixpkgs : findNixpkgs(catalog, host.release);
  if (release === null) return { kind: "release" };
  const branches = branchesOf(release, host.branch);
  // A branch that is asked for must exist, also where the board brings the driver.
  if (branches.length > 0 && cards.every((card) => card.capability.jetson)) return { kind: "board" };
  const isFree = stack.cuda === null || demand.vouched?.lifted === true;
  const floor = isFree ? null : cudaFloor(catalog, stack.cuda, stack.ptxOnly);
  for (const attribute of branches) {
    const version = versionOf(attribute, release);
    const isOpen = hasOpenModule(attribute, release, catalog);
    const open = openModuleFor(cards, host.open, isOpen);
    const isSure = suits(attribute, release, cards, floor);
    const fits =
      isSure || (version === null && host.branch !== null && mayDrive(attribute, release, cards, floor));
    if (fits && open !== null)
      return {
        kind: "chosen",
        driver: {
          branch: attribute.name,
          version,
          open,
          hasOpenModule: isOpen,
          isSure,
          release,
          cards,
          floor,
        },
      };
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
export function hasOpenModule(
  attribute: DriverAttribute,
  release: NixpkgsRelease,
  { nixpkgs }: Catalog,
): boolean {
  return !nixpkgs.withoutOpenModule.value.includes(targetOf(attribute, release).name);
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

/** The branch of that name, whether or not it was recorded. */
export function branchNamed(name: string, release: NixpkgsRelease): DriverAttribute {
  return release.drivers.attributes.find((one) => one.name === name) ?? { name, version: null };
}

/** What an alias stands for; anything else stands for itself. */
function targetOf(attribute: DriverAttribute, release: NixpkgsRelease): DriverAttribute {
  const { aliasOf } = attribute;
  return aliasOf === undefined ? attribute : targetOf(branchNamed(aliasOf, release), release);
}

export function versionOf(attribute: DriverAttribute, release: NixpkgsRelease): string | null {
  return targetOf(attribute, release).version ?? null;
}

/** A version that the driver is not older than; `null`: nothing is known. */
export function leastOf(attribute: DriverAttribute, release: NixpkgsRelease): string | null {
  const { version, atLeast } = targetOf(attribute, release);
  return version ?? (atLeast === undefined ? null : leastOf(branchNamed(atLeast, release), release));
}

/** Whether it is known to drive all the cards, and to be new enough. */
function suits(
  attribute: DriverAttribute,
  release: NixpkgsRelease,
  cards: readonly Card[],
  floor: string | null,
): boolean {
  const least = leastOf(attribute, release);
  if (least === null || !drivesAll(least, cards) || !isAtLeast(least, floor)) return false;
  // A newer one may have left old cards behind.
  const isExact = versionOf(attribute, release) !== null;
  return isExact || cards.every(({ capability }) => capability.lastDriverBranch === null);
}

function drivesAll(version: string, cards: readonly Card[]): boolean {
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

/** Whether a driver of unrecorded version can drive the cards, as far as its name and its place among others tell. */
function mayDrive(
  attribute: DriverAttribute,
  release: NixpkgsRelease,
  cards: readonly Card[],
  floor: string | null,
): boolean {
  const branch = branchNumber(targetOf(attribute, release).name);
  const least = leastOf(attribute, release);
  const oldest = branch ?? (least === null ? null : majorOf(least));
  const isTooNew = ({ capability: { lastDriverBranch: last } }: Card) =>
    oldest !== null && last !== null && oldest > Number(last);
  const isTooOld = (needed: string | null) => branch !== null && needed !== null && branch < majorOf(needed);
  return !cards.some(isTooNew) && ![floor, ...cards.map((card) => card.minDriver)].some(isTooOld);
}

function isAtLeast(version: string, floor: string | null): boolean {
  return floor === null || compareDotted(version, floor) >= 0;
}
