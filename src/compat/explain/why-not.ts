import type { CatalogCitation } from "../../model/explanation.js";
import { findNixpkgs, type Kernels, type NixpkgsRelease } from "../catalog.js";
import { pythonLimits } from "../stack/companions.js";
import { cardText, cardsOf, systemsFor, systemsOf, wantsVision, type Demand } from "../demand.js";
import { cudaFloor, driverFor } from "../stack/driver.js";
import { driversRow, pythonRow, releaseRow, ruleRows, scopesRow, toolkitRow, wheelRow } from "./rows.js";
import { runsBy } from "../stack/kernels.js";
import { isWithin, listing, majorOf } from "../order.js";
import { hostName, kernelsText, pythonSupport } from "./words.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { placeText } from "../choices/torch-reasons.js";
import { toolkitFor } from "../stack/toolkit.js";
import { codeFor, isUnverified, nameOf, satisfies, type Wheel } from "../stack/wheels.js";

/** Why a wheel is out. The text goes on after its name and a colon. */
export interface Objection {
  readonly text: string;
  readonly rows: readonly CatalogCitation[];
}

type Check = (wheel: Wheel, demand: Demand, stack: Stack) => Objection | null;

/** The first thing that speaks against a wheel beside the other choices of the stack; `null`: it would do. */
export function whyNot(wheel: Wheel, demand: Demand, stack: Stack): Objection | null {
  for (const check of checks) {
    const objection = check(wheel, demand, stack);
    if (objection !== null) return objection;
  }
  return null;
}

const otherTorch: Check = ({ torch }, demand) =>
  demand.torch === null || isWithin(torch, demand.torch)
    ? null
    : { text: `torch.version asks for ${demand.torch}`, rows: [] };

const notBuilt: Check = (wheel, { catalog }) => {
  const { variant, torch } = wheel;
  if (variant === null) return null;
  const isGone = variant.status === "removed";
  if (!isGone && variant.patches?.includes(torch) !== false) return null;
  return {
    text: isGone ? "no longer built" : "not built for this patch release",
    rows: wheelRow(wheel, catalog),
  };
};

const otherCuda: Check = ({ variant }, { cuda }) =>
  cuda === null || variant?.cuda === cuda ? null : { text: `cuda asks for ${cuda}`, rows: [] };

const unasked: Check = (wheel, demand) => {
  const { release, variant } = wheel;
  const isAsked = demand.torch !== null || demand.cuda !== null || demand.kept?.torch === wheel.torch;
  const isNamed = demand.requirements.some(({ name }) => name === "torch");
  if (!isUnverified(wheel) || demand.vouched !== null) return null;
  if (release.confidence !== "verified")
    return isAsked || isNamed
      ? null
      : {
          text: `${release.note ?? "not verified"}; such a release is taken only if it is asked for`,
          rows: releaseRow(wheel, demand.catalog),
        };
  if (variant === null || demand.cuda === variant.cuda || demand.kept?.wheel === variant.name) return null;
  const what =
    variant.status === "extra" ? "a build without upstream support" : "known from memory or plans only";
  return { text: `${what}, taken only if cuda asks for it`, rows: wheelRow(wheel, demand.catalog) };
};

const missingSystem: Check = (wheel, demand) => {
  const { variant } = wheel;
  const built = variant === null ? demand.catalog.torch.cpuSystems.value : Object.keys(variant.kernels);
  if (built.length === 0) return null;
  const missing = systemsOf(demand).filter((system) => !built.includes(system));
  return missing.length === 0
    ? null
    : { text: `no wheels for ${listing(missing)}`, rows: wheelRow(wheel, demand.catalog) };
};

const noKernels: Check = (wheel, demand) => {
  if (codeFor(wheel, demand) !== null) return null;
  const { variant } = wheel;
  const cards = demand.cards.filter((card) => codeFor(wheel, { ...demand, cards: [card] }) === null);
  const kernels = Object.entries(variant?.kernels ?? {}).find(([system, one]) =>
    cards.some((card) => systemsFor(card, demand).includes(system) && !runs(one, card.capability.capability)),
  );
  const holds =
    kernels === undefined ? "which code it holds is not known" : `it holds ${kernelsText(kernels[1])}`;
  return {
    text: `no code that runs on ${listing(cards.map(cardText))}: ${holds}`,
    rows: [...wheelRow(wheel, demand.catalog), ...ruleRows(demand.catalog.torch, "kernel-compatibility")],
  };
};

