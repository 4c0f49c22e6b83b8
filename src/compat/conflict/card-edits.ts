import type { GpuDeclaration } from "../../model/config.js";
import type { Capability, Gpu } from "../catalog.js";
import { cardsOf, type Card, type Demand } from "../demand.js";
import { configEdit, writtenText, type Change, type Edit } from "./edit.js";
import { editDistance } from "../cards/edit-distance.js";
import { compareDotted } from "../order.js";

/** The declaration of the other cards, of the stack and of machines; a project can do without all of them. */
export function withoutCards(gone: readonly Card[], demand: Demand): Edit {
  const left = demand.cards.filter((card) => !gone.includes(card));
  const isGone = ({ capability }: Card) => !left.some((card) => card.capability === capability);
  const leaveCuda: Change = { path: ["cuda"], written: undefined, normal: null };
  const ofMachines = demand.hosts.flatMap(({ cards, path }) => {
    // A machine without cards of its own has those of the project.
    const own = cards?.filter((card) => card.path[0] !== "gpu") ?? [];
    if (!own.some(isGone)) return [];
    const rest = own.filter((card) => !isGone(card));
    return [cardsChange([...path.map(String), "gpu"], declarationsOf(rest, demand))];
  });
  const changes = [
    cardsChange(["gpu"], declarationsOf(left, demand)),
    // Without a card there is no CUDA to ask for.
    ...(left.length === 0 && demand.cuda !== null ? [leaveCuda] : []),
    ...(left.length === 0 ? [] : ofMachines),
  ];
  return configEdit(left.length === 0 ? "no-card" : "fewer-cards", changes);
}

/** The declaration of the other cards of one machine. */
export function withoutHostCards(host: number, gone: readonly Card[], demand: Demand): Edit {
  const machine = demand.hosts[host]!;
  const left = cardsOf(machine, demand).filter((card) => !gone.includes(card));
  const path = [...machine.path.map(String), "gpu"];
  return configEdit(left.length === 0 ? "no-card" : "fewer-cards", [
    cardsChange(path, declarationsOf(left, demand)),
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
