import type { Place } from "../model/diagnostic.js";
import { cardText, cardsOf, type Card, type Demand, type Requirement } from "./demand.js";
import type { ConfigPath } from "./question.js";
import { placeText } from "./torch-reasons.js";

/** One thing that a person stated, or that is so on the machine; it can be taken out of a demand. */
export type Stated =
  | { readonly kind: "systems" | "vision" | "nixpkgs" | "python" | "torch" | "cuda" | "cpu" }
  | { readonly kind: "requirement"; readonly requirement: Requirement }
  | { readonly kind: "release" | "branch" | "open"; readonly host: number }
  | { readonly kind: "host-gpu"; readonly host: number; readonly card: Card }
  | { readonly kind: "gpu"; readonly card: Card };

/** What `nix.systems` is where nobody states it. */
export const usualSystem = "x86_64-linux";

export type StatedKind = Stated["kind"];

/** All that is stated; what a person would rather not hear blamed comes first. */
export function statedIn(demand: Demand): readonly Stated[] {
  const hosts = demand.hosts.map((host, index) => [host, index] as const);
  const has = (kind: "nixpkgs" | "python" | "torch" | "cuda"): readonly Stated[] =>
    demand[kind] === null ? [] : [{ kind }];
  return [
    ...(demand.systems.join() === usualSystem ? [] : [{ kind: "systems" as const }]),
    ...(demand.vision ? [{ kind: "vision" as const }] : []),
    ...has("nixpkgs"),
    ...has("python"),
    ...hosts.flatMap(([one, host]) => (one.release === null ? [] : [{ kind: "release" as const, host }])),
    ...hosts.flatMap(([one, host]) => (one.branch === null ? [] : [{ kind: "branch" as const, host }])),
    ...hosts.flatMap(([one, host]) => (one.open === null ? [] : [{ kind: "open" as const, host }])),
    ...demand.requirements.map((requirement) => ({ kind: "requirement" as const, requirement })),
    ...has("torch"),
    ...has("cuda"),
    ...(demand.cpu ? [{ kind: "cpu" as const }] : []),
    ...hosts.flatMap(([one, host]) =>
      (one.cards ?? []).map((card) => ({ kind: "host-gpu" as const, host, card })),
    ),
    ...demand.cards.map((card) => ({ kind: "gpu" as const, card })),
  ];
}

/** The demand as it would be without the statement. */
export function without(demand: Demand, stated: Stated): Demand {
  const changeHost = (index: number, change: Partial<Demand["hosts"][number]>): Demand => ({
    ...demand,
    hosts: demand.hosts.map((host, at) => (at === index ? { ...host, ...change } : host)),
  });
  switch (stated.kind) {
    case "systems":
      return { ...demand, systems: [usualSystem] };
    case "vision":
      return { ...demand, vision: false };
    case "nixpkgs":
      return { ...demand, nixpkgs: null, anyNixpkgs: true };
    case "python":
    case "torch":
    case "cuda":
      return { ...demand, [stated.kind]: null };
    case "cpu":
      return { ...demand, cpu: false };
    case "requirement":
      return { ...demand, requirements: demand.requirements.filter((one) => one !== stated.requirement) };
    case "release":
    case "branch":
    case "open":
      return changeHost(stated.host, { [stated.kind]: null });
    case "host-gpu": {
      const cards = cardsOf(demand.hosts[stated.host]!, demand);
      return changeHost(stated.host, { cards: cards.filter((one) => one !== stated.card) });
    }
    case "gpu":
      return { ...demand, cards: demand.cards.filter((one) => one !== stated.card) };
  }
}

/** The statement in the words of the file that it stands in. */
export function statedText(stated: Stated, demand: Demand): string {
  switch (stated.kind) {
    case "systems":
      return `nix.systems: ${demand.systems.join(", ")}`;
    case "vision":
      return "torch.vision: true";
    case "nixpkgs":
      return `nix.nixpkgs: "${demand.nixpkgs}"`;
    case "python":
      return `project.python: "${demand.python}"`;
    case "torch":
      return `torch.version: "${demand.torch}"`;
    case "cuda":
      return `cuda: "${demand.cuda}"`;
    case "cpu":
      return "no GPU";
    case "requirement":
      return `${stated.requirement.text} in ${placeText(stated.requirement.place)}`;
    case "release":
      return `NixOS ${demand.hosts[stated.host]!.release} on ${hostText(demand, stated.host)}`;
    case "branch":
      return `driver.branch: "${demand.hosts[stated.host]!.branch}" for ${hostText(demand, stated.host)}`;
    case "open":
      return `driver.open: ${demand.hosts[stated.host]!.open} for ${hostText(demand, stated.host)}`;
    case "host-gpu":
      return `${cardText(stated.card)} in ${hostText(demand, stated.host)}`;
    case "gpu":
      return cardText(stated.card);
  }
}

export function hostText(demand: Demand, index: number): string {
  const name = demand.hosts[index]?.name ?? null;
  return name === null ? "this machine" : `the host ${name}`;
}

/** Where it is stated: in the config, or in pyproject.toml. */
export function placeOf(
  stated: Stated,
  demand: Demand,
): { readonly configPath?: ConfigPath; readonly place?: Place } {
  switch (stated.kind) {
    case "systems":
      return { configPath: ["nix", "systems"] };
    case "vision":
      return { configPath: ["torch", "vision"] };
    case "nixpkgs":
      return { configPath: ["nix", "nixpkgs"] };
    case "python":
      return { configPath: ["project", "python"] };
    case "torch":
      return { configPath: ["torch", "version"] };
    case "cuda":
      return { configPath: ["cuda"] };
    case "cpu":
      return { configPath: ["gpu"] };
    case "requirement":
      return { place: stated.requirement.place };
    case "release": {
      const host = demand.hosts[stated.host]!;
      return host.releaseDeclared ? { configPath: [...host.path, "release"] } : {};
    }
    case "branch":
    case "open":
      return { configPath: [...demand.hosts[stated.host]!.path, "driver", stated.kind] };
    case "host-gpu":
    case "gpu":
      return { configPath: stated.card.path };
  }
}
