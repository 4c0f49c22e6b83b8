import type { Diagnostic } from "../../model/diagnostic.js";
import { isDatacenterBranch } from "../../model/driver-branch.js";
import { findNixpkgs, nixpkgsByPreference, sourcesIn } from "../catalog.js";
import { cardText, cardsOf, type Demand, type HostDemand } from "../demand.js";
import { cudaFloor, versionOf } from "../stack/driver.js";
import { changeText, type Edit } from "./edit.js";
import { helps } from "./helps.js";
import { declareReleaseEdit } from "./machine-edits.js";
import { answerFor } from "../stack/machines.js";
import { listing } from "../order.js";
import type { Question } from "../question.js";
import type { Stack } from "../stack/solve.js";
import { driverPath } from "./stated.js";
import { codeFor, nameOf } from "../stack/wheels.js";

/**
 * The machine planned for offers no driver that suits the stack. What was found on a machine moves no stack that
 * others share, so it is for a person to say which of the two gives way.
 */
export function misfitHere(stack: Stack, question: Question, demand: Demand): Diagnostic | null {
  const { here } = demand;
  if (here === null || answerFor(here, stack, demand).kind !== "impossible") return null;
  const ways = waysOut(here, stack, question, demand);
  return {
    severity: "error",
    code: "NT331",
    summary: "This machine's NixOS has no driver for the stack",
    detail: [
      `${machineText(here)} follows ${releaseText(here, stack)}, and none of its drivers suits ${needText(here, stack, demand)}.`,
      ...driverFacts(here, stack, demand),
    ].join("\n"),
    hint:
      ways.length === 0
        ? "Declare this machine's cards and release, so that the stack is chosen with them in mind."
        : `${ways.length === 1 ? "This resolves it:" : "Any one of these resolves it:"}\n\n${ways.map((way) => `  ${way}`).join("\n\n")}`,
    configPath: here.path,
  };
}

function machineText({ name }: HostDemand): string {
  return name === null ? "This machine" : `The host ${name}`;
}

function releaseText({ release }: HostDemand, { nixpkgs }: Stack): string {
  return `NixOS ${release ?? nixpkgs.release}`;
}

function needText(here: HostDemand, stack: Stack, demand: Demand): string {
  const cuda = stack.variant?.cuda ?? null;
  const floor = cuda === null ? null : cudaFloor(demand.catalog, cuda, codeFor(stack, demand) === "ptx");
  const cards = listing(cardsOf(here, demand).map(cardText));
  const stated = [
    ...(here.branch === null ? [] : [here.datacenter ? "datacenter" : `driver.branch "${here.branch}"`]),
    ...(here.open === null ? [] : [`driver.open ${here.open}`]),
  ];
  return (
    cards +
    (floor === null ? "" : ` with ${nameOf(stack)} wheels, which need driver ${floor} or newer`) +
    (stated.length === 0 ? "" : ` under ${listing(stated)}`)
  );
}

function driverFacts(here: HostDemand, stack: Stack, demand: Demand): readonly string[] {
  const row = findNixpkgs(demand.catalog, here.release ?? stack.nixpkgs.release);
  if (row === null) return [];
  const names = here.branch === null ? ["production"] : ["production", here.branch];
  const drivers = row.drivers.attributes.flatMap((one) => {
    const version = versionOf(one, row);
    return names.includes(one.name) && version !== null ? [`${one.name} is ${version}`] : [];
  });
  const isMissing = row.drivers.complete && !row.drivers.attributes.some(({ name }) => name === here.branch);
  return [
    ...(here.branch !== null && isMissing ? [`It has no driver branch "${here.branch}".`] : []),
    ...(drivers.length === 0 ? [] : [`There ${listing(drivers)}.`]),
    `Sources: ${sourcesIn(demand.catalog.nixpkgs, row.drivers).join(", ")}.`,
  ];
}

/** Each of them was tried: a stack is left that this machine has a driver for. */
function waysOut(here: HostDemand, stack: Stack, question: Question, demand: Demand): readonly string[] {
  const driver = (key: "branch" | "open", written: string | undefined) =>
    changeText(written === undefined ? driverPath(key, here) : [...here.path, "driver", key], written);
  const suits = (host: HostDemand) => answerFor(host, stack, demand).kind === "chosen";
  const release = here.release ?? stack.nixpkgs.release;
  const declare: readonly Edit[] = here.releaseDeclared
    ? []
    : [declareReleaseEdit(here, release, "the stack then takes it into account, for everybody")];
  const upgrade = nixpkgsByPreference(demand.catalog)
    .filter((row) => row.status.value !== "end-of-life" && row.release !== release)
    .find((row) => suits({ ...here, release: row.release }));
  const branches = findNixpkgs(demand.catalog, release)?.drivers.attributes ?? [];
  const branch = branches.find(
    (one) =>
      one.aliasOf === undefined &&
      one.version &&
      (!here.datacenter || isDatacenterBranch(one.name)) &&
      suits({ ...here, branch: one.name }),
  );
  return [
    ...declare.filter((edit) => helps(edit, question)).map((edit) => edit.text),
    ...(here.branch !== null && suits({ ...here, branch: null }) ? [driver("branch", undefined)] : []),
    ...(branch === undefined ? [] : [driver("branch", branch.name)]),
    ...(here.open !== null && suits({ ...here, open: null }) ? [driver("open", undefined)] : []),
    ...(upgrade === undefined
      ? []
      : [`upgrade ${machineText(here).replace(/^T/, "t")} to NixOS ${upgrade.release}`]),
  ];
}
