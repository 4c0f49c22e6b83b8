import type { GpuDeclaration } from "../../model/config.js";
import type { Capability, Gpu } from "../catalog.js";
import { cardsOf, type Card, type Demand } from "../demand.js";
import { aboutAbsentCards } from "./absent-cards.js";
import { configEdit, effectOf, writtenText, type Change, type Edit } from "./edit.js";
import { editDistance } from "../cards/edit-distance.js";
import { compareDotted } from "../order.js";
import type { Question } from "../question.js";
import type { Stated } from "./stated.js";

/**
 * The declaration of the cards that are not among the statements: of the project, which can do without any, and of
 * machines. What was said about a card goes with the last one.
 */
export function withoutCards(stated: readonly Stated[], question: Question, demand: Demand): Edit {
  const gone = stated.flatMap((one) => (one.kind === "gpu" ? [one.card] : []));
  const left = demand.cards.filter((card) => !gone.includes(card));
  const isLeft = ({ capability }: Card) => left.some((card) => card.capability === capability);
  const ofMachines = demand.hosts.flatMap((machine, host) => {
    const goneHere = stated.flatMap((one) =>
      one.kind === "host-gpu" && one.host === host ? [one.card] : [],
    );
    // A machine without cards of its own has those of the project.
    const isOwn = machine.cards?.some((card) => card.path[0] !== "gpu") === true;
    const rest = cardsOf(machine, demand).filter(
      (card) => !goneHere.includes(card) && (left.length === 0 ? isOwn : isLeft(card)),
    );
    if (goneHere.length === 0 && (!isOwn || rest.length === machine.cards!.length)) return [];
    return [cardsChange([...machine.path.map(String), "gpu"], declarationsOf(rest, demand))];
  });
  const changes = [
    ...(gone.length === 0 ? [] : [cardsChange(["gpu"], declarationsOf(left, demand))]),
    ...ofMachines,
  ];
  const isNone = changes.some(({ normal }) => (normal as readonly unknown[]).length === 0);
  return configEdit(isNone ? "no-card" : "fewer-cards", [
    ...changes,
    ...aboutAbsentCards(effectOf(changes)(question).config),
  ]);
}

/** Another card in place of the only one, of the nearest generations first. */
export function otherCards(card: Card, demand: Demand): readonly Edit[] {
  const nearest = nearestCapabilities(card.capability, demand);
  return nearest.flatMap((capability) => {
    const other = similarCard(card, capability, demand);
    if (other === null) return [];
    return [
      configEdit("other-card", [cardsChange(["gpu"], [other])], `another card, ${capability.architecture}`),
    ];
  });
}

function nearestCapabilities({ capability }: Capability, { catalog }: Demand): readonly Capability[] {
  const rows = [...catalog.gpus.capabilities].sort((a, b) => compareDotted(a.capability, b.capability));
  const at = rows.findIndex((row) => row.capability === capability);
  return rows
    .map((row, index) => ({ row, distance: Math.abs(index - at) }))
    .filter(({ distance, row }) => distance > 0 && !row.jetson)
    .sort((a, b) => a.distance - b.distance || compareDotted(b.row.capability, a.row.capability))
    .map(({ row }) => row);
}

/** A card of the capability as close to the other as names tell; `null`: none of its kind has it. */
function similarCard(card: Card, { capability }: Capability, { catalog }: Demand): GpuDeclaration | null {
  if (card.gpu === null) return { kind: "capability", computeCapability: capability, unchecked: false };
  const { name, segment } = card.gpu;
  const isAlike = (gpu: Gpu) =>
    gpu.segment === segment && gpu.capability === capability && gpu.system === undefined;
  const [closest] = catalog.gpus.gpus
    .filter(isAlike)
    .map((gpu) => ({ gpu, distance: editDistance(name, gpu.name) }))
    .sort((a, b) => a.distance - b.distance);
  return closest === undefined ? null : { kind: "name", name: closest.gpu.name.replace(/^GeForce /, "") };
}

function cardsChange(path: readonly string[], gpu: readonly GpuDeclaration[]): Change {
  return { path, written: writtenCards(gpu), normal: gpu };
}

export function declarationsOf(cards: readonly Card[], { vouched }: Demand): readonly GpuDeclaration[] {
  return cards.map(({ gpu, label, capability: { capability } }) =>
    gpu === null
      ? {
          kind: "capability",
          computeCapability: capability,
          unchecked: vouched?.capabilities.includes(capability) ?? false,
        }
      : { kind: "name", name: label },
  );
}

/** Cards as the config has them, as text. */
export function declarationsText(cards: readonly Card[], demand: Demand): string {
  return writtenText(writtenCards(declarationsOf(cards, demand)));
}

/** Cards as the config has them: one alone needs no list. */
export function writtenCards(gpu: readonly GpuDeclaration[]): unknown {
  const written = gpu.map((one) =>
    one.kind === "name"
      ? one.name
      : {
          computeCapability: one.unchecked ? { unchecked: one.computeCapability } : one.computeCapability,
        },
  );
  return written.length === 0 ? "none" : written.length === 1 ? written[0] : written;
}
