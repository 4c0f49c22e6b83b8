import type { Choice, Resolution } from "../../model/resolution.js";
import { findNixpkgs, sourcesIn } from "../catalog.js";
import type { Card, Demand, HostDemand } from "../demand.js";
import type { DriverChoice } from "../stack/driver.js";
import { versionOf } from "../stack/driver.js";
import { machinesWith } from "../stack/machines.js";
import { listing } from "../order.js";
import type { Stack } from "../stack/solve.js";

type PerHost = Pick<Resolution, "driver" | "openKernelModule" | "graphicsOption">;

/** The choices for the machine; where several are declared and differ, those that they share. */
export function driverChoices(stack: Stack, demand: Demand): PerHost {
  const machines = machinesWith(stack, demand).flatMap(({ host, answer }) =>
    answer.kind === "chosen" ? [{ host, driver: answer.driver }] : [],
  );
  const [first] = machines;
  if (first === undefined)
    return { driver: null, openKernelModule: null, graphicsOption: graphics(stack, demand) };
  const share = (value: (driver: DriverChoice) => unknown) =>
    machines.every(({ driver }) => value(driver) === value(first.driver));
  const { driver, host } = first;
  return {
    driver: share((one) => one.branch) ? branchChoice(driver, host, demand) : null,
    openKernelModule: share((one) => one.open) ? moduleChoice(driver, host, demand) : null,
    graphicsOption: share((one) => one.release.graphicsOption.value)
      ? graphicsChoice(driver.release, demand)
      : null,
  };
}

/** Boards bring their own driver, but NixOS' graphics option is theirs as well. */
function graphics(stack: Stack, demand: Demand): Choice<string> | null {
  const board = machinesWith(stack, demand).find(({ answer }) => answer.kind === "board");
  if (board === undefined) return null;
  const release = board.host.release ?? stack.nixpkgs.release;
  const row = findNixpkgs(demand.catalog, release);
  return row === null ? null : graphicsChoice(row, demand);
}

function graphicsChoice(release: DriverChoice["release"], demand: Demand): Choice<string> {
  return {
    value: release.graphicsOption.value,
    reason: `the option's name in NixOS ${release.release}`,
    sources: sourcesIn(demand.catalog.nixpkgs, release.graphicsOption),
  };
}

function branchChoice(driver: DriverChoice, host: HostDemand, demand: Demand): Choice<string> {
  const { catalog } = demand;
  const rules = catalog.gpus.rules.filter((rule) => rule.id === "legacy-branches");
  return {
    value: driver.branch,
    reason: statedReason(host) ?? branchReason(driver),
    sources: [
      ...sourcesIn(catalog.nixpkgs, driver.release.drivers),
      ...(driver.branch.startsWith("legacy_") ? sourcesIn(catalog.gpus, ...rules) : []),
    ],
  };
}

function statedReason({ branch, datacenter }: HostDemand): string | null {
  if (branch === null) return null;
  return datacenter ? "the branch of NixOS' data-centre mode" : `driver.branch asks for ${branch}`;
}

function branchReason({ branch, version, release, cards, floor }: DriverChoice): string {
  const old = cards.filter((card) => card.capability.lastDriverBranch !== null);
  const production = release.drivers.attributes.find((one) => one.name === "production");
  if (branch.startsWith("legacy_") && old.length > 0 && production !== undefined) {
    const last = Math.min(...old.map((card) => Number(card.capability.lastDriverBranch)));
    return (
      `branch ${last} is the last that drives ${labels(old)}; ` +
      `production is ${versionOf(production, release) ?? "newer"} in NixOS ${release.release}`
    );
  }
  const newEnough = floor === null ? "" : `, and is new enough for the wheel's CUDA (${floor})`;
  return `NixOS ${release.release}'s own driver (${version}) drives ${labels(cards)}${newEnough}`;
}

function moduleChoice(driver: DriverChoice, host: HostDemand, demand: Demand): Choice<boolean> {
  const { open, cards } = driver;
  const { nixpkgs } = demand.catalog;
  const rules = demand.catalog.gpus.rules.filter((rule) => rule.id === "open-needs-gsp");
  return {
    value: open,
    reason: host.open === null ? moduleReason(driver) : `driver.open asks for ${host.open}`,
    sources: [
      ...new Set([
        ...cards.flatMap((card) => card.sources),
        ...sourcesIn(demand.catalog.gpus, ...rules),
        ...(driver.hasOpenModule ? [] : sourcesIn(nixpkgs, nixpkgs.withoutOpenModule)),
      ]),
    ],
  };
}

function moduleReason({ open, cards, branch, hasOpenModule }: DriverChoice): string {
  if (!open && !hasOpenModule) return `driver branch ${branch} has no open kernel module`;
  if (!open) {
    const closed = cards.filter((card) => card.open === "unsupported");
    return `only the proprietary kernel module drives ${labels(closed)}: open ones start with Turing`;
  }
  const required = cards.filter((card) => card.open === "required");
  if (required.length > 0) return `only the open kernel module drives ${labels(required)}`;
  return "NVIDIA's advice from Turing on";
}

function labels(cards: readonly Card[]): string {
  return listing(cards.map((card) => card.label));
}
