import { plainSystem } from "../../model/plain-system.js";
import { declarationsOf, declarationsText } from "./card-edits.js";
import type { Card, Demand, HostDemand } from "../demand.js";
import { effectOf, type Edit } from "./edit.js";
import { compareDotted } from "../order.js";
import { bestStack } from "../stack/solve.js";

const names = ["first-machine", "second-machine", "third-machine", "fourth-machine"];

/** Cards that no driver drives together may still sit in several machines; only `hosts` says so. */
export function hostsEdit(demand: Demand): readonly Edit[] {
  const [only, ...others] = demand.hosts;
  if (only === undefined || others.length > 0 || only.name !== null || only.cards !== null) return [];
  const groups = groupsByDriver(demand, only);
  if (groups.length < 2 || groups.length > names.length) return [];
  const machines = groups.map((cards, index) => ({ name: names[index]!, cards }));
  const lines = machines.map(
    ({ name, cards }) => `  "${name}": { gpu: ${declarationsText(cards, demand)} },`,
  );
  const hosts = Object.fromEntries(
    machines.map(({ name, cards }) => [name, { ...plainSystem, gpu: declarationsOf(cards, demand) }]),
  );
  const declare = effectOf([{ path: ["hosts"], written: hosts, normal: hosts }]);
  return [
    {
      kind: "hosts",
      text: `hosts: { // if they are in different machines, by host name\n${lines.join("\n")}\n}`,
      // The machine planned for is one of them, and nobody knows which.
      apply: (question) => declare({ ...question, host: null }),
    },
  ];
}

/** Puts each card with the first others that one driver drives as well, from old to new. */
function groupsByDriver(demand: Demand, host: HostDemand): readonly (readonly Card[])[] {
  const groups: Card[][] = [];
  const fits = (cards: readonly Card[]) => bestStack({ ...demand, hosts: [{ ...host, cards }] }) !== null;
  for (const card of [...demand.cards].sort(byAge)) {
    const group = groups.find((cards) => fits([...cards, card]));
    if (group === undefined) groups.push([card]);
    else group.push(card);
  }
  return groups;
}

function byAge(a: Card, b: Card): number {
  const ages = compareDotted(a.capability.capability, b.capability.capability);
  return ages !== 0 ? ages : a.label < b.label ? -1 : 1;
}
