import type { Config } from "../model/config.js";
import { hasErrors } from "../model/diagnostic.js";
import { withoutCards, withoutHostCards } from "./card-edits.js";
import { nixpkgsByPreference } from "./catalog.js";
import { demandOf } from "./demand-of.js";
import type { Demand } from "./demand.js";
import { hostsEdit } from "./hosts-edit.js";
import { branchEdit, openEdit, releaseEdit, releaseEdits } from "./machine-edits.js";
import { compareDotted, minorOf } from "./order.js";
import type { Question } from "./question.js";
import { bestStack, type Stack } from "./solve.js";
import { isUnverified } from "./wheels.js";
import { usualSystem, without, type Stated } from "./stated.js";
import { placeText } from "./torch-reasons.js";
import { publishedCuda } from "./unknown.js";

/** A change of what is stated, as text to write and as a function. */
export interface Edit {
  readonly text: string;
  readonly apply: (question: Question) => Question;
}

/** Whether the question with the change has a stack; one that rests on plans or unsupported builds is no advice. */
export function helps(edit: Edit, question: Question, allowed: "verified" | "any" = "verified"): boolean {
  const { demand, diagnostics } = demandOf(edit.apply(question));
  if (hasErrors(diagnostics)) return false;
  const stack = bestStack(demand);
  return stack !== null && (allowed === "any" || !isUnverified(stack));
}

/** Changes of one statement that give a stack, the smallest first. */
export function editsOf(stated: Stated, question: Question, demand: Demand): readonly Edit[] {
  return candidatesFor(stated, demand).flatMap((edits) => {
    const found = edits.find((edit) => helps(edit, question));
    return found === undefined ? [] : [found];
  });
}

