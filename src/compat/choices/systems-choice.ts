import type { Choice } from "../../model/resolution.js";
import { sourcesIn } from "../catalog.js";
import { sortedSystems, systemsOf, usualSystem, type Card, type Demand } from "../demand.js";
import { listing } from "../order.js";
import type { Stack } from "../stack/solve.js";

/** The Nix systems of the shell. They follow from the cards whatever is recorded, so nothing of them is kept. */
export function systemsChoice({ variant }: Stack, demand: Demand): Choice<readonly string[]> {
  const { torch } = demand.catalog;
  const own = demand.cards.filter(({ system }) => system !== null);
  return {
    value: sortedSystems(systemsOf(demand)),
    reason: systemsReason(own, demand),
    sources: [
      ...new Set([
        ...sourcesIn(torch, variant ?? torch.cpuSystems),
        ...(demand.systems === null ? own.flatMap((card) => card.sources) : []),
      ]),
    ],
  };
}

function systemsReason(own: readonly Card[], { systems, cards }: Demand): string {
  if (systems !== null) return `nix.systems asks for ${listing(sortedSystems(systems))}`;
  if (own.length === 0) return "the usual kind of machine: nix.systems asks for no other";
  const needs = [...new Set(own.map(({ system }) => system!))].map((system) => {
    const there = own.filter((card) => card.system === system).map(({ label }) => label);
    return `${listing(there)} ${there.length === 1 ? "sits" : "sit"} in ${system} machines only`;
  });
  const rest =
    own.length < cards.length ? `, and the other cards are taken to sit in ${usualSystem} ones` : "";
  return `${needs.join("; ")}${rest}`;
}
