import type { Specifier } from "../lang/python/specifier.js";
import type { Place } from "../model/diagnostic.js";
import type { Statement } from "../model/statement.js";
import type { Capability, Catalog, Gpu, OpenModuleSupport } from "./catalog-types.js";
import type { PythonRange } from "./stack/python-range.js";
import type { ConfigPath } from "./question.js";

/** A declared card, looked up. */
export interface Card {
  /** The same for every spelling of one card. */
  readonly id: string;
  /** As the person wrote it. */
  readonly label: string;
  /** `null`: declared by capability. */
  readonly gpu: Gpu | null;
  /** Further cards that the name may mean. */
  readonly others: readonly Card[];
  readonly capability: Capability;
  readonly open: OpenModuleSupport;
  /** The first driver that lists the board; `null`: not known to matter. */
  readonly minDriver: string | null;
  /** The only Nix system of machines that have it; `null`: several. */
  readonly system: string | null;
  readonly path: ConfigPath;
  readonly sources: readonly string[];
}

/** A requirement of pyproject.toml, parsed. */
export interface Requirement {
  readonly name: string;
  readonly text: string;
  readonly place: Place;
  readonly statement: Statement;
  readonly specifier: Specifier;
  /** Of `requires-python` only. */
  readonly range: PythonRange | null;
}

/** One machine whose driver must fit. */
export interface HostDemand {
  /** The key below `hosts`; `null`: `system`, or no machine in particular. */
  readonly name: string | null;
  /** `null`: all cards of the stack. */
  readonly cards: readonly Card[] | null;
  readonly release: string | null;
  /** Whether the config says the release; else it was found on the machine. */
  readonly releaseDeclared: boolean;
  readonly branch: string | null;
  /** Whether the branch is that of data-centre mode, and not stated itself. */
  readonly datacenter: boolean;
  readonly open: boolean | null;
  /** Where the config declares the machine. */
  readonly path: ConfigPath;
  /** What else the machine may be: only to find out which statements clash. */
  readonly alternatives?: readonly HostDemand[];
}

/** Choices that are kept while they satisfy, and where they come from. */
export interface Kept {
  readonly from: "nixtorch.lock" | "uv.lock";
  readonly nixpkgs: string | null;
  readonly torch: string | null;
  readonly wheel: string | null;
  readonly python: string | null;
  /** Values that follow from others, by key of the resolution. */
  readonly derived: Readonly<Record<string, unknown>>;
}

/** What a person vouches for: the catalog is made to agree with it, as far as it must. */
export interface Vouched {
  readonly cuda: boolean;
  readonly torch: boolean;
  readonly python: boolean;
  /** Compute capabilities that the catalog lacks. */
  readonly capabilities: readonly string[];
  /** The catalog without rows for any of that. */
  readonly released: Catalog;
  /** Whether toolkit and driver need not suit the stack: nothing else was left. */
  readonly lifted: boolean;
}

/** A question in terms of the catalog: all names looked up, every constraint in one place. */
export interface Demand {
  /** With rows for what the person vouches for. */
  readonly catalog: Catalog;
  /** `null`: nothing is taken at the person's word. */
  readonly vouched: Vouched | null;
  /** No GPU is declared: CPU wheels. */
  readonly cpu: boolean;
  readonly cards: readonly Card[];
  /** Stated Nix systems; `null`: left out. */
  readonly systems: readonly string[] | null;
  readonly cuda: string | null;
  readonly torch: string | null;
  readonly python: string | null;
  readonly nixpkgs: string | null;
  /** Whether any release of nixpkgs will do: only to find out whether the release is what does not fit. */
  readonly anyNixpkgs: boolean;
  /** Whether uv brings the interpreter, so that nixpkgs need not have it. */
  readonly managedPython: boolean;
  readonly index: string | null;
  readonly vision: boolean;
  readonly audio: boolean;
  readonly triton: boolean;
  readonly requirements: readonly Requirement[];
  /** The declared machines: the stack must suit all of them, wherever it is planned. */
  readonly hosts: readonly HostDemand[];
  /** The machine planned for. It gets a driver that suits the stack, and has no say in the stack. */
  readonly here: HostDemand | null;
  readonly kept: Kept | null;
}

export function cardsOf(host: HostDemand, demand: Demand): readonly Card[] {
  return host.cards ?? demand.cards;
}

/** Nix's name of the usual kind of machine. */
export const usualSystem = "x86_64-linux";

const usualSystems: readonly string[] = [usualSystem];

/** The systems that the project has a shell for: those stated, else those of the machines that have the cards. */
export function systemsOf({ systems, cards }: Pick<Demand, "systems" | "cards">): readonly string[] {
  if (systems !== null) return systems;
  const own = cards.flatMap(({ system }) => system ?? []);
  if (own.length === 0) return usualSystems;
  const usual = own.length < cards.length ? usualSystems : [];
  return [...new Set([...usual, ...own])];
}

/** The usual one first, whatever the order of lists. */
export function sortedSystems(systems: readonly string[]): readonly string[] {
  return [...systems].sort().sort((a, b) => Number(b === usualSystem) - Number(a === usualSystem));
}

/** The systems on which the card must run the wheel's code. */
export function systemsFor({ system }: Card, { systems }: Demand): readonly string[] {
  return system === null ? (systems ?? usualSystems) : [system];
}

/** "RTX 4090 (8.9)" */
export function cardText(card: Card): string {
  const { capability } = card.capability;
  return card.label.includes(capability) ? card.label : `${card.label} (${capability})`;
}

/** Whether the stack has torchvision: asked for in the config, or required by hand. */
export function wantsVision(demand: Demand): boolean {
  return demand.vision || isRequired("torchvision", demand);
}

export function wantsAudio(demand: Demand): boolean {
  return demand.audio || isRequired("torchaudio", demand);
}

function isRequired(name: string, { requirements }: Demand): boolean {
  return requirements.some((one) => one.name === name && one.statement.limitsOnly !== true);
}
