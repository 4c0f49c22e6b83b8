import type { ExplanationStep } from "../../model/explanation.js";
import { sortedSystems, systemsOf, usualSystem, type Demand } from "../demand.js";
import { wheelRow } from "./rows.js";
import { configLine, section, type Particulars, type Subject } from "./words.js";
import { nameOf } from "../stack/wheels.js";

/** For which kinds of machines the project has a shell. */
export function aboutSystems({ demand, stack }: Subject): Particulars {
  const { variant } = stack;
  const steps = sortedSystems(systemsOf(demand)).map((system): ExplanationStep => {
    const isBuilt = variant === null || variant.kernels[system] !== undefined;
    return isBuilt
      ? {
          text: `torch ${stack.torch} has ${nameOf(stack)} wheels for ${system}.`,
          rows: wheelRow(stack, demand.catalog),
        }
      : {
          text: `Whether torch ${stack.torch} has ${nameOf(stack)} wheels for ${system} was not read.`,
          rows: [],
        };
  });
  return {
    sections: section("What is known", steps),
    change: `\`nix.systems\` states others. Every card must then run on each of them, but for those that sit in machines of one kind:\n\n${configLine(`nix: { systems: ["${usualSystem}", "aarch64-linux"] }`)}`,
  };
}

/** What asks for them: the key itself, else the cards that sit in machines of one kind. */
export function systemsSteps({ systems, cards }: Demand): readonly ExplanationStep[] {
  if (systems !== null)
    return [{ text: `nix.systems: ${systems.join(", ")}.`, configPath: ["nix", "systems"], rows: [] }];
  return cards.flatMap(({ label, system, path }) =>
    system === null
      ? []
      : [{ text: `${label}, which sits in ${system} machines only.`, configPath: path, rows: [] }],
  );
}
