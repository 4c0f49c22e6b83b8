import type { GpuDeclaration } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { findCapability, sourcesIn, type Catalog, type Gpu } from "./catalog.js";
import type { Card } from "./demand.js";
import { findGpu } from "./gpu-names.js";
import { listing } from "./order.js";
import type { ConfigPath } from "./question.js";

export type Report = (diagnostic: Diagnostic) => void;

/** Looks the declared cards up; each that cannot be found is reported and left out. */
export function cardsFor(
  declared: readonly GpuDeclaration[],
  path: ConfigPath,
  catalog: Catalog,
  report: Report,
): readonly Card[] {
  return declared.flatMap((one, index) => {
    const place = declared.length === 1 ? path : [...path, index];
    const card =
      one.kind === "name"
        ? cardByName(one.name, place, catalog, report)
        : cardByCapability(one.computeCapability, place, catalog, report);
    return card === null ? [] : [card];
  });
}

function cardByName(name: string, path: ConfigPath, catalog: Catalog, report: Report): Card | null {
  const match = findGpu(name, catalog.gpus.gpus);
  if (match.kind === "found") return cardOf(name, match.gpu, path, catalog);
  if (match.kind === "ambiguous") {
    const names = match.gpus.map((gpu) => `${gpu.name} (${gpu.capability})`);
    report({
      severity: "error",
      code: "NT301",
      summary: "A GPU's name fits several cards",
      detail: `"${name}" may be ${listing(names, "or")}: cards of different generations, which need different kernels.`,
      hint: `Write one of these names in full:\n\n${match.gpus.map((gpu) => `  "${gpu.name}"`).join("\n")}`,
      configPath: path,
    });
    return null;
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
  return null;
}

function cardByCapability(wanted: string, path: ConfigPath, catalog: Catalog, report: Report): Card | null {
  const capability = findCapability(catalog, wanted);
  if (capability === null) {
    const known = catalog.gpus.capabilities.map((row) => row.capability);
    report({
      severity: "error",
      code: "NT302",
      summary: "Unknown compute capability",
      detail: `There is no GPU of compute capability ${wanted} in the catalog. It has ${listing(known)}.`,
      hint: "Ask the driver for the right number:\n\n  nvidia-smi --query-gpu=name,compute_cap --format=csv",
      configPath: path,
    });
    return null;
  }
  return {
    label: `compute capability ${wanted}`,
    capability,
    open: capability.openKernelModule,
    minDriver: capability.minDriver?.value ?? null,
    system: null,
    path,
    sources: sourcesIn(catalog.gpus, capability),
  };
}

function cardOf(label: string, gpu: Gpu, path: ConfigPath, catalog: Catalog): Card {
  const capability = findCapability(catalog, gpu.capability);
  if (capability === null)
    throw new Error(`the catalog's ${gpu.name} has no capability row ${gpu.capability}`);
  return {
    label,
    capability,
    open: gpu.openKernelModule ?? capability.openKernelModule,
    minDriver: gpu.minDriver ?? capability.minDriver?.value ?? null,
    system: gpu.system ?? null,
    path,
    sources: sourcesIn(catalog.gpus, gpu, capability),
  };
}
