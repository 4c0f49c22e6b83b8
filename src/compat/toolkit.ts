import { findToolkit, type Catalog, type CudaScope, type NixpkgsRelease, type Toolkit } from "./catalog.js";
import type { Card } from "./demand.js";
import { compilesFor } from "./kernels.js";
import { compareDotted, majorOf } from "./order.js";

/** The CUDA scope of nixpkgs that extensions are built with. */
export interface ToolkitChoice {
  readonly scope: CudaScope;
  readonly toolkit: Toolkit;
  /** Whether it has the wheel's own CUDA. */
  readonly exact: boolean;
}

/**
 * The scope of the wheel's CUDA, else the nearest of the same major that compiles for all cards: torch refuses
 * another major and warns about another minor. `null`: the release has none.
 */
export function toolkitFor(
  catalog: Catalog,
  nixpkgs: NixpkgsRelease,
  cuda: string,
  cards: readonly Card[],
): ToolkitChoice | null {
  const choices = toolkitsFor(catalog, nixpkgs, cuda, cards);
  return choices.sort((a, b) => preference(b, cuda) - preference(a, cuda) || newer(a, b))[0] ?? null;
}

export function toolkitsFor(
  catalog: Catalog,
  nixpkgs: NixpkgsRelease,
  cuda: string,
  cards: readonly Card[],
): ToolkitChoice[] {
  return nixpkgs.cuda.scopes.flatMap((scope) => {
    const toolkit = findToolkit(catalog, scope.version);
    if (toolkit === null || toolkit.hostCompiler === null || majorOf(scope.version) !== majorOf(cuda))
      return [];
    if (!cards.every((card) => compilesFor(toolkit, card.capability))) return [];
    return [{ scope, toolkit, exact: scope.version === cuda }];
  });
}

/** Exact first, then what was read rather than remembered, then the smallest distance in minors. */
function preference({ scope, exact }: ToolkitChoice, cuda: string): number {
  const distance = Math.abs(Number(scope.version.split(".")[1]) - Number(cuda.split(".")[1]));
  return (exact ? 1000 : 0) + (scope.confidence === "recalled" ? 0 : 100) - distance;
}

function newer(a: ToolkitChoice, b: ToolkitChoice): number {
  return compareDotted(b.scope.version, a.scope.version);
}
