import type { CatalogRows, CatalogTable, TorchRow } from "../model/catalog-rows.js";
import { cudaTable, gpuTable, nixpkgsTable, torchTable, type CatalogOptions } from "./catalog-tables.js";
import { compareDotted } from "../model/version.js";
import { plain, type Style } from "./style.js";
import { tableLines } from "./table.js";
import { inline } from "./text.js";

/** One table, with the meaning of its words and marks below. */
export function catalogView(
  rows: CatalogRows,
  table: CatalogTable,
  options: CatalogOptions = { style: plain, verbose: false },
): string {
  const {
    titles,
    rows: lines,
    widest,
    legend,
  } = {
    gpu: () => gpuTable(rows.gpu, newestTorch(rows)?.torch ?? "", options),
    cuda: () => cudaTable(rows.cuda, options),
    torch: () => torchTable(rows.torch, options),
    nixpkgs: () => nixpkgsTable(rows.nixpkgs, options),
  }[table]();
  const text = [...tableLines(titles, lines, options.style, widest), "", ...legend.map(options.style.dim)];
  return `${text.join("\n")}\n`;
}

/** What a table holds, in one line. */
export interface CatalogDigest {
  readonly table: CatalogTable;
  readonly rows: number;
  /** Of the verified rows: a torch, a CUDA, an architecture, a stable release. */
  readonly newest: string;
}

export function catalogDigests(rows: CatalogRows): readonly CatalogDigest[] {
  const verified = <T extends { readonly confidence: string }>(all: readonly T[]) =>
    all.filter((row) => row.confidence === "verified");
  const cards = verified(rows.gpu).toSorted((a, b) => compareDotted(a.firstCuda.value, b.firstCuda.value));
  const stable = rows.nixpkgs.findLast((row) => row.status.value === "stable");
  return [
    { table: "gpu", rows: rows.gpu.length, newest: cards.at(-1)?.architecture ?? "" },
    { table: "cuda", rows: rows.cuda.length, newest: verified(rows.cuda).at(-1)?.cuda ?? "" },
    { table: "torch", rows: rows.torch.length, newest: newestTorch(rows)?.patches.at(-1) ?? "" },
    { table: "nixpkgs", rows: rows.nixpkgs.length, newest: stable?.nixpkgs ?? "" },
  ];
}

function newestTorch({ torch }: CatalogRows): TorchRow | undefined {
  return torch.findLast((row) => row.confidence === "verified");
}

/** What there is, and how to look further. */
export function catalogSummary(rows: CatalogRows, style: Style = plain): string {
  const lines = catalogDigests(rows).map((one) => ({
    cells: [{ text: one.table, paint: style.bold }, { text: `${one.rows}` }, { text: one.newest }],
  }));
  return `${[
    `Catalog ${inline(rows.catalogVersion)}: what this nixtorch chooses from.`,
    "",
    ...tableLines(["table", "rows", "newest"], lines, style),
    "",
    "A table, a card, and with -v the sources of each row:",
    "  nixtorch catalog torch",
    "  nixtorch catalog gpu 3090",
    "  nixtorch catalog cuda -v",
  ].join("\n")}\n`;
}
