import type { SourcedFact } from "../../model/diagnostic.js";
import {
  findNixpkgs,
  newestStableNixpkgs,
  sourcesIn,
  type DriverAttribute,
  type NixpkgsRelease,
} from "../catalog.js";
import type { Card, Demand } from "../demand.js";
import { branchNamed, branchNumber, cudaFloor, hasOpenModule, leastOf, versionOf } from "../stack/driver.js";
import { compareDotted, listing } from "../order.js";

/** "It needs the proprietary kernel module, and a driver of branch 580 at most." */
export function driverFacts(card: Card): readonly SourcedFact[] {
  const { lastDriverBranch } = card.capability;
  const needs = [
    ...(card.open === "unsupported" ? ["the proprietary kernel module"] : []),
    ...(card.open === "required" ? ["the open kernel module"] : []),
    ...(lastDriverBranch === null ? [] : [`a driver of branch ${lastDriverBranch} at most`]),
    ...(card.minDriver === null ? [] : [`driver ${card.minDriver} or newer`]),
  ];
  return needs.length === 0 ? [] : [{ text: `It needs ${listing(needs)}.`, sources: card.sources }];
}

/** Where no release has a driver that is new enough for the card. */
export function undrivenFact({ minDriver, capability }: Card, { catalog }: Demand): readonly SourcedFact[] {
  const { releases } = catalog.nixpkgs;
  const drivers = releases.flatMap((row) =>
    row.drivers.attributes.flatMap((one) => {
      const version = versionOf(one, row);
      return version === null ? [] : [{ version, row }];
    }),
  );
  const newest = drivers.reduce((a, b) => (compareDotted(b.version, a.version) > 0 ? b : a));
  if (minDriver === null || compareDotted(newest.version, minDriver) >= 0) return [];
  return [
    {
      text: `No NixOS release in the catalog has driver ${minDriver} or newer: the newest is ${newest.version}, in ${newest.row.release}.`,
      sources: [
        ...sourcesIn(catalog.gpus, ...(capability.minDriver === undefined ? [] : [capability.minDriver])),
        ...sourcesIn(catalog.nixpkgs, newest.row.drivers),
      ],
    },
  ];
}

export function floorFact(cuda: string, { catalog }: Demand): SourcedFact {
  const toolkits = catalog.cuda.toolkits.filter((row) => row.version === cuda);
  return {
    text: `CUDA ${cuda} needs driver ${cudaFloor(catalog, cuda, false)} or newer.`,
    sources: sourcesIn(catalog.cuda, ...toolkits),
  };
}

/** A release that is still updated may have more drivers than were recorded. */
export function driversFact(release: string, demand: Demand): SourcedFact {
  const row = findNixpkgs(demand.catalog, release);
  const isOld = demand.cards.some((card) => card.capability.lastDriverBranch !== null);
  const others = isOld ? /^(?:dc|vulkan)/ : /^(?:dc|vulkan|legacy)/;
  const drivers = (row?.drivers.attributes ?? []).flatMap((one) =>
    one.aliasOf === undefined && one.version && !others.test(one.name) ? [`${one.name} ${one.version}`] : [],
  );
  return {
    text: `It has the ${row?.drivers.complete === false ? "known " : ""}drivers ${listing(drivers)}.`,
    sources: row === null ? [] : sourcesIn(demand.catalog.nixpkgs, row.drivers),
  };
}

export function openFacts(host: number, demand: Demand): readonly SourcedFact[] {
  const { branch } = demand.hosts[host]!;
  const { nixpkgs } = demand.catalog;
  const row = releaseOf(host, demand);
  if (branch === null || row === null || hasOpenModule(branchNamed(branch, row), row, demand.catalog))
    return [];
  return [
    {
      text: `Driver branch ${branch} has no open kernel module.`,
      sources: sourcesIn(nixpkgs, nixpkgs.withoutOpenModule),
    },
  ];
}

function releaseOf(host: number, { hosts, nixpkgs, catalog }: Demand): NixpkgsRelease | null {
  return findNixpkgs(catalog, hosts[host]!.release ?? nixpkgs ?? newestStableNixpkgs(catalog).release);
}

export function branchFact(host: number, demand: Demand): SourcedFact {
  const { branch } = demand.hosts[host]!;
  const row = releaseOf(host, demand);
  const attribute = row?.drivers.attributes.find((one) => one.name === branch);
  const isMissing = attribute === undefined && row?.drivers.complete === true;
  return {
    text: isMissing
      ? `NixOS ${row.release} has no driver branch ${branch}.`
      : `In NixOS ${row?.release} that is ${driverText(attribute ?? { name: branch!, version: null }, row!)}.`,
    sources: row ? sourcesIn(demand.catalog.nixpkgs, row.drivers) : [],
  };
}

function driverText(attribute: DriverAttribute, release: NixpkgsRelease): string {
  const version = versionOf(attribute, release);
  if (version !== null) return `driver ${version}`;
  const least = leastOf(attribute, release);
  if (least !== null) return `driver ${least} or newer`;
  const number = branchNumber(attribute.name);
  return number === null ? "a driver of an unrecorded version" : `a driver of branch ${number}`;
}