function runs(kernels: Kernels, capability: string): boolean {
  return runsBy(kernels, capability) !== null;
}

const badRequirement: Check = (wheel, demand) => {
  const { companions, release } = wheel;
  if (wantsVision(demand) && (companions?.torchvision ?? null) === null)
    return { text: "no torchvision was released with it", rows: releaseRow(wheel, demand.catalog) };
  const wrong = demand.requirements.find((one) => !satisfies(wheel, one, demand));
  if (wrong === undefined) return null;
  const lowest = wrong.range?.lowest ?? null;
  const why =
    wrong.range === null
      ? ""
      : `: that admits Python ${lowest ?? "of no kind"}, and this one begins with ${release.python.stable[0]}`;
  return {
    text: `${wrong.text} in ${placeText(wrong.place)} does not admit it${why}`,
    rows: wrong.range === null ? [] : ruleRows(demand.catalog.torch, "requires-python"),
  };
};

const noPython: Check = ({ release, companions }, demand, { nixpkgs }) => {
  const { stable, experimental } = release.python;
  const limits = pythonLimits(companions, demand);
  const range = demand.requirements.find((one) => one.range !== null);
  const stated =
    demand.python === null ? stable : [...stable, ...experimental].filter((one) => one === demand.python);
  const there = stated.filter((python) => demand.managedPython || hasPython(python, nixpkgs, demand));
  const able = there.filter(
    (python) => limits.every((one) => one.python.includes(python)) && range?.range?.admits(python) !== false,
  );
  if (able.length > 0) return null;
  const wanted = [
    ...(demand.python === null ? [] : [`project.python ${demand.python}`]),
    ...(range === undefined ? [] : [`${range.text} in ${placeText(range.place)}`]),
  ];
  return {
    text: `it has no Python that suits ${listing([...wanted, `nixpkgs ${nixpkgs.release}`])}: ${pythonSupport(release, limits)}`,
    rows: pythonRow(release, demand.catalog),
  };
};

function hasPython(python: string, nixpkgs: NixpkgsRelease, demand: Demand): boolean {
  const row = nixpkgs.python.interpreters.value.find(({ version }) => version === python);
  return row !== undefined && (row.prerelease !== true || demand.python !== null);
}

const noToolkit: Check = ({ variant }, demand, { nixpkgs }) => {
  if (variant === null || demand.vouched?.lifted) return null;
  if (toolkitFor(demand.catalog, nixpkgs, variant.cuda, demand.cards) !== null) return null;
  return {
    text: `nixpkgs ${nixpkgs.release} has no toolkit of CUDA ${majorOf(variant.cuda)} that compiles for the cards`,
    rows: scopesRow(nixpkgs, demand.catalog),
  };
};

const noDriver: Check = (wheel, demand, { nixpkgs }) => {
  const cuda = wheel.variant?.cuda ?? null;
  const ptxOnly = codeFor(wheel, demand) === "ptx";
  const host = demand.hosts.find(
    (one) => driverFor(one, demand, { nixpkgs, cuda, ptxOnly }).kind === "impossible",
  );
  if (host === undefined || cuda === null) return null;
  const release = host.release === null ? nixpkgs : (findNixpkgs(demand.catalog, host.release) ?? nixpkgs);
  const floor = cudaFloor(demand.catalog, cuda, ptxOnly);
  return {
    text:
      `${ptxOnly ? "code that the driver must compile, which" : "its CUDA"} needs driver ${floor} or newer, and no driver ` +
      `of NixOS ${release.release} that drives ${listing(cardsOf(host, demand).map(cardText))} in ${hostName(host)} is`,
    rows: [...toolkitRow(cuda, demand.catalog), ...driversRow(release, demand.catalog)],
  };
};

/** Whatever the checks before do not see: the resolver has the last word. */
const noStack: Check = (wheel, demand, { nixpkgs }) => {
  if (demand.vouched !== null) return null;
  const asked = { ...demand, torch: wheel.torch, cuda: wheel.variant?.cuda ?? null, kept: null };
  const stack = bestStack({ ...asked, nixpkgs: nixpkgs.release });
  return stack !== null && nameOf(stack) === nameOf(wheel)
    ? null
    : { text: "does not go with everything that is declared", rows: [] };
};

const checks: readonly Check[] = [
  otherTorch,
  badRequirement,
  notBuilt,
  unasked,
  otherCuda,
  missingSystem,
  noKernels,
  noPython,
  noToolkit,
  noDriver,
  noStack,
];
