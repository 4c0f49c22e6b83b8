import {
  findNixpkgs,
  newestStableNixpkgs,
  sourcesIn,
  type Kernels,
  type TorchRelease,
  type WheelVariant,
} from "./catalog.js";
import { cardText, cardsOf, type Card, type Demand } from "./demand.js";
import { branchNumber, cudaFloor, hasOpenModule, versionOf } from "./driver.js";
import { runsBy } from "./kernels.js";
import { compareDotted, isWithin, listing } from "./order.js";
import { hostText, type Stated } from "./stated.js";

/** One sentence that a clash rests on, and where it is from. */
export interface ClashFact {
  readonly text: string;
  readonly sources: readonly string[];
}

/** What the catalog knows about one statement of a clash. `about`: which side of the stack does not fit. */
export function factsAbout(stated: Stated, demand: Demand, about: "driver" | "stack"): readonly ClashFact[] {
  const { catalog } = demand;
  switch (stated.kind) {
    case "gpu":
    case "host-gpu":
      return [about === "driver" ? driverFact(stated.card) : kernelFact(stated.card, demand)];
    case "cuda":
      return [wheelsFact(demand), ...(about === "driver" ? [floorFact(demand)] : [])];
    case "torch":
      return torchFacts(demand);
    case "python":
      return [pythonFact(demand)];
    case "nixpkgs":
      return [about === "driver" ? driversFact(demand.nixpkgs!, demand) : nixpkgsFact(demand)];
    case "release":
      return [driversFact(demand.hosts[stated.host]!.release!, demand)];
    case "branch":
      return [branchFact(stated.host, demand)];
    case "open":
      return openFacts(stated.host, demand);
    case "systems":
      return [systemsFact(demand)];
    case "vision":
      return [visionFact(demand)];
    case "cpu":
      return [
        {
          text: "Without a GPU the wheel is the CPU one, which has no CUDA.",
          sources: sourcesIn(catalog.torch, catalog.torch.cpuSystems),
        },
      ];
    case "requirement":
      if (stated.requirement.name === "torchvision" && demand.python !== null) return [visionFact(demand)];
      return stated.requirement.range === null ? [] : lowestFact(stated.requirement.range.lowest, demand);
  }
}

/** "Kernels for RTX 5090 (12.0) exist from CUDA 12.8 on: …" */
function kernelFact(card: Card, demand: Demand): ClashFact {
  const { catalog } = demand;
  const systems = card.system === null ? demand.systems : [card.system];
  const runs = (kernels: Kernels | undefined) =>
    kernels !== undefined && runsBy(kernels, card.capability.capability) !== null;
  const wheels = verifiedWheels(demand).filter(({ variant }) =>
    systems.every((system) => runs(variant.kernels[system])),
  );
  const rule = catalog.torch.rules.filter((one) => one.id === "kernel-compatibility");
  const [first] = wheels;
  if (first === undefined) {
    const where = systems.length > 1 ? ` on each of ${listing(systems)}` : ` on ${listing(systems)}`;
    return {
      text: `No wheel has kernels for ${cardText(card)}${where}.`,
      sources: sourcesIn(catalog.torch, ...rule),
    };
  }
  const cudas = [...new Set(wheels.map(({ variant }) => variant.cuda))].sort(compareDotted);
  const bound = card.capability.lastCuda === null ? `from CUDA ${cudas[0]} on` : `up to CUDA ${cudas.at(-1)}`;
  return {
    text: `Kernels for ${cardText(card)} exist ${bound}: ${newestOf(cudas, wheels)}.`,
    sources: [...sourcesIn(catalog.torch, ...rule, first.variant)],
  };
}

interface VerifiedWheel {
  readonly release: TorchRelease;
  readonly variant: WheelVariant;
}

function verifiedWheels(demand: Demand): readonly VerifiedWheel[] {
  return demand.catalog.torch.releases
    .filter((release) => release.confidence === "verified")
    .flatMap((release) =>
      release.variants
        .filter((variant) => variant.status !== "extra")
        .map((variant) => ({ release, variant })),
    );
}