/** Lists of changes; of each list the first that helps is worth a line. */
function candidatesFor(stated: Stated, demand: Demand): readonly (readonly Edit[])[] {
  const { catalog } = demand;
  switch (stated.kind) {
    case "cuda":
      return [
        nearestFirst(demand.cuda!, publishedCuda(catalog)).map(cudaEdit),
        [leaveOut("cuda", { cuda: null })],
      ];
    case "torch": {
      const minors = catalog.torch.releases.map((release) => release.minor);
      return [
        nearestFirst(minorOf(demand.torch!), minors).map(torchEdit),
        minors.toReversed().map(torchEdit),
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
      return [[...new Set([usualSystem, ...demand.systems])].map((system) => systemsEdit([system]))];
    case "vision":
      return [[visionEdit]];
    case "cpu":
      return [];
    case "host-gpu":
      return [[withoutHostCards(stated.host, [stated.card], demand)]];
    case "gpu":
      return [
        hostsEdit(demand),
        demand.cards.length === 1 ? [] : [withoutCards([stated.card], demand)],
        stated.card.capability.jetson ? [systemsEdit(["aarch64-linux"])] : [],
      ];
    default: {
      const stack = bestStack(without(demand, stated));
      const edit = stack === null ? null : editTo(stated, stack, demand);
      return stack === null || edit === null ? [] : [[edit], narrowed(stated, stack)];
    }
  }
}

/** The change of all these statements to what a stack has, in one. */
export function editToAll(given: readonly Stated[], stack: Stack, demand: Demand): Edit {
  const cards = given.flatMap((stated) => (stated.kind === "gpu" ? [stated.card] : []));
  const hostCards = demand.hosts.map((_, host) =>
    given.flatMap((stated) => (stated.kind === "host-gpu" && stated.host === host ? [stated.card] : [])),
  );
  // Without a card, the edit of the cards leaves `cuda` out as well.
  const isBare = cards.length > 0 && cards.length === demand.cards.length;
  const isGone = (stated: Stated) => stated.kind === "cuda" && isBare;
  const edits = [
    ...given.flatMap((stated) => (isGone(stated) ? [] : (editTo(stated, stack, demand) ?? []))),
    ...(cards.length === 0 ? [] : [withoutCards(cards, demand)]),
    ...hostCards.flatMap((gone, host) => (gone.length === 0 ? [] : [withoutHostCards(host, gone, demand)])),
  ];
  return {
    text: edits.map((edit) => edit.text).join("\n"),
    apply: (question) => edits.reduce((changed, edit) => edit.apply(changed), question),
  };
}

/** The change of a statement to what a stack has; `null` for cards, which a stack has not. */
function editTo(stated: Stated, stack: Stack, demand: Demand): Edit | null {
  switch (stated.kind) {
    case "cuda":
      return stack.variant === null ? leaveOut("cuda", { cuda: null }) : cudaEdit(stack.variant.cuda);
    case "torch":
      return torchEdit(minorOf(stack.torch));
    case "python":
      return pythonEdit(stack.python);
    case "nixpkgs":
      return nixpkgsEdit(stack.nixpkgs.release);
    case "vision":
      return visionEdit;
    case "requirement":
      return requirementEdit(stated, stack);
    case "branch":
      return branchEdit(stated.host, stack, demand);
    case "open":
      return openEdit(stated.host, stack, demand);
    case "release":
      return releaseEdit(stated.host, stack.nixpkgs.release, demand);
    case "systems":
      return systemsEdit([usualSystem]);
    case "gpu":
    case "host-gpu":
      return null;
    case "cpu":
      return leaveOut("cuda", { cuda: null });
  }
}

/** Other releases of nixpkgs, the best first. */
export function nixpkgsEdits(demand: Demand): readonly Edit[] {
  return nixpkgsByPreference(demand.catalog)
    .filter((row) => row.release !== demand.nixpkgs)
    .map((row) => nixpkgsEdit(row.release));
}

const visionEdit = configEdit(`torch: { vision: false }`, (config) => ({
  ...config,
  torch: { ...config.torch, vision: false },
}));

function configEdit(text: string, change: (config: Config) => Config): Edit {
  return { text, apply: (question) => ({ ...question, config: change(question.config) }) };
}

function leaveOut(key: string, change: Partial<Config>): Edit {
  return configEdit(`leave \`${key}\` out`, (config) => ({ ...config, ...change }));
}

function cudaEdit(cuda: string): Edit {
  return configEdit(`cuda: "${cuda}"`, (config) => ({ ...config, cuda }));
}

function torchEdit(version: string): Edit {
  return configEdit(`torch: { version: "${version}" }`, (config) => ({
    ...config,
    torch: { ...config.torch, version },
  }));
}

function pythonEdit(python: string): Edit {
  return configEdit(`project: { python: "${python}" }`, (config) => ({
    ...config,
    project: { ...config.project, python },
  }));
}

function nixpkgsEdit(release: string): Edit {
  return configEdit(`nix: { nixpkgs: "${release}" }`, (config) => ({
    ...config,
    nix: { ...config.nix, nixpkgs: { ...config.nix.nixpkgs, release } },
  }));
}

function systemsEdit(systems: readonly string[]): Edit {
  return configEdit(`nix: { systems: [${systems.map((one) => `"${one}"`).join(", ")}] }`, (config) => ({
    ...config,
    nix: { ...config.nix, systems },
  }));
}

function requirementEdit(stated: Stated & { readonly kind: "requirement" }, stack: Stack): Edit {
  const { requirement } = stated;
  if (requirement.range !== null) return pythonRangeEdit(stated, `>=${stack.release.python.stable[0]}`);
  return {
    text: `take \`${requirement.text}\` out of ${placeText(requirement.place)}`,
    apply: (question) => ({
      ...question,
      statements: question.statements.filter((one) => one !== requirement.statement),
    }),
  };
}

/** For requires-python also the range of the chosen Python alone. */
function narrowed(stated: Stated, stack: Stack): readonly Edit[] {
  if (stated.kind !== "requirement" || stated.requirement.range === null) return [];
  const [major, minor] = stack.python.split(".").map(Number);
  return [pythonRangeEdit(stated, `>=${stack.python},<${major}.${minor! + 1}`)];
}

function pythonRangeEdit(
  { requirement }: Stated & { readonly kind: "requirement" },
  specifier: string,
): Edit {
  return {
    text: `requires-python = "${specifier}" in ${placeText(requirement.place)}`,
    apply: (question) => ({
      ...question,
      statements: question.statements.map((one) =>
        one === requirement.statement ? { ...one, specifier } : one,
      ),
    }),
  };
}

/** By distance in the list, without the version itself; the newer of two that are as near. */
function nearestFirst(version: string, versions: readonly string[]): readonly string[] {
  const sorted = [...versions].sort(compareDotted);
  const at = sorted.filter((one) => compareDotted(one, version) < 0).length;
  return sorted
    .map((one, index) => ({ one, distance: Math.abs(index - at) }))
    .filter(({ one }) => one !== version)
    .sort((a, b) => a.distance - b.distance || compareDotted(b.one, a.one))
    .map(({ one }) => one);
}
