import type { GpuDeclaration, SystemConfig } from "../model/config.js";
import { cardsOf, type Card, type Demand } from "./demand.js";
import type { Edit } from "./edits.js";
import { ownerOf } from "./hosts-of.js";
import type { Question } from "./question.js";

/** The declaration of the other cards of the stack; a project can do without all of them. */
export function withoutCards(gone: readonly Card[], demand: Demand): Edit {
  const left = demand.cards.filter((card) => !gone.includes(card));
  const gpu = left.map(declarationOf);
  const rest = left.length === 0 && demand.cuda !== null ? ", and leave `cuda` out" : "";
  return {
    text: `gpu: ${declarationsText(left)}${rest}`,
    apply: (question) => {
      const { config } = question;
      // Without a card there is no CUDA to ask for.
      const cuda = left.length === 0 ? null : config.cuda;
      return { ...question, config: { ...config, gpu, cuda } };
    },
  };
}

/** The declaration of the other cards of one machine. */
export function withoutHostCards(host: number, gone: readonly Card[], demand: Demand): Edit {
  const machine = demand.hosts[host]!;
  const left = cardsOf(machine, demand).filter((card) => !gone.includes(card));
  return {
    text: `${machine.path.join(".")}: { gpu: ${declarationsText(left)} }`,
    apply: (question) => changeCards(question, machine.name, left.map(declarationOf)),
  };
}

function changeCards(question: Question, name: string | null, gpu: readonly GpuDeclaration[]): Question {
  const { config, host } = question;
  const changed = (system: SystemConfig): SystemConfig => ({ ...system, gpu });
  const hosts =
    name === null || config.hosts[name] === undefined
      ? config.hosts
      : { ...config.hosts, [name]: changed(config.hosts[name]) };
  const system = name === null && config.system !== null ? changed(config.system) : config.system;
  const isHere = host !== null && ownerOf(host, config) === name;
  return { ...question, host: isHere ? { ...host, gpu } : host, config: { ...config, system, hosts } };
}

export function declarationOf(card: Card): GpuDeclaration {
  const { capability } = card.capability;
  return isCapability(card)
    ? { kind: "capability", computeCapability: capability, unchecked: false }
    : { kind: "name", name: card.label };
}

/** A list of cards as the config has it. */
export function declarationsText(cards: readonly Card[]): string {
  const texts = cards.map((card) =>
    isCapability(card)
      ? `{ computeCapability: "${card.capability.capability}" }`
      : JSON.stringify(card.label),
  );
  return texts.length === 0 ? `"none"` : texts.length === 1 ? texts[0]! : `[${texts.join(", ")}]`;
}

function isCapability(card: Card): boolean {
  return card.label === `compute capability ${card.capability.capability}`;
}