/** "CUDA 12.8 with torch 2.7 to 2.11" */
function spanText(cuda: string, wheels: readonly VerifiedWheel[]): string {
  return `CUDA ${cuda} with torch ${span(wheels.filter(({ variant }) => variant.cuda === cuda).map(({ release }) => release.minor))}`;
}

/** The newest few: what is older helps nobody. */
function newestOf(cudas: readonly string[], wheels: readonly VerifiedWheel[]): string {
  return listing(cudas.slice(-4).map((cuda) => spanText(cuda, wheels)));
}

function span(versions: readonly string[]): string {
  const [first, last] = [versions[0], versions.at(-1)];
  return first === last ? `${first}` : `${first} to ${last}`;
}

function wheelsFact(demand: Demand): ClashFact {
  const wheels = verifiedWheels(demand).filter(({ variant }) => variant.cuda === demand.cuda);
  if (wheels.length === 0)
    return { text: `No verified torch has wheels for CUDA ${demand.cuda}.`, sources: [] };
  return {
    text: `PyTorch has wheels for ${spanText(demand.cuda!, wheels)}.`,
    sources: sourcesIn(demand.catalog.torch, wheels[0]!.variant),
  };
}

function floorFact(demand: Demand): ClashFact {
  return {
    text: `CUDA ${demand.cuda} needs driver ${cudaFloor(demand.catalog, demand.cuda!, false)} or newer.`,
    sources: sourcesIn(
      demand.catalog.cuda,
      ...demand.catalog.cuda.toolkits.filter((row) => row.version === demand.cuda),
    ),
  };
}

function torchFacts(demand: Demand): readonly ClashFact[] {
  const matching = demand.catalog.torch.releases.filter((release) =>
    release.patches.some((patch) => isWithin(patch, demand.torch!)),
  );
  return matching.slice(-1).map((release) => ({
    text:
      `torch ${release.minor} has wheels for CUDA ${listing(release.variants.filter((one) => one.status !== "removed").map((one) => one.cuda))}, ` +
      `and for Python ${span(release.python.stable)}.`,
    sources: sourcesIn(demand.catalog.torch, release.python, ...release.variants.slice(0, 1)),
  }));
}

function pythonFact(demand: Demand): ClashFact {
  const supporting = demand.catalog.torch.releases.filter(({ python }) =>
    [...python.stable, ...python.experimental].includes(demand.python!),
  );
  return {
    text: `Python ${demand.python} is supported by torch ${span(supporting.map((release) => release.minor))}.`,
    sources: sourcesIn(demand.catalog.torch, ...supporting.slice(0, 1).map((release) => release.python)),
  };
}

/** What the nixpkgs release that counts has; `implied` if nobody chose it. */
export function nixpkgsFact(demand: Demand): ClashFact {
  const { catalog } = demand;
  const row =
    (demand.nixpkgs === null ? null : findNixpkgs(catalog, demand.nixpkgs)) ?? newestStableNixpkgs(catalog);
  const toolkits = row.cuda.scopes.filter((scope) => scope.note === undefined).map((scope) => scope.version);
  const which =
    demand.nixpkgs === null ? `nixpkgs ${row.release}, the newest stable release,` : `nixpkgs ${row.release}`;
  const pythons = row.python.interpreters.value
    .filter((one) => one.prerelease !== true)
    .map((one) => one.version);
  return {
    text: `${which} has CUDA toolkits for ${listing(toolkits)}, and Python ${listing(pythons)}.`,
    sources: sourcesIn(catalog.nixpkgs, row.cuda),
  };
}

/** Which torch has no torchvision, or none for the declared Python. */
function visionFact({ catalog, python, torch }: Demand): ClashFact {
  const releases = catalog.torch.releases.filter(({ patches }) =>
    patches.some((patch) => torch === null || isWithin(patch, torch)),
  );
  const lacking = releases.find(({ companions }) =>
    companions.rows.some((row) => python !== null && row.torchvisionPython?.includes(python) === false),
  );
  if (lacking === undefined) {
    return { text: "The catalog knows no torchvision for that torch.", sources: [] };
  }
  return {
    text: `torchvision for torch ${lacking.minor} is not published for Python ${python}.`,
    sources: sourcesIn(catalog.torch, lacking.companions),
  };
}

