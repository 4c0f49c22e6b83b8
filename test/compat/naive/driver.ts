import type {
  DriverAttribute,
  NixpkgsRelease,
  OpenModuleSupport,
} from "../../../src/compat/catalog-types.js";
import type { NaiveCard, NaiveMachine, NaiveWheel } from "./question.js";
import type { Tables } from "./tables.js";
import { atLeast, majorOf } from "./versions.js";

/** Whether the release has a driver for the cards of one machine, as it is declared. */
export function hasDriver(
  tables: Tables,
  release: NixpkgsRelease,
  all: readonly NaiveCard[],
  wheel: NaiveWheel | null,
  machine: NaiveMachine,
): boolean {
  const attributes = attributesOf(tables, release, machine.branch);
  // The driver of a Jetson is no package of NixOS, but a branch that is asked for must exist.
  const cards = all.filter((card) => !card.capability.jetson && moduleOf(card) !== "not applicable");
  if (cards.length === 0) return attributes.length > 0;
  if (!moduleExists(cards, machine.open)) return false;
  for (const attribute of attributes) {
    if (machine.branch === null && attribute.name !== "production" && !attribute.name.startsWith("legacy_"))
      continue;
    const driver = behind(release, attribute);
    if (machine.branch === null && driver.version == null) continue;
    if (needsOpen(cards, machine.open) && tables.nixpkgs.withoutOpenModule.value.includes(driver.name))
      continue;
    if (drives(tables, release, driver, cards, wheel)) return true;
  }
  return false;
}

/** The stated branch, else all. A list that is not complete does not refute a name that other releases have. */
function attributesOf(
  tables: Tables,
  release: NixpkgsRelease,
  branch: string | null,
): readonly DriverAttribute[] {
  if (branch === null) return release.drivers.attributes;
  const own = release.drivers.attributes.filter((attribute) => attribute.name === branch);
  if (own.length > 0 || release.drivers.complete) return own;
  const elsewhere = tables.nixpkgs.releases.some((one) =>
    one.drivers.attributes.some((attribute) => attribute.name === branch),
  );
  return elsewhere ? [{ name: branch, version: null }] : [];
}

function behind(release: NixpkgsRelease, attribute: DriverAttribute): DriverAttribute {
  let found = attribute;
  while (found.aliasOf !== undefined) {
    const name = found.aliasOf;
    found = release.drivers.attributes.find((one) => one.name === name)!;
  }
  return found;
}

function drives(
  tables: Tables,
  release: NixpkgsRelease,
  driver: DriverAttribute,
  cards: readonly NaiveCard[],
  wheel: NaiveWheel | null,
): boolean {
  for (const card of cards) {
    const last = card.capability.lastDriverBranch;
    if (last !== null && !notNewer(driver, last)) return false;
    // As new as another, and so as little for old cards.
    const than = driver.version == null ? notOlderThan(release, driver) : null;
    if (last !== null && than !== null && !notNewer(than, last)) return false;
    const first = card.gpu.minDriver ?? card.capability.minDriver?.value;
    if (first !== undefined && !notOlder(driver, first)) return false;
  }
  if (wheel === null) return true;
  const toolkit = tables.cuda.toolkits.find((one) => one.version === wheel.cuda);
  if (toolkit === undefined) return false;
  const { minorCompatibility, toolkit: own } = toolkit.minDriver;
  if (!notOlder(driver, minorCompatibility)) return false;
  // Code that the driver compiles needs the driver of the toolkit that wrote it.
  const compiled = cards.some((card) => wheel.compiledFor.includes(card));
  return !compiled || own === null || notOlder(driver, own);
}

/** `dc_535` is of branch 535 whether or not its version was recorded; of `beta` nothing is known without one. */
function branchOf(driver: DriverAttribute): number | null {
  if (driver.version != null) return majorOf(driver.version);
  const named = /\d+$/.exec(driver.name);
  return named === null ? null : Number(named[0]);
}

/** The driver of known version that this one is said to be as new as; `null`: none. */
function notOlderThan(release: NixpkgsRelease, driver: DriverAttribute): DriverAttribute | null {
  let found = driver;
  while (found.atLeast !== undefined && found.version == null) {
    const name = found.atLeast;
    found = behind(
      release,
      release.drivers.attributes.find((one) => one.name === name)!,
    );
  }
  return found === driver ? null : found;
}

/** Unknown versions refute nothing. */
function notNewer(driver: DriverAttribute, lastBranch: string): boolean {
  const branch = branchOf(driver);
  return branch === null || branch <= majorOf(lastBranch);
}

function notOlder(driver: DriverAttribute, version: string): boolean {
  if (driver.version != null) return atLeast(driver.version, version);
  const branch = branchOf(driver);
  return branch === null || branch >= majorOf(version);
}

function moduleOf(card: NaiveCard): OpenModuleSupport {
  return card.gpu.openKernelModule ?? card.capability.openKernelModule;
}

function moduleExists(cards: readonly NaiveCard[], open: boolean | null): boolean {
  const closedOnly = cards.some((card) => moduleOf(card) === "unsupported");
  const openOnly = cards.some((card) => moduleOf(card) === "required");
  if (open === true) return !closedOnly;
  if (open === false) return !openOnly;
  return !(closedOnly && openOnly);
}

function needsOpen(cards: readonly NaiveCard[], open: boolean | null): boolean {
  return open === true || cards.some((card) => moduleOf(card) === "required");
}
