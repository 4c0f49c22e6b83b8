import type { GpuDeclaration } from "../../model/config.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { findCapability, sourcesIn, type Catalog, type Gpu } from "../catalog.js";
import type { Card } from "../demand.js";
import { findGpu } from "./gpu-names.js";
import { compareDotted, listing } from "../order.js";
import type { ConfigPath } from "../question.js";

export type Report = (diagnostic: Diagnostic) => void;

/**
 * Looks the declared cards up; each that cannot be found is reported and left out. A card under two spellings is one.
 */
export function cardsFor(
  declared: readonly GpuDeclaration[],
  path: ConfigPath,
  catalog: Catalog,
  report: Report,
): readonly Card[] {
  const cards = declared.flatMap((one, index) => {
    const place = declared.length === 1 ? path : [...path, index];
    return one.kind === "name"
      ? cardByName(one.name, place, catalog, report)
      : cardByCapability(one.computeCapability, place, catalog, report);
  });
  return cards.filter((card, index) => cards.findIndex((other) => other.id === card.id) === index);
}

function cardByName(name: string, path: ConfigPath, catalog: Catalog, report: Report): readonly Card[] {
  const match = findGpu(name, catalog.gpus.gpus);
  if (match.kind === "found") {
    const id = match.gpus.map((gpu) => gpu.name).join("/");
    const of = (gpu: Gpu) => cardOf(name, id, gpu, path, catalog);
    const [first, ...others] = match.gpus;
    return [{ ...of(first), others: others.map(of) }];
  }
  const [first, ...others] = match.closest;
  const guess =
    first === undefined
      ? ""
      : `Did you mean "${first}"?${others.length === 0 ? "" : ` Similar names: ${listing(others.map((one) => `"${one}"`))}.`}\n`;
  report({
    severity: "error",
    code: "NT300",
    summary: "Unknown GPU",
    detail: `The catalog has no card named "${name}".`,
    hint:
      `${guess}A card that is not listed can be declared by what it can compute, which the driver tells:\n\n` +
      `  nvidia-smi --query-gpu=name,compute_cap --format=csv\n\n` +
      `Then write, with its number:\n\n  gpu: { computeCapability: "8.9" }`,
    configPath: path,
  });
  return [];
}

function cardByCapability(
  wanted: string,
  path: ConfigPath,
  catalog: Catalog,
  report: Report,
): readonly Card[] {
  const capability = findCapability(catalog, wanted);
  if (capability === null) {
    const known = catalog.gpus.capabilities.map((row) => row.capability);
    const isNewer = compareDotted(wanted, known.at(-1)!) > 0;
    report({
      severity: "error",
      code: "NT302",
      summary: "Unknown compute capability",
      detail: `There is no GPU of compute capability ${wanted} in the catalog. It has ${listing(known)}.`,
      hint:
        "Ask the driver for the right number:\n\n  nvidia-smi --query-gpu=name,compute_cap --format=csv" +
        (isNewer ? escapeHint(`gpu: { computeCapability: { unchecked: "${wanted}" } }`) : ""),
      configPath: path,
    });
    return [];
  }
  return [
    {
      id: wanted,
      label: `compute capability ${wanted}`,
      gpu: null,
      others: [],
      capability,
      open: capability.openKernelModule,
      minDriver: capability.minDriver?.value ?? null,
      system: null,
      path,
      sources: sourcesIn(catalog.gpus, capability),
    },
  ];
}

/** How to have a version that came out after this nixtorch. */
export function escapeHint(written: string): string {
  return `\n\nIf it is newer than this nixtorch, take a newer one, or vouch for it yourself:\n\n  ${written}`;
}

function cardOf(label: string, id: string, gpu: Gpu, path: ConfigPath, catalog: Catalog): Card {
  const capability = findCapability(catalog, gpu.capability);
  if (capability === null)
    throw new Error(`the catalog's ${gpu.name} has no capability row ${gpu.capability}`);
  return {
    id,
    label,
    gpu,
    others: [],
    capability,
    open: gpu.openKernelModule ?? capability.openKernelModule,
    minDriver: gpu.minDriver ?? capability.minDriver?.value ?? null,
    system: gpu.system ?? null,
    path,
    sources: sourcesIn(catalog.gpus, gpu, capability),
  };
}
