import type { NixpkgsRelease, TorchRelease, WheelVariant } from "../../../src/compat/catalog-types.js";
import { hasDriver } from "./driver.js";
import {
  anyMachine,
  type NaiveCard,
  type NaiveMachine,
  type NaiveQuestion,
  type NaiveWheel,
} from "./question.js";
import type { Tables } from "./tables.js";
import { hasToolkit } from "./toolkit.js";
import { kernelsOf, runs } from "./wheel.js";

/**
 * Says whether any stack satisfies a config. Every row of every table is tried; nothing is ordered, preferred or
 * remembered. Written from docs/catalog.md and the tables alone, so that it cannot repeat a mistake of the resolver.
 */
export class NaiveChecker {
  readonly #tables: Tables;
  readonly #cards: ReadonlyMap<string, NaiveCard>;

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#cards = new Map(
      tables.gpus.gpus.map((gpu) => {
        const capability = tables.gpus.capabilities.find((row) => row.capability === gpu.capability)!;
        return [gpu.name, { gpu, capability }];
      }),
    );
  }

  possible(question: NaiveQuestion): boolean {
    // A CPU-only stack has no CUDA.
    if (question.gpus.length === 0 && question.cuda !== null) return false;
    const cards = this.#cardsOf(question.gpus);
    for (const machine of question.machines ?? [])
      if (machine.gpus?.some((name) => !question.gpus.includes(name))) return false;
    for (const release of this.#tables.torch.releases) {
      // Only on request: by its own version, or by a CUDA that is asked for.
      if (release.confidence !== "verified" && question.torch === null && question.cuda === null) continue;
      for (const patch of release.patches) {
        if (question.torch !== null && question.torch !== patch && question.torch !== release.minor) continue;
        for (const wheel of this.#wheels(question, cards, release, patch)) {
          for (const python of pythonsOf(this.#tables, question, release, patch)) {
            for (const nixpkgs of this.#tables.nixpkgs.releases)
              if (this.#built(question, cards, wheel, python, nixpkgs)) return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether a release has the driver for a wheel whose cards all run on code that it holds. */
  driven(gpus: readonly string[], cuda: string, machine: NaiveMachine & { release: string }): boolean {
    const wheel = { cuda, compiledFor: [] };
    return hasDriver(this.#tables, this.#release(machine.release), this.#cardsOf(gpus), wheel, machine);
  }

  #cardsOf(names: readonly string[]): readonly NaiveCard[] {
    return names.map((name) => this.#cards.get(name)!);
  }

  #release(release: string): NixpkgsRelease {
    return this.#tables.nixpkgs.releases.find((one) => one.release === release)!;
  }

  /** The release's wheels that run on all cards; `null`: the CPU wheel. */
  #wheels(
    question: NaiveQuestion,
    cards: readonly NaiveCard[],
    release: TorchRelease,
    patch: string,
  ): readonly (NaiveWheel | null)[] {
    if (cards.length === 0) {
      const cpu = this.#tables.torch.cpuSystems.value;
      return shellsOf(question, cards).every((system) => cpu.includes(system)) ? [null] : [];
    }
    const found: NaiveWheel[] = [];
    for (const variant of release.variants) {
      if (question.cuda !== null && variant.cuda !== question.cuda) continue;
      if (!isOffered(variant, patch, question)) continue;
      const compiledFor = this.#runOn(question, cards, release, variant);
      if (compiledFor !== null) found.push({ cuda: variant.cuda, compiledFor });
    }
    return found;
  }

  /** The cards that need code compiled by the driver; `null`: some card does not run at all. */
  #runOn(
    question: NaiveQuestion,
    cards: readonly NaiveCard[],
    release: TorchRelease,
    variant: WheelVariant,
  ): readonly NaiveCard[] | null {
    const compiledFor: NaiveCard[] = [];
    for (const system of shellsOf(question, cards))
      if (kernelsOf(this.#tables, release, variant, system) === null) return null;
    for (const card of cards) {
      // A product that exists in machines of one system runs that system's wheel, whatever else is asked for.
      for (const system of systemsOf(card, question)) {
        const kernels = kernelsOf(this.#tables, release, variant, system);
        const how = kernels === null ? null : runs(card, kernels);
        if (how === null) return null;
        if (how === "compiled") compiledFor.push(card);
      }
    }
    return compiledFor;
  }

  /** Whether a nixpkgs release has what goes with a wheel: interpreter, toolkit and drivers. */
  #built(
    question: NaiveQuestion,
    cards: readonly NaiveCard[],
    wheel: NaiveWheel | null,
    python: string,
    nixpkgs: NixpkgsRelease,
  ): boolean {
    const asked = question.nixpkgs === nixpkgs.release;
    if (!asked && (question.nixpkgs !== null || nixpkgs.status.value !== "stable")) return false;
    if (!hasPython(question, nixpkgs, python)) return false;
    if (wheel !== null && !hasToolkit(this.#tables, nixpkgs, wheel.cuda, cards)) return false;
    for (const machine of question.machines ?? [anyMachine]) {
      const release = machine.release === null ? nixpkgs : this.#release(machine.release);
      const own = machine.gpus === null ? cards : this.#cardsOf(machine.gpus);
      if (!hasDriver(this.#tables, release, own, wheel, machine)) return false;
    }
    return true;
  }
}

/** Where a card runs; of one that may sit in any machine nothing says that it sits in an ARM one. */
function systemsOf({ gpu }: NaiveCard, { systems }: NaiveQuestion): readonly string[] {
  if (gpu.system !== undefined) return [gpu.system];
  return systems ?? ["x86_64-linux"];
}

/** For which systems there must be wheels. */
function shellsOf(question: NaiveQuestion, cards: readonly NaiveCard[]): readonly string[] {
  if (question.systems !== null) return question.systems;
  if (cards.length === 0) return ["x86_64-linux"];
  return cards.flatMap((card) => systemsOf(card, question));
}

function isOffered(variant: WheelVariant, patch: string, question: NaiveQuestion): boolean {
  if (variant.status === "removed") return false;
  if (variant.patches !== undefined && !variant.patches.includes(patch)) return false;
  return question.cuda !== null || (variant.status !== "extra" && variant.status !== "planned");
}

/** Pythons that torch and its companions, where they are wanted, have wheels for. */
function pythonsOf(
  tables: Tables,
  question: NaiveQuestion,
  release: TorchRelease,
  patch: string,
): readonly string[] {
  const { stable, experimental } = release.python;
  const { unpinnedTorchaudio } = tables.torch;
  const row = release.companions.rows.find((one) => one.torch === patch);
  // Experimental Pythons only where one is asked for.
  const own =
    question.python === null ? stable : [...stable, ...experimental].filter((one) => one === question.python);
  return own.filter((python) => {
    if (question.vision) {
      if (row === undefined || row.torchvision === null) return false;
      if (row.torchvisionPython !== undefined && !row.torchvisionPython.includes(python)) return false;
    }
    if (!question.audio) return true;
    if (row === undefined || row.torchaudio === null) return unpinnedTorchaudio.python.includes(python);
    return row.torchaudioPython === undefined || row.torchaudioPython.includes(python);
  });
}

function hasPython(question: NaiveQuestion, nixpkgs: NixpkgsRelease, python: string): boolean {
  if (question.pythonFrom === "uv") return true;
  return nixpkgs.python.interpreters.value.some(
    (one) => one.version === python && (question.python !== null || one.prerelease !== true),
  );
}
