import type { Catalog } from "../../../src/compat/catalog-types.js";
import { files, placeOf } from "../place.js";

const tables = ["torch", "cuda", "gpus", "nixpkgs", "caches", "packages", "uv"] as const;

interface Row {
  readonly path: readonly string[];
  readonly source: readonly string[];
  readonly confidence?: unknown;
}

/** Every row names a source of its file, no source is left over, and memory is never called more than that. */
export function* sourceProblems(catalog: Catalog): Iterable<string> {
  for (const part of tables) {
    const rows = [...rowsIn(catalog[part], [part])];
    const { sources, asOf } = catalog[part];
    for (const row of rows) yield* rowProblems(catalog, row, sources);
    const used = new Set(rows.flatMap((row) => row.source));
    for (const key of Object.keys(sources)) {
      if (!used.has(key)) yield `${files[part]}: sources: no row uses ${JSON.stringify(key)}`;
    }
    if (asOf > catalog.version)
      yield `${files[part]}: asOf: ${asOf} is later than the catalog's version ${catalog.version}`;
  }
}

function* rowProblems(catalog: Catalog, row: Row, sources: Readonly<Record<string, string>>): Iterable<string> {
  const place = placeOf(catalog, row.path);
  yield* row.source
    .filter((key) => sources[key] === undefined)
    .map((key) => `${place}: no source ${JSON.stringify(key)} in this file`);
  const onlyMemory = row.source.every((key) => key === "memory");
  if (onlyMemory && row.confidence !== undefined && row.confidence !== "recalled")
    yield `${place}: rests on memory only and is called ${String(row.confidence)}`;
}

/** Every object with a `source`, wherever it stands. */
function* rowsIn(value: unknown, path: readonly string[]): Iterable<Row> {
  if (value === null || typeof value !== "object") return;
  if ("source" in value && Array.isArray(value.source)) yield { ...value, source: value.source, path };
  for (const [key, inner] of Object.entries(value)) yield* rowsIn(inner, [...path, key]);
}

