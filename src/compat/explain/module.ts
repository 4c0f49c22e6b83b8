import { cardText, cardsOf, type Card } from "../demand.js";
import { cardRows, citation, ruleRows } from "./rows.js";
import { configLine, hostName, section, type Particulars, type Subject } from "./words.js";
import { machinesWith } from "../stack/machines.js";

export function aboutOpenModule(subject: Subject): Particulars {
  const { demand } = subject;
  const { gpus, nixpkgs } = demand.catalog;
  const machines = machinesWith(subject.stack, demand);
  const sections = machines.flatMap(({ host, answer }) => {
    const of = machines.length === 1 && host.name === null ? "" : ` (${hostName(host)})`;
    const cards = cardsOf(host, demand).map((card) => ({
      configPath: card.path,
      text: `${cardText(card)}, ${card.capability.architecture}: ${moduleTexts[card.open]}.`,
      rows: [...cardRows(card, demand.catalog), ...ruleRows(gpus, "open-needs-gsp")],
    }));
    const none =
      answer.kind !== "chosen" || answer.driver.hasOpenModule
        ? []
        : [
            {
              text: `Driver branch ${answer.driver.branch} has no open kernel module.`,
              rows: citation("drivers without an open kernel module", nixpkgs, nixpkgs.withoutOpenModule),
            },
          ];
    const result =
      answer.kind === "chosen"
        ? [
            {
              text: `So it is the ${answer.driver.open ? "open" : "proprietary"} one: a machine loads one module for all its cards.`,
              rows: [],
            },
          ]
        : [];
    return section(`What the cards need${of}`, [...cards, ...none, ...result]);
  });
  return {
    sections,
    change: `Where both drive the cards, it can be stated:\n\n${configLine("system: { driver: { open: false } }")}`,
  };
}

const moduleTexts: Readonly<Record<Card["open"], string>> = {
  unsupported: "only the proprietary kernel module drives it",
  supported: "either kernel module drives it, and NVIDIA advises the open one",
  required: "only the open kernel module drives it",
  "not applicable": "its module comes with the board",
};
