import type { CatalogCitation, ExplanationStep } from "../../model/explanation.js";
import type { Catalog, DriverAttribute, NixpkgsRelease } from "../catalog.js";
import { findNixpkgs } from "../catalog.js";
import { cardText, cardsOf, type Card, type Demand, type HostDemand } from "../demand.js";
import { cudaFloor, versionOf, type DriverAnswer } from "../stack/driver.js";
import { configEdit } from "../conflict/edit.js";
import { cardRows, citation, driversRow, ruleRows, toolkitRow } from "./rows.js";
import { configLine, hostName, section, type Particulars, type Subject } from "./words.js";
import { machinesWith } from "../stack/machines.js";
import { compareDotted, listing, majorOf } from "../order.js";
import { codeFor, nameOf } from "../stack/wheels.js";

export function aboutDriver(subject: Subject): Particulars {
  const machines = machinesWith(subject.stack, subject.demand);
  const sections = machines.flatMap(({ host, answer }) => {
    const of = machines.length === 1 && host.name === null ? "" : ` (${hostName(host)})`;
    const release = releaseOf(host, subject);
    return [
      ...section(`What it must do${of}`, [
        ...cardSteps(host, subject.demand),
        ...floorSteps(subject),
        ...statedSteps(host),
      ]),
      ...section(`Branches of NixOS ${release.release}, in order${of}`, branchSteps(host, answer, subject)),
    ];
  });
  return { sections, change: changeText(machines) };
}

/** How to state the branch that is chosen; a board's driver is none of NixOS', and cannot be stated. */
function changeText(machines: ReturnType<typeof machinesWith>): string {
  const lines = machines.flatMap(({ host, answer }) =>
    answer.kind === "chosen" ? [branchLine(host, answer.driver.branch)] : [],
  );
  const from = "It follows from the cards of the machine, its NixOS release and the CUDA of the wheel.";
  return lines.length === 0 ? from : `${from} To fix it:\n\n${configLine(lines.join("\n"))}`;
}

function branchLine({ path }: HostDemand, branch: string): string {
  const keys = [...path.map(String), "driver", "branch"];
  return configEdit("driver", [{ path: keys, written: branch, normal: branch }]).text;
}

function releaseOf(host: HostDemand, { demand, stack }: Subject): NixpkgsRelease {
  return (host.release === null ? null : findNixpkgs(demand.catalog, host.release)) ?? stack.nixpkgs;
}

function cardSteps(host: HostDemand, demand: Demand): readonly ExplanationStep[] {
  const { catalog } = demand;
  return cardsOf(host, demand).map((card) => {
    const last = card.capability.lastDriverBranch;
    const needs = [
      ...(last === null ? [] : [`branch ${last} is the last that drives it`]),
      ...(card.minDriver === null ? [] : [`${card.minDriver} is the first known to drive it`]),
    ];
    return {
      configPath: card.path,
      text: `${cardText(card)}, ${card.capability.architecture}: ${needs.length === 0 ? "every current driver drives it" : listing(needs)}.`,
      rows: [
        ...cardRows(card, catalog),
        ...(last === null ? [] : ruleRows(catalog.gpus, "legacy-branches")),
        ...firstDriverRows(card, catalog),
      ],
    };
  });
}

function firstDriverRows({ gpu, capability }: Card, { gpus }: Catalog): readonly CatalogCitation[] {
  if (gpu?.minDriver !== undefined) return ruleRows(gpus, "blackwell-drivers");
  const name = `compute capability ${capability.capability}, first driver`;
  return capability.minDriver === undefined ? [] : citation(name, gpus, capability.minDriver);
}

function statedSteps(host: HostDemand): readonly ExplanationStep[] {
  const { release, releaseDeclared, branch, datacenter, open, path } = host;
  const stated = (text: string, ...keys: readonly string[]): ExplanationStep => ({
    text,
    configPath: [...path, ...keys],
    rows: [],
  });
  return [
    ...(release !== null && releaseDeclared
      ? [stated(`Its release is stated: NixOS ${release}.`, "release")]
      : []),
    ...(release !== null && !releaseDeclared
      ? [{ text: `It follows NixOS ${release}, as was found on it.`, rows: [] }]
      : []),
    ...(branch === null
      ? []
      : datacenter
        ? [stated(`Data-centre mode takes the branch ${branch}.`, "datacenter")]
        : [stated(`The branch is stated: ${branch}.`, "driver", "branch")]),
    ...(open === null ? [] : [stated(`The kernel module is stated: open is ${open}.`, "driver", "open")]),
  ];
}

