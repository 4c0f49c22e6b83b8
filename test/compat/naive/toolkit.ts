import type { Capability, NixpkgsRelease, Toolkit } from "../../../src/compat/catalog-types.js";
import type { NaiveCard } from "./question.js";
import type { Tables } from "./tables.js";
import { atLeast, majorOf } from "./versions.js";

/** Whether the release has a toolkit of the wheel's CUDA major that compiles for every card. */
export function hasToolkit(
  tables: Tables,
  nixpkgs: NixpkgsRelease,
  cuda: string,
  cards: readonly NaiveCard[],
): boolean {
  for (const scope of nixpkgs.cuda.scopes) {
    if (majorOf(scope.version) !== majorOf(cuda)) continue;
    const toolkit = tables.cuda.toolkits.find((one) => one.version === scope.version);
    if (toolkit !== undefined && cards.every((card) => compiles(toolkit, card.capability))) return true;
  }
  return false;
}

/** What is between the lowest and the highest need not be there: 10.7 came after 12.0. */
function compiles({ version, nvcc }: Toolkit, row: Capability): boolean {
  if (!atLeast(version, row.firstCuda.value)) return false;
  if (row.lastCuda !== null && !atLeast(row.lastCuda, version)) return false;
  return nvcc === null || (atLeast(row.capability, nvcc.lowest) && atLeast(nvcc.highest, row.capability));
}
