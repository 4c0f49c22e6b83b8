import type { SystemConfig } from "../model/config.js";
import { declarationOf, declarationsText } from "./card-edits.js";
import type { Card, Demand, HostDemand } from "./demand.js";
import type { Edit } from "./edits.js";
import { bestStack } from "./solve.js";

const names = ["first-machine", "second-machine", "third-machine", "fourth-machine"];

/** Cards that no driver drives together may still sit in several machines; only `hosts` says so. */
export function hostsEdit(demand: Demand): readonly Edit[] {
  const [only, ...others] = demand.hosts;
  if (only === undefined || others.length > 0 || only.name !== null || only.cards !== null) return [];
  const groups = groupsByDriver(demand, only);
  if (groups.length < 2 || groups.length > names.length) return [];
  const machines = groups.map((cards, index) => [names[index]!, cards] as const);
  const lines = machines.map(([name, cards]) => `  "${name}": { gpu: ${declarationsText(cards)} },`);
  return [
    {
      text: `hosts: { // if they are in different machines, by host name\n${lines.join("\n")}\n}`,
      apply: (question) => {
        const base = question.config.system ?? unmanaged;
        const hosts = machines.map(
          ([name, cards]) => [name, { ...base, gpu: cards.map(declarationOf) }] as const,
        );
        return { ...question, host: null, config: { ...question.config, hosts: Object.fromEntries(hosts) } };
      },
    },
  ];
}

/** Puts each card with the first others that one driver drives as well. */
function groupsByDriver(demand: Demand, host: HostDemand): readonly (readonly Card[])[] {
  const groups: Card[][] = [];
  const fits = (cards: readonly Card[]) => bestStack({ ...demand, hosts: [{ ...host, cards }] }) !== null;
  for (const card of demand.cards) {
    const group = groups.find((cards) => fits([...cards, card]));
    if (group === undefined) groups.push([card]);
    else group.push(card);
  }
  return groups;
}

/** A machine of which only the cards matter. */
const unmanaged: SystemConfig = {
  module: "/etc/nixos/configuration.nix",
  rebuild: { kind: "channel" },
  release: null,
  gpu: null,
  driver: { branch: null, open: null },
  powerManagement: { enable: false, finegrained: false },
  prime: null,
  graphics32Bit: false,
  nixLd: { enable: false, libraries: [] },
  containerToolkit: false,
  persistence: false,
  datacenter: false,
  direnv: false,
  caches: false,
  activation: "switch",
};
