import { readFileSync } from "node:fs";
import type { CudaTable, GpuTable, NixpkgsTable, TorchTable } from "../../../src/compat/catalog-types.js";

/** The four files that say what runs with what, as they lie in the package. */
export interface Tables {
  torch: TorchTable;
  cuda: CudaTable;
  gpus: GpuTable;
  nixpkgs: NixpkgsTable;
}

/** Read here, and not through the resolver's catalog: a mistake in one reading must not hide in both. */
export function readTables(): Tables {
  return {
    torch: read<TorchTable>("torch"),
    cuda: read<CudaTable>("cuda"),
    gpus: read<GpuTable>("gpus"),
    nixpkgs: read<NixpkgsTable>("nixpkgs"),
  };
}

function read<Table>(name: string): Table {
  return JSON.parse(readFileSync(new URL(`../../../catalog/${name}.json`, import.meta.url), "utf8")) as Table;
}
