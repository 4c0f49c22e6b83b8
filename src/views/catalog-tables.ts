import type {
  Cited,
  CudaRow,
  GpuRow,
  NixpkgsRow,
  Rated,
  TorchRow,
  WheelVariantRow,
} from "../model/catalog-rows.js";
import { spans } from "./spans.js";
import type { Style } from "./style.js";
import type { Cell, Row } from "./table.js";
import { inline } from "./text.js";

export interface CatalogOptions {
  readonly style: Style;
  /** Also shows how far each row can be relied on, and its sources. */
  readonly verbose: boolean;
}

/** One table of the catalog, ready to be laid out. */
export interface Laid {
  readonly titles: readonly string[];
  readonly rows: readonly Row[];
  /** Longer names do not move the columns of all rows. */
  readonly widest?: number;
  /** What its words and marks mean. */
  readonly legend: readonly string[];
}

/** Behind what no source says. */
const doubt = "?";
const doubtLegend = `${doubt}  not read in a source, but announced, derived or remembered (-v says which)`;

/** Behind a variant that is not stable. */
const marks: Readonly<Record<string, string>> = {
  legacy: "*",
  experimental: "~",
  extra: "+",
  planned: doubt,
};
const markLegend = ["*  legacy: kept for old GPUs", "~  experimental"];

export function torchTable(rows: readonly TorchRow[], options: CatalogOptions): Laid {
  return {
    titles: ["torch", "newest", "released", "Python", "PyPI", "CUDA wheels"],
    rows: rows.map((row) => ({
      cells: [
        name(row.torch, row, options),
        { text: row.patches.at(-1)! },
        { text: ratedText(row.released) },
        { text: pythonText(row) },
        { text: row.defaultVariant.value ?? "" },
        { text: variantsText(row.variants) },
      ],
      below: citation(row, options),
    })),
    legend: [
      "Python in parentheses: experimental. PyPI: the variant that a plain install takes.",
      ...markLegend,
      "+  extra: built without upstream support, taken on request only",
      doubtLegend,
    ],
  };
}

export function cudaTable(rows: readonly CudaRow[], options: CatalogOptions): Laid {
  return {
    titles: ["CUDA", "released", "driver", "for PTX", "compiles", "GCC", "nixpkgs"],
    rows: rows.map((row) => ({
      cells: [
        name(row.cuda, row, options),
        { text: ratedText(row.released) },
        { text: row.minDriver.minorCompatibility },
        { text: row.minDriver.toolkit ?? "" },
        { text: row.nvcc === null ? "" : `${row.nvcc.lowest}–${row.nvcc.highest}` },
        { text: row.gcc === null ? "" : `${row.gcc}` },
        { text: row.nixpkgs.map(ratedText).join(" ") },
      ],
      below: citation(row, options),
    })),
    legend: [
      "driver: the oldest for wheels of this CUDA; for PTX: the oldest for code that the driver compiles.",
      "compiles: compute capabilities that nvcc makes code for. GCC: the newest that nvcc accepts.",
      doubtLegend,
    ],
  };
}

/** `newestTorch`: the newest that is verified. */
export function gpuTable(rows: readonly GpuRow[], newestTorch: string, options: CatalogOptions): Laid {
  return {
    widest: 28,
    titles: ["GPU", "cap.", "architecture", "module", "driver", "CUDA", `torch ${newestTorch}`],
    rows: rows.map((row) => ({
      cells: [
        name(row.gpu, row, options),
        { text: row.capability },
        { text: row.architecture },
        { text: modules[row.openKernelModule] ?? row.openKernelModule },
        { text: driverText(row) },
        { text: cudaText(row) },
        { text: wheelsText(row, newestTorch) },
      ],
      below: citation(row, options),
    })),
    legend: [
      "cap.: compute capability. module: which NVIDIA kernel module drives it. driver: branches or versions",
      "that do. CUDA: toolkits that compile for it. torch: its CUDA wheels that run on it; a version",
      "before them is the last torch that has any.",
      ...markLegend,
      doubtLegend,
    ],
  };
}

export function nixpkgsTable(rows: readonly NixpkgsRow[], options: CatalogOptions): Laid {
  return {
    titles: ["nixpkgs", "status", "CUDA", "default", "Python", "driver", "legacy"],
    rows: rows.map((row) => ({
      cells: [
        { text: row.nixpkgs, paint: options.style.bold },
        { text: row.status.value === "end-of-life" ? "ended" : row.status.value },
        { text: scopesText(row) },
        { text: ratedText(row.defaultCuda) },
        { text: ratedText(row.defaultPython) },
        { text: withDoubt(versionOf(row, "production"), row) },
        { text: legacyText(row) },
      ],
      below: citation(row, options),
    })),
    legend: [
      "CUDA: scopes, such as cudaPackages_12_8. driver: of the branch production, which moves on.",
      "legacy: branches for old GPUs, such as legacy_580.",
      doubtLegend,
    ],
  };
}

function name(text: string, row: Cited, { style }: CatalogOptions): Cell {
  const paint = row.confidence === "verified" ? style.bold : style.yellow;
  return { text: withDoubt(inline(text), row), paint };
}

function citation(row: Cited, { verbose, style }: CatalogOptions): readonly string[] {
  if (!verbose) return [];
  const rating = row.note === null ? row.confidence : `${row.confidence}: ${row.note}`;
  return [rating, ...row.sources].map((line) => style.dim(`    ${inline(line)}`));
}

function withDoubt(text: string, { confidence }: { readonly confidence: string }): string {
  return confidence === "verified" || text === "" ? text : `${text}${doubt}`;
}

function ratedText(one: Rated<string | number>): string {
  return withDoubt(`${one.value}`, one);
}

function pythonText({ python }: TorchRow): string {
  const { stable, experimental } = python;
  const text = withDoubt(spans(stable), python);
  return experimental.length === 0 ? text : `${text} (${spans(experimental)})`;
}

function variantsText(variants: readonly WheelVariantRow[]): string {
  return variants
    .filter(({ status }) => status !== "removed")
    .map((one) => `${one.name}${marks[one.status] ?? ""}`)
    .join(" ");
}

const modules: Readonly<Record<string, string>> = {
  required: "open",
  supported: "either",
  unsupported: "closed",
  "not applicable": "own",
};

function driverText({ lastDriverBranch, minDriver }: GpuRow): string {
  if (lastDriverBranch !== null) return `to ${lastDriverBranch}`;
  return minDriver === null ? "any" : `from ${minDriver}`;
}

function cudaText({ firstCuda, lastCuda }: GpuRow): string {
  return lastCuda === null ? `from ${ratedText(firstCuda)}` : `${ratedText(firstCuda)}–${lastCuda}`;
}

function wheelsText({ torch }: GpuRow, newest: string): string {
  if (torch === null) return "none";
  const variants = variantsText(torch.variants);
  return torch.release === newest ? variants : `${torch.release}: ${variants}`;
}

function scopesText({ cuda }: NixpkgsRow): string {
  const text = spans(cuda.map((scope) => scope.value));
  return cuda.every((scope) => scope.confidence === "verified") ? text : `${text}${doubt}`;
}

function versionOf({ drivers }: NixpkgsRow, attribute: string): string {
  return drivers.find((one) => one.name === attribute)?.version ?? "";
}

/** "580 535 470": the branches of old drivers, the newest first. */
function legacyText({ drivers, driversComplete }: NixpkgsRow): string {
  const branches = drivers.flatMap((one) => /^legacy_(\d+)$/.exec(one.name)?.[1] ?? []);
  return [...branches, ...(driversComplete ? [] : ["…"])].join(" ");
}
