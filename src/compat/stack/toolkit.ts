import {
  findToolkit,
  type Catalog,
  type CudaScope,
  type CudaTable,
  type NixpkgsRelease,
  type Toolkit,
} from "../catalog.js";
import type { Card } from "../demand.js";
import { compilesFor } from "./kernels.js";
import { compareDotted, majorOf } from "../order.js";

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
  return candidates(catalog, nixpkgs, cuda).find((one) => compilesForAll(one, cards)) ?? null;
}

/** All of them, best first. */
export function toolkitsFor(
  catalog: Catalog,
  nixpkgs: NixpkgsRelease,
  cuda: string,
  cards: readonly Card[],
): readonly ToolkitChoice[] {
  return candidates(catalog, nixpkgs, cuda).filter((one) => compilesForAll(one, cards));
}

function compilesForAll({ toolkit }: ToolkitChoice, cards: readonly Card[]): boolean {
  return cards.every((card) => compilesFor(toolkit, card.capability));
}

/** By table and release, which never change. */
const known = new WeakMap<CudaTable, WeakMap<NixpkgsRelease, Map<string, readonly ToolkitChoice[]>>>();

/** The scopes of the CUDA's major, best first. */
function candidates(catalog: Catalog, nixpkgs: NixpkgsRelease, cuda: string): readonly ToolkitChoice[] {
  const byRelease =
    known.get(catalog.cuda) ?? new WeakMap<NixpkgsRelease, Map<string, readonly ToolkitChoice[]>>();
  known.set(catalog.cuda, byRelease);
  const byCuda = byRelease.get(nixpkgs) ?? new Map<string, readonly ToolkitChoice[]>();
  byRelease.set(nixpkgs, byCuda);
  const found = byCuda.get(cuda) ?? sorted(catalog, nixpkgs, cuda);
  byCuda.set(cuda, found);
  return found;
}

function sorted(catalog: Catalog, nixpkgs: NixpkgsRelease, cuda: string): readonly ToolkitChoice[] {
  const choices = nixpkgs.cuda.scopes.flatMap((scope) => {
    const toolkit = findToolkit(catalog, scope.version);
    if (toolkit === null || toolkit.hostCompiler === null || majorOf(scope.version) !== majorOf(cuda))
      return [];
    return [{ scope, toolkit, exact: scope.version === cuda }];
  });
  return choices.sort((a, b) => rank(a) - rank(b) || distance(a, cuda) - distance(b, cuda) || newer(a, b));
}

/** What was read before what is remembered; the wheel's own CUDA before others. */
function rank({ scope, exact }: ToolkitChoice): number {
  return (scope.confidence === "recalled" || scope.confidence === "planned" ? 2 : 0) + (exact ? 0 : 1);
}

/** In minors. */
function distance({ scope }: ToolkitChoice, cuda: string): number {
  return Math.abs(Number(scope.version.split(".")[1]) - Number(cuda.split(".")[1]));
}

function newer(a: ToolkitChoice, b: ToolkitChoice): number {
  return compareDotted(b.scope.version, a.scope.version);
}
