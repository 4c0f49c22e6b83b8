import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/compat/catalog.js";
import { demandOf } from "../../src/compat/demand-of.js";
import type { Demand } from "../../src/compat/demand.js";
import { bestStack } from "../../src/compat/stack/solve.js";
import type { WrittenGpu } from "../../src/config/written.js";
import { questionOf } from "../compat/ask.js";
import { compile } from "./compile.js";

/** One config, by the keys that the types look at together. */
interface Case {
  readonly gpu: WrittenGpu;
  readonly cuda?: string;
  readonly torch?: string;
  readonly python?: string;
  readonly nixpkgs?: string;
}

const catalog = loadCatalog();
const cudas = [
  ...new Set(catalog.torch.releases.flatMap((one) => one.variants.map((variant) => variant.cuda))),
];
const torches = catalog.torch.releases.map((one) => one.minor);
const pythons = [
  ...new Set(catalog.torch.releases.flatMap(({ python }) => [...python.stable, ...python.experimental])),
];
const releases = catalog.nixpkgs.releases.map((one) => one.release);
const cards: readonly WrittenGpu[] = [
  ...catalog.gpus.capabilities.map(({ capability }) => ({ computeCapability: capability })),
  // Cards that differ from others of their capability.
  "GH200",
  "GB10",
  "RTX 6000D",
  "Jetson Nano",
  "Jetson AGX Orin",
  "Jetson AGX Thor",
];
const pairs = cards.flatMap((one, index) =>
  cards.slice(index + 1).map((other) => [one, other] as WrittenGpu),
);

/** The values of a key, and its absence. */
const orNot = (values: readonly string[]): readonly (string | undefined)[] => [undefined, ...values];

/** Every second one of all: the whole takes the compiler half a minute. */
const cases: readonly Case[] = [
  ...cards.flatMap((gpu) =>
    orNot(cudas).flatMap((cuda) => orNot(torches).map((torch) => ({ gpu, cuda, torch }))),
  ),
  ...cards.flatMap((gpu) =>
    orNot(pythons).flatMap((python) => releases.map((nixpkgs) => ({ gpu, python, nixpkgs }))),
  ),
  ...cards.flatMap((gpu) =>
    orNot(cudas).flatMap((cuda) => releases.map((nixpkgs) => ({ gpu, cuda, nixpkgs }))),
  ),
  ...orNot(torches).flatMap((torch) =>
    orNot(cudas).flatMap((cuda) => pythons.map((python) => ({ gpu: "T4", torch, cuda, python }))),
  ),
  ...orNot(torches).flatMap((torch) => releases.map((nixpkgs) => ({ gpu: "T4", torch, nixpkgs }))),
  ...pairs.flatMap((gpu) => orNot(cudas).map((cuda) => ({ gpu, cuda }))),
  ...pairs.flatMap((gpu) => releases.map((nixpkgs) => ({ gpu, nixpkgs }))),
]
  .filter((_, index) => index % 2 === 0)
  .map((one) => JSON.parse(JSON.stringify(one)) as Case);

function sourceOf({ gpu, cuda, torch, python, nixpkgs }: Case): string {
  const written = {
    gpu,
    cuda,
    torch,
    ...(python === undefined ? {} : { project: { python } }),
    ...(nixpkgs === undefined ? {} : { nix: { nixpkgs } }),
  };
  return `defineConfig(${JSON.stringify(written)});`;
}

const demands = new Map<string, Demand | null>();

function demandFor(gpu: WrittenGpu): Demand | null {
  const key = JSON.stringify(gpu);
  if (!demands.has(key)) {
    const { demand, diagnostics } = demandOf(questionOf({ gpu }));
    demands.set(key, diagnostics.some((one) => one.severity === "error") ? null : demand);
  }
  return demands.get(key) ?? null;
}

const nothing: Readonly<Record<Exclude<keyof Case, "gpu">, string | null>> = {
  cuda: null,
  torch: null,
  python: null,
  nixpkgs: null,
};

/**
 * Whether there is a stack, whatever is chosen for what is left out. The resolver chooses that by itself, and would
 * not take an old nixpkgs or an unsupported build unasked; but a lock may hold them, so the types must admit them.
 */
function isPossible({ gpu, ...stated }: Case): boolean {
  const { cuda, torch, python, nixpkgs } = { ...nothing, ...stated };
  const demand = demandFor(gpu);
  if (demand === null) return false;
  const asked = { ...demand, python, nixpkgs, anyNixpkgs: nixpkgs === null };
  const extras = cuda === null ? [null, ...extraCudas] : [cuda];
  const planned = torch === null ? [null, ...plannedTorches] : [torch];
  return extras.some((one) =>
    planned.some((other) => bestStack({ ...asked, cuda: one, torch: other }) !== null),
  );
}

const extraCudas = [
  ...new Set(
    catalog.torch.releases.flatMap((release) =>
      release.variants.filter((one) => one.status === "extra").map((one) => one.cuda),
    ),
  ),
];
const plannedTorches = catalog.torch.releases
  .filter((one) => one.confidence !== "verified")
  .map((one) => one.minor);

describe("the types and the resolver", () => {
  it(`agree on what is impossible, in ${cases.length} configs`, () => {
    const source = ['import { defineConfig } from "nixtorch";', ...cases.map(sourceOf)].join("\n");
    const refused = new Set(compile(source).map((error) => error.line - 2));
    const possible = cases.map(isPossible);
    const falseAlarms = cases.filter((_, index) => refused.has(index) && possible[index] === true);
    expect(falseAlarms.map(sourceOf)).toEqual([]);
    // Left to the command line: what fails only because no release of nixpkgs, where none is stated, has everything.
    const missed = cases.filter((_, index) => !refused.has(index) && possible[index] !== true);
    expect(missed.filter((one) => one.nixpkgs !== undefined).map(sourceOf)).toEqual([]);
    expect(missed.length).toBeLessThan(cases.length / 300);
    expect(refused.size).toBeGreaterThan(1000);
    expect(refused.size).toBeLessThan(cases.length - 1000);
  });
});
