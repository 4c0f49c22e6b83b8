import type { Place } from "../../model/diagnostic.js";
import { cardText, type Card, type Demand, type HostDemand, type Requirement } from "../demand.js";
import type { LockedValue } from "./locked-values.js";
import { compareDotted } from "../order.js";
import type { ConfigPath } from "../question.js";
import { placeText } from "../choices/torch-reasons.js";

/** One thing that a person stated, or that nixtorch.lock holds. */
export type Stated =
  | { readonly kind: "systems" | "vision" | "audio" | "nixpkgs" | "python" | "torch" | "cuda" | "cpu" }
  | { readonly kind: "requirement"; readonly requirement: Requirement }
  | { readonly kind: "release" | "branch" | "open"; readonly host: number }
  | { readonly kind: "host-gpu"; readonly host: number; readonly card: Card }
  | { readonly kind: "gpu"; readonly card: Card }
  | { readonly kind: "locked"; readonly locked: LockedValue };

export type StatedKind = Stated["kind"];

/** What is blamed first where several smallest sets clash: a version is easier to change than a card. */
const blameOrder: readonly StatedKind[] = [
  "locked",
  "cuda",
  "torch",
  "open",
  "branch",
  "vision",
  "audio",
  "python",
  "requirement",
  "nixpkgs",
  "systems",
  "release",
  "host-gpu",
  "gpu",
  "cpu",
];

/**
 * All that is stated, whatever the order of lists: what a person would rather hear blamed comes first. What a person
 * vouches for constrains nothing.
 */
export function statedIn(demand: Demand): readonly Stated[] {
  const hosts = demand.hosts.map((host, index) => [host, index] as const);
  const simple = (kind: VersionKind): readonly Stated[] => (isStated(kind, demand) ? [{ kind }] : []);
  const ofHosts = (kind: "release" | "branch" | "open"): readonly Stated[] =>
    hosts.flatMap(([one, host]) => (one[kind] === null ? [] : [{ kind, host }]));
  const stated: readonly Stated[] = [
    ...(demand.systems === null ? [] : [{ kind: "systems" as const }]),
    ...(demand.vision ? [{ kind: "vision" as const }] : []),
    ...(demand.audio ? [{ kind: "audio" as const }] : []),
    ...simple("nixpkgs"),
    ...simple("python"),
    ...simple("torch"),
    ...simple("cuda"),
    ...ofHosts("release"),
    ...ofHosts("branch"),
    ...ofHosts("open"),
    ...demand.requirements.map((requirement) => ({ kind: "requirement" as const, requirement })),
    ...(demand.cpu ? [{ kind: "cpu" as const }] : []),
    ...hosts.flatMap(([one, host]) =>
      (one.cards ?? []).map((card) => ({ kind: "host-gpu" as const, host, card })),
    ),
    ...demand.cards.map((card) => ({ kind: "gpu" as const, card })),
  ];
  return easiestFirst(stated, demand);
}

export type VersionKind = "nixpkgs" | "python" | "torch" | "cuda";

/** Whether the version is stated as a constraint, and not at the person's word. */
export function isStated(kind: VersionKind, demand: Demand): boolean {
  return demand[kind] !== null && !(kind !== "nixpkgs" && demand.vouched?.[kind] === true);
}

/** The statements by what they cost to change; of one kind older cards before newer ones, and the rest by its text. */
export function easiestFirst(stated: readonly Stated[], demand: Demand): readonly Stated[] {
  return stated
    .map((one) => ({
      one,
      rank: blameOrder.indexOf(one.kind),
      age: ageOf(one),
      text: statedText(one, demand),
    }))
    .sort(
      (a, b) =>
        a.rank - b.rank || compareDotted(a.age, b.age) || (a.text < b.text ? -1 : Number(a.text > b.text)),
    )
    .map(({ one }) => one);
}

function ageOf(stated: Stated): string {
  return "card" in stated ? stated.card.capability.capability : "0";
}

/** The statement in the words of the file that it stands in, with the file where that is not the config. */
export function statedText(stated: Stated, demand: Demand): string {
  const text = bareText(stated, demand);
  if (stated.kind === "requirement") return `${text} in ${placeText(stated.requirement.place)}`;
  return stated.kind === "locked" ? `${text} of ${demand.kept?.from}` : text;
}

/** The statement in the words of the file that it stands in. */
export function bareText(stated: Stated, demand: Demand): string {
  switch (stated.kind) {
    case "systems":
      return `nix.systems: ${[...demand.systems!].sort().join(", ")}`;
    case "vision":
    case "audio":
      return `torch.${stated.kind}: true`;
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
      return stated.requirement.text;
    case "release":
      return `NixOS ${demand.hosts[stated.host]!.release} on ${hostText(demand, stated.host)}`;
    case "branch": {
      const { datacenter, branch } = demand.hosts[stated.host]!;
      const text = datacenter ? "datacenter: true" : `driver.branch: "${branch}"`;
      return `${text} for ${hostText(demand, stated.host)}`;
    }
    case "open":
      return `driver.open: ${demand.hosts[stated.host]!.open} for ${hostText(demand, stated.host)}`;
    case "host-gpu":
      return `${cardText(stated.card)} in ${hostText(demand, stated.host)}`;
    case "gpu":
      return cardText(stated.card);
    case "locked":
      return stated.locked.text;
  }
}

export function hostText(demand: Demand, index: number): string {
  const name = demand.hosts[index]?.name ?? null;
  return name === null ? "this machine" : `the host ${name}`;
}

/** Where it is stated: in the config, or in another file. */
export function placeOf(
  stated: Stated,
  demand: Demand,
): { readonly configPath?: ConfigPath; readonly place?: Place } {
  switch (stated.kind) {
    case "systems":
      return { configPath: ["nix", "systems"] };
    case "vision":
    case "audio":
      return { configPath: ["torch", stated.kind] };
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
      return { configPath: driverPath(stated.kind, demand.hosts[stated.host]!) };
    case "host-gpu":
    case "gpu":
      return { configPath: stated.card.path };
    case "locked":
      return { place: { file: demand.kept!.from } };
  }
}

/** The key that says something about the driver. */
export function driverPath(key: "branch" | "open", { path, datacenter }: HostDemand): ConfigPath {
  return key === "branch" && datacenter ? [...path, "datacenter"] : [...path, "driver", key];
}
