import { newestStableNixpkgs, nixpkgsByPreference } from "../catalog.js";
import { otherCards, withoutCards } from "./card-edits.js";
import { usualSystem, type Demand } from "../demand.js";
import { configEdit, type Edit } from "./edit.js";
import { hostsEdit } from "./hosts-edit.js";
import { branchEdit, openEdit, releaseEdit, releaseEdits } from "./machine-edits.js";
import { compareDotted, minorOf } from "../order.js";
import type { Question } from "../question.js";
import { without } from "./relaxed.js";
import { requirementEdits } from "./requirement-edits.js";
import { bestStack, type Stack } from "../stack/solve.js";
import type { Stated } from "./stated.js";
import { publishedCuda } from "../notices/unknown.js";

/** Changes of one statement, in lists: of each list the first that helps is worth a line. */
export function candidatesFor(
  stated: Stated,
  question: Question,
  demand: Demand,
): readonly (readonly Edit[])[] {
  const { catalog } = demand;
  switch (stated.kind) {
    case "cuda":
      return [nearestFirst(demand.cuda!, publishedCuda(catalog)).map(cudaEdit), [leaveCudaOut]];
    case "torch": {
      const minors = catalog.torch.releases.map((release) => release.minor);
      return [
        nearestFirst(minorOf(demand.torch!), minors).map((minor) => torchEdit(minor)),
        minors.toReversed().map((minor) => torchEdit(minor, "new-version")),
      ];
    }
    case "python": {
      const pythons = [...new Set(catalog.torch.releases.flatMap((release) => release.python.stable))];
      return [nearestFirst(demand.python!, pythons).map(pythonEdit)];
    }
    case "nixpkgs":
      return [nixpkgsEdits(demand)];
    case "release":
      return [releaseEdits(stated.host, demand)];
    case "systems":
      return [systemsEdits(demand)];
    case "host-gpu":
      return [[withoutCards([stated], question, demand)]];
    case "gpu":
      return [
        hostsEdit(demand),
        demand.cards.length > 1
          ? [withoutCards([stated], question, demand)]
          : otherCards(stated.card, demand),
        stated.card.capability.jetson ? [systemsEdit(["aarch64-linux"])] : [],
      ];
    case "cpu":
    case "locked":
      return [];
    case "requirement":
    case "vision":
    case "audio":
    case "branch":
    case "open": {
      const stack = bestStack(without(demand, stated));
      return stack === null ? [] : changesTo(stated, stack, demand).map((edit) => [edit]);
    }
  }
}

/** Chooses anew whatever is locked. */
export const upgradeEdit: Edit = {
  kind: "upgrade",
  text: "nixtorch plan --upgrade",
  apply: (question) => ({ ...question, upgrade: true }),
};

/** Changes of a statement to what a stack has; none for cards, which a stack has not. */
export function changesTo(stated: Stated, stack: Stack, demand: Demand): readonly Edit[] {
  switch (stated.kind) {
    case "cuda":
      return [stack.variant === null ? leaveCudaOut : cudaEdit(stack.variant.cuda)];
    case "torch":
      return [torchEdit(minorOf(stack.torch))];
    case "python":
      return [pythonEdit(stack.python)];
    case "nixpkgs":
      return [nixpkgsEdit(stack.nixpkgs.release)];
    case "vision":
    case "audio":
      return [companionEdit(stated.kind)];
    case "requirement":
      return requirementEdits(stated.requirement, stack);
    case "branch":
      return [branchEdit(stated.host, stack, demand)];
    case "open":
      return [openEdit(stated.host, stack, demand)];
    case "release":
      return [releaseEdit(stated.host, stack.nixpkgs.release, demand)];
    case "systems":
      return systemsEdits(demand).slice(0, 1);
    case "cpu":
      return [leaveCudaOut];
    case "locked":
      return [lockedEdit(stated.locked.key, stack)];
    case "gpu":
    case "host-gpu":
      return [];
  }
}

/** Asks for what a stack has in place of what is locked. */
function lockedEdit(key: "torch" | "wheel" | "python" | "nixpkgs", stack: Stack): Edit {
  switch (key) {
    case "torch":
      return torchEdit(minorOf(stack.torch));
    case "wheel":
      return stack.variant === null ? leaveCudaOut : cudaEdit(stack.variant.cuda);
    case "python":
      return pythonEdit(stack.python);
    case "nixpkgs":
      return nixpkgsEdit(stack.nixpkgs.release);
  }
}

/** Other releases of nixpkgs, the best first. */
export function nixpkgsEdits({ catalog, nixpkgs }: Demand): readonly Edit[] {
  const current = nixpkgs ?? newestStableNixpkgs(catalog).release;
  return nixpkgsByPreference(catalog)
    .filter((row) => row.release !== current)
    .map((row) => nixpkgsEdit(row.release));
}

function companionEdit(key: "vision" | "audio"): Edit {
  return configEdit("companion", [{ path: ["torch", key], written: false, normal: false }]);
}

const leaveCudaOut = configEdit("leave-out", [{ path: ["cuda"], written: undefined, normal: null }]);

function cudaEdit(cuda: string): Edit {
  return configEdit("near-version", [{ path: ["cuda"], written: cuda, normal: cuda }]);
}

function torchEdit(version: string, kind: Edit["kind"] = "near-version"): Edit {
  return configEdit(kind, [{ path: ["torch", "version"], written: version, normal: version }]);
}

function pythonEdit(python: string): Edit {
  return configEdit("python", [{ path: ["project", "python"], written: python, normal: python }]);
}

function nixpkgsEdit(release: string): Edit {
  const path = ["nix", "nixpkgs"];
  return configEdit("nixpkgs", [{ path, written: release, normal: { release, url: null } }]);
}

/** What the cards' machines need; where they are of any kind, fewer of the systems. */
function systemsEdits({ cards, systems }: Demand): readonly Edit[] {
  const single = [...new Set([usualSystem, ...(systems ?? [])])].map((system) => systemsEdit([system]));
  const leaveOut = configEdit("systems", [{ path: ["nix", "systems"], written: undefined, normal: null }]);
  return cards.some(({ system }) => system !== null) ? [leaveOut, ...single] : single;
}

function systemsEdit(systems: readonly string[]): Edit {
  return configEdit("systems", [{ path: ["nix", "systems"], written: systems, normal: systems }]);
}

/** The versions next to one, by how many lie between; of two equally near ones the newer first. */
function nearestFirst(version: string, known: readonly string[]): readonly string[] {
  const sorted = [...known].sort(compareDotted);
  const at = sorted.filter((one) => compareDotted(one, version) < 0).length;
  return sorted
    .map((one, index) => ({ one, distance: Math.abs(index - at) }))
    .filter(({ one }) => one !== version)
    .sort((a, b) => a.distance - b.distance || compareDotted(b.one, a.one))
    .map(({ one }) => one);
}
