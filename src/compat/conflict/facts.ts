import type { SourcedFact } from "../../model/diagnostic.js";
import { findNixpkgs, newestStableNixpkgs, sourcesIn } from "../catalog.js";
import type { Demand } from "../demand.js";
import { branchFact, driverFacts, driversFact, floorFact, openFacts, undrivenFact } from "./driver-facts.js";
import { cudaOf } from "./locked-values.js";
import { listing } from "../order.js";
import type { Stated } from "./stated.js";
import { audioFact, pythonFact, rangeFacts, visionFact } from "./python-facts.js";
import { kernelFact, systemsFact, torchFacts, wheelsFact } from "./wheel-facts.js";

/** Which side of a stack does not fit. */
export type About = "driver" | "stack";

/** What the catalog knows about one statement of a clash that matters to the others of it. */
export function factsAbout(
  stated: Stated,
  core: readonly Stated[],
  demand: Demand,
  about: About,
): readonly SourcedFact[] {
  const { catalog } = demand;
  switch (stated.kind) {
    case "gpu":
    case "host-gpu":
      return [
        ...(about === "driver" ? driverFacts(stated.card) : [kernelFact(stated.card, demand)]),
        ...undrivenFact(stated.card, demand),
      ];
    case "cuda":
      return [about === "driver" ? floorFact(demand.cuda!, demand) : wheelsFact(demand.cuda!, demand)];
    case "torch":
      return torchFacts(demand.torch!, core, demand);
    case "python":
      return [pythonFact(demand.python!, demand)];
    case "nixpkgs":
      return [releaseFact(demand.nixpkgs!, demand, about)];
    case "release":
      return [driversFact(demand.hosts[stated.host]!.release!, demand)];
    case "branch":
      return [branchFact(stated.host, demand)];
    case "open":
      return openFacts(stated.host, demand);
    case "systems":
      return [systemsFact(demand)];
    case "vision":
      return visionFact(demand);
    case "audio":
      return audioFact(demand);
    case "cpu":
      return [
        {
          text: "The wheel is the CPU one, which has no CUDA.",
          sources: sourcesIn(catalog.torch, catalog.torch.cpuSystems),
        },
      ];
    case "requirement":
      if (stated.requirement.name === "torchvision") return visionFact(demand);
      if (stated.requirement.name === "torchaudio") return audioFact(demand);
      return stated.requirement.range === null ? [] : rangeFacts(stated.requirement.range.lowest, demand);
    case "locked":
      return lockedFacts(stated, core, demand, about);
  }
}

function lockedFacts(
  { locked: { key, value } }: Stated & { readonly kind: "locked" },
  core: readonly Stated[],
  demand: Demand,
  about: About,
): readonly SourcedFact[] {
  switch (key) {
    case "torch":
      return torchFacts(value, core, demand);
    case "python":
      return [pythonFact(value, demand)];
    case "nixpkgs":
      return findNixpkgs(demand.catalog, value) === null ? [] : [releaseFact(value, demand, about)];
    case "wheel": {
      const cuda = cudaOf(value, demand);
      if (cuda === null) return [];
      return [about === "driver" ? floorFact(cuda, demand) : wheelsFact(cuda, demand)];
    }
  }
}

/** The release of nixpkgs that counts where none is stated, as something that takes part in a clash. */
export function impliedNixpkgs(
  demand: Demand,
  about: About,
): { text: string; facts: readonly SourcedFact[] } {
  const { release } = newestStableNixpkgs(demand.catalog);
  return {
    text: `nixpkgs ${release}, the newest stable release`,
    facts: [releaseFact(release, demand, about)],
  };
}

/** What a release of nixpkgs has. */
function releaseFact(release: string, demand: Demand, about: About): SourcedFact {
  if (about === "driver") return driversFact(release, demand);
  const { catalog } = demand;
  const row = findNixpkgs(catalog, release)!;
  const toolkits = row.cuda.scopes.filter((scope) => scope.note === undefined).map((scope) => scope.version);
  const pythons = row.python.interpreters.value
    .filter((one) => one.prerelease !== true)
    .map((one) => one.version);
  return {
    text: `It has CUDA toolkits ${rangeText(toolkits)}, and Python ${rangeText(pythons)}.`,
    sources: [
      ...sourcesIn(catalog.nixpkgs, row.cuda),
      ...sourcesIn(catalog.nixpkgs, row.python.interpreters),
    ],
  };
}

/** The ends of a long list, a short one in full. */
function rangeText(versions: readonly string[]): string {
  return versions.length <= 4 ? listing(versions) : `${versions[0]} to ${versions.at(-1)}`;
}
