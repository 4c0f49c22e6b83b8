import type { Diagnostic } from "../../model/diagnostic.js";
import type { Resolution } from "../../model/resolution.js";
import { resolutionOf } from "../choices/choices.js";
import type { Card, Demand, HostDemand } from "../demand.js";
import { answerFor } from "../stack/machines.js";
import { listing } from "../order.js";
import { bestStack } from "../stack/solve.js";
import { isUncovered } from "../notices/uncovered.js";
import { believed } from "../unchecked/vouched.js";

/**
 * Names that fit several cards: each card is tried, and if all lead to the same stack, it does not matter which one
 * is meant. What matters is asked.
 */
export function reportEditions(demand: Demand, report: (diagnostic: Diagnostic) => void): void {
  const cards = [demand.cards, ...machinesOf(demand).map((host) => host.cards ?? [])].flat();
  const open = new Map(cards.filter((card) => card.others.length > 0).map((card) => [card.id, card]));
  for (const card of open.values()) {
    const editions = [card, ...card.others];
    const outcomes = editions.map((one) => outcomeOf(withCard(demand, one)));
    const differing = [...new Set(outcomes.flatMap((one) => Object.keys(one)))].filter((key) =>
      outcomes.some((one) => one[key] !== outcomes[0]![key]),
    );
    // Where nothing fits in any case, the reason that is given depends on the generation.
    const isFutile = outcomes.every((one) => one["stack"] === nothing);
    const generations = new Set(editions.map((one) => one.capability.capability));
    if (differing.length === 0 && !(isFutile && generations.size > 1)) continue;
    report(question(card, editions, isFutile ? [] : outcomes.map((one) => textOf(one, differing))));
  }
}

function question(card: Card, editions: readonly Card[], effects: readonly string[]): Diagnostic {
  const names = editions.map((one) => `${one.gpu!.name} (${one.capability.capability})`);
  const lines = effects.map((effect, index) => `With ${editions[index]!.gpu!.name}: ${effect}.`);
  return {
    severity: "error",
    code: "NT301",
    summary: "A GPU's name fits several cards",
    detail: [`"${card.label}" may be ${listing(names, "or")}, and it matters which one.`, ...lines].join(
      "\n",
    ),
    hint: `Write one of these names in full:\n\n${editions.map((one) => `  "${one.gpu!.name}"`).join("\n")}`,
    configPath: card.path,
  };
}

function machinesOf(demand: Demand): readonly HostDemand[] {
  return demand.here === null ? demand.hosts : [...demand.hosts, demand.here];
}

function withCard(demand: Demand, chosen: Card): Demand {
  const swap = (cards: readonly Card[]) =>
    cards.map((card) => (card.id === chosen.id ? { ...chosen, path: card.path } : card));
  const inHost = (host: HostDemand): HostDemand => ({ ...host, cards: host.cards && swap(host.cards) });
  return {
    ...demand,
    cards: swap(demand.cards),
    hosts: demand.hosts.map(inHost),
    here: demand.here && inHost(demand.here),
  };
}

type Outcome = Readonly<Record<string, string>>;

const nothing = "no stack fits";

/** All that a person would see of the stack, in words. */
function outcomeOf(asked: Demand): Outcome {
  const demand = believed(asked);
  if (demand.hosts.some((host) => isUncovered(host, demand))) return { stack: "it is not among `gpu`" };
  const stack = bestStack(demand);
  if (stack === null) return { stack: nothing };
  const values = Object.entries(resolutionOf(stack, demand)).map(
    ([key, choice]: [string, { value: unknown } | null]) => [key, wordsFor(key, choice?.value ?? null)],
  );
  const drivers = machinesOf(demand).map((host, index) => {
    const answer = answerFor(host, stack, demand);
    const text =
      answer.kind === "chosen"
        ? `driver ${answer.driver.branch} with the ${answer.driver.open ? "open" : "proprietary"} kernel module`
        : answer.kind === "impossible"
          ? "no driver fits"
          : "no driver of NixOS";
    return [`machine ${index}`, host.name === null ? text : `${text} on ${host.name}`];
  });
  return Object.fromEntries([...values, ...drivers]);
}

const words: Partial<Record<keyof Resolution, string>> = {
  torch: "torch",
  wheel: "wheels",
  python: "Python",
  archList: "extensions compiled for",
  toolkit: "toolkit",
  systems: "a shell for",
};

function wordsFor(key: string, value: unknown): string {
  const text = Array.isArray(value) ? listing(value.map(String)) : String(value ?? "none");
  return `${words[key as keyof Resolution] ?? key} ${text}`;
}

/** What differs, without what follows from something else that is named. */
function textOf(outcome: Outcome, differing: readonly string[]): string {
  const named = ["stack", ...Object.keys(words)];
  const keys = differing.filter((key) => named.includes(key) || key.startsWith("machine"));
  return listing([...new Set((keys.length === 0 ? differing : keys).flatMap((key) => outcome[key] ?? []))]);
}