function floorSteps({ demand, stack }: Subject): readonly ExplanationStep[] {
  const cuda = stack.variant?.cuda ?? null;
  if (cuda === null) return [];
  const ptx = codeFor(stack, demand) === "ptx";
  const floor = cudaFloor(demand.catalog, cuda, ptx);
  return [
    {
      text: `${nameOf(stack)} wheels need driver ${floor ?? "of unknown version"} or newer${ptx ? ", as the driver must compile PTX of that toolkit" : `, as all of CUDA ${majorOf(cuda)}`}.`,
      rows: [...toolkitRow(cuda, demand.catalog), ...ruleRows(demand.catalog.cuda, "two-driver-floors")],
    },
  ];
}

/** Why a machine has no driver of NixOS. */
const withoutDriver: Readonly<Record<Exclude<DriverAnswer["kind"], "chosen">, string>> = {
  none: "The machine has no card, and gets no driver.",
  board: "A Jetson brings its own driver with the board support package; none of NixOS is chosen.",
  release: "The NixOS release of the machine is not in the catalog, so which drivers it has is not known.",
  impossible: "None of its drivers suits the stack.",
};

function branchSteps(host: HostDemand, answer: DriverAnswer, subject: Subject): readonly ExplanationStep[] {
  if (answer.kind !== "chosen" && answer.kind !== "impossible")
    return [{ text: withoutDriver[answer.kind], rows: [] }];
  const { demand } = subject;
  const release = releaseOf(host, subject);
  const rows = driversRow(release, demand.catalog);
  const chosen = answer.kind === "chosen" ? answer.driver.branch : null;
  return candidates(release, chosen).map((one): ExplanationStep => {
    const version = versionOf(one, release);
    const name = `${one.name}${version === null ? "" : ` ${version}`}`;
    if (one.name === chosen) return { text: `${name}: ${whyTaken(host)}.`, verdict: "chosen", rows };
    const problem = problemOf(version, cardsOf(host, demand), subject);
    const text =
      host.branch === null
        ? "would do, but the branches above come first"
        : host.datacenter
          ? "data-centre mode takes another"
          : `driver.branch asks for ${host.branch}`;
    return { text: `${name}: ${problem ?? text}.`, verdict: problem === null ? "fits" : "out", rows };
  });
}

function whyTaken(host: HostDemand): string {
  if (host.datacenter) return "the branch of NixOS' data-centre mode";
  return host.branch === null ? "the first that fits" : "driver.branch asks for it";
}

/** Those that are taken unasked, in their order, and what is stated. Others are taken by name only. */
function candidates(release: NixpkgsRelease, chosen: string | null): readonly DriverAttribute[] {
  const order = ({ name }: DriverAttribute) =>
    name === "production" ? Infinity : Number(name.split("_")[1] ?? 0);
  return release.drivers.attributes
    .filter(({ name }) => name === chosen || name === "production" || /^legacy_\d+$/.test(name))
    .sort((a, b) => order(b) - order(a));
}

function problemOf(
  version: string | null,
  cards: readonly Card[],
  { demand, stack }: Subject,
): string | null {
  if (version === null) return "its version is not in the catalog";
  const dropped = cards.filter(
    ({ capability: { lastDriverBranch: last } }) => last !== null && majorOf(version) > Number(last),
  );
  if (dropped.length > 0) return `no longer drives ${listing(dropped.map(cardText))}`;
  const early = cards.filter((card) => card.minDriver !== null && compareDotted(version, card.minDriver) < 0);
  if (early.length > 0) return `does not drive ${listing(early.map(cardText))} yet`;
  const cuda = stack.variant?.cuda ?? null;
  const floor = cuda === null ? null : cudaFloor(demand.catalog, cuda, codeFor(stack, demand) === "ptx");
  if (floor !== null && compareDotted(version, floor) < 0)
    return `older than ${floor}, which the wheel's CUDA needs`;
  return null;
}
