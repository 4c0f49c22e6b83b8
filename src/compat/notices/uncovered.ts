import { declarationsText } from "../conflict/card-edits.js";
import type { Report } from "../cards/cards.js";
import { cardText, type Card, type Demand, type HostDemand } from "../demand.js";
import { listing } from "../order.js";
import { hostText } from "../conflict/stated.js";

/** Reports machines with cards that the stack was not asked to run on: it would be planned past them. */
export function reportUncovered(demand: Demand, report: Report): void {
  // Without a GPU the stack runs on no card, and a machine may have one for other uses.
  if (demand.cpu) return;
  const missing = demand.hosts.map((host) => uncoveredOf(host, demand));
  const all = [...new Map(missing.flat().map((card) => [card.capability, card])).values()];
  missing.forEach((cards, index) => {
    const [first] = cards;
    if (first === undefined) return;
    report({
      severity: "error",
      code: "NT332",
      summary: "A machine's card is not among the project's",
      detail:
        `${capitalized(hostText(demand, index))} has ${listing(cards.map(cardText))}, and \`gpu\` declares ` +
        `${listing(demand.cards.map(cardText))}: the stack would not be chosen for it, and might not run there.`,
      hint: `Declare every card that the project must run on:\n\n  gpu: ${declarationsText([...demand.cards, ...all], demand)}`,
      configPath: first.path,
    });
  });
}

function capitalized(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

/** Whether the machine has a card that the stack was not asked to run on. */
export function isUncovered(host: HostDemand, demand: Demand): boolean {
  return !demand.cpu && uncoveredOf(host, demand).length > 0;
}

function uncoveredOf({ cards }: HostDemand, demand: Demand): readonly Card[] {
  return (cards ?? []).filter((card) => !isCovered(card, demand));
}

/** Cards of one compute capability run the same code. */
function isCovered(card: Card, demand: Demand): boolean {
  return demand.cards.some((one) => one.capability === card.capability);
}