/** A release that is still updated may have more drivers than were recorded. */
function driversFact(release: string, demand: Demand): ClashFact {
  const row = findNixpkgs(demand.catalog, release);
  const drivers = (row?.drivers.attributes ?? []).flatMap((one) =>
    one.aliasOf === undefined && one.version && !/^(?:dc|vulkan)/.test(one.name)
      ? [`${one.name} ${one.version}`]
      : [],
  );
  return {
    text: `NixOS ${release} has the ${row?.drivers.complete === false ? "known " : ""}drivers ${listing(drivers)}.`,
    sources: row === null ? [] : sourcesIn(demand.catalog.nixpkgs, row.drivers),
  };
}

function openFacts(host: number, demand: Demand): readonly ClashFact[] {
  const { branch } = demand.hosts[host]!;
  const { nixpkgs } = demand.catalog;
  if (branch === null || hasOpenModule(branch, demand.catalog)) return [];
  return [
    {
      text: `Driver branch ${branch} has no open kernel module.`,
      sources: sourcesIn(nixpkgs, nixpkgs.withoutOpenModule),
    },
  ];
}

function branchFact(host: number, demand: Demand): ClashFact {
  const { release, branch } = demand.hosts[host]!;
  const row = findNixpkgs(
    demand.catalog,
    release ?? demand.nixpkgs ?? newestStableNixpkgs(demand.catalog).release,
  );
  const attribute = row?.drivers.attributes.find((one) => one.name === branch);
  const version = row && attribute ? versionOf(attribute, row) : null;
  return {
    text: `"${branch}" of NixOS ${row?.release} is ${driverText(branch!, version)}, for ${listing(cardsOf(demand.hosts[host]!, demand).map(cardText))} in ${hostText(demand, host)}.`,
    sources: row ? sourcesIn(demand.catalog.nixpkgs, row.drivers) : [],
  };
}

function driverText(branch: string, version: string | null): string {
  if (version !== null) return `driver ${version}`;
  const number = branchNumber(branch);
  return number === null ? "a driver of an unrecorded version" : `a driver of branch ${number}`;
}

/** "V100 (7.0) needs the proprietary kernel module, and a driver of branch 580 at most." */
function driverFact(card: Card): ClashFact {
  const { lastDriverBranch } = card.capability;
  const needs = [
    ...(card.open === "unsupported" ? ["the proprietary kernel module"] : []),
    ...(card.open === "required" ? ["the open kernel module"] : []),
    ...(lastDriverBranch === null ? [] : [`a driver of branch ${lastDriverBranch} at most`]),
    ...(card.minDriver === null ? [] : [`driver ${card.minDriver} or newer`]),
  ];
  const text =
    needs.length === 0 ? "runs with either kernel module and any current driver" : `needs ${listing(needs)}`;
  return { text: `${cardText(card)} ${text}.`, sources: card.sources };
}

function systemsFact(demand: Demand): ClashFact {
  const texts = demand.systems.map((system) => {
    const wheels = verifiedWheels(demand).filter(({ variant }) => variant.kernels[system] !== undefined);
    const cudas = [...new Set(wheels.map(({ variant }) => variant.cuda))].sort(compareDotted);
    if (cudas.length === 0) return `There are no CUDA wheels for ${system}.`;
    return `CUDA wheels for ${system}: ${newestOf(cudas, wheels)}.`;
  });
  const rule = demand.catalog.torch.rules.filter((one) => one.id === "aarch64-kernels");
  return { text: texts.join(" "), sources: sourcesIn(demand.catalog.torch, ...rule) };
}

function lowestFact(lowest: string | null, demand: Demand): readonly ClashFact[] {
  const { releases, rules } = demand.catalog.torch;
  const supporting = releases.filter(
    (release) => lowest !== null && compareDotted(lowest, release.python.stable[0]!) >= 0,
  );
  const last = supporting.findLast((release) => release.python.stable.includes(lowest!));
  const newest =
    lowest === null
      ? "no Python"
      : `Python ${lowest}${last ? `, which torch supports up to ${last.minor}` : ", which no torch supports"}`;
  return [
    {
      text: `It admits ${newest}, and uv locks for every Python that requires-python admits.`,
      sources: sourcesIn(demand.catalog.torch, ...rules.filter((one) => one.id === "requires-python")),
    },
  ];
}
