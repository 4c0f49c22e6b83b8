import { catalogTables, type CatalogRows, type CatalogTable } from "../../model/catalog-rows.js";
import { catalogDigests, catalogSummary, catalogView } from "../../views/catalog.js";
import { catalogDocument } from "../../views/json.js";
import type { Context, Engine, GlobalFlags } from "../context.js";
import { filled, usageFailure } from "../usage.js";

/** Shows one table of the catalog, or without a name what there is. Needs no project. Raises NT578, NT583 and NT585. */
export async function catalog(
  context: Context,
  _flags: GlobalFlags,
  name?: string,
  ...words: string[]
): Promise<number> {
  const table = filled("The name of the table", name);
  if (table !== undefined && !isTable(table)) throw unknownTable(table);
  if (table !== "gpu" && words.length > 0) throw unexpected(table!, words);
  const engine = await context.engine();
  const rows = select(engine, engine.catalogRows(), words.join(" "));
  if (context.json) {
    const shown = table === undefined ? catalogDigests(rows) : rows[table];
    context.print(catalogDocument(rows.catalogVersion, table ?? null, shown));
  } else if (table === undefined) {
    context.print(catalogSummary(rows, context.outStyle));
  } else {
    context.print(catalogView(rows, table, { style: context.outStyle, verbose: context.verbose }));
  }
  return 0;
}

function isTable(name: string): name is CatalogTable {
  return (catalogTables as readonly string[]).includes(name);
}

function select(engine: Engine, rows: CatalogRows, words: string): CatalogRows {
  if (words.trim() === "") return rows;
  const { rows: gpu, closest } = engine.cardsNamed(words, rows.gpu);
  if (gpu.length > 0) return { ...rows, gpu };
  const like = closest.length > 0 ? `Did you mean ${closest.join(" or ")}?\n` : "";
  throw notThere(
    `The catalog has no card, architecture or compute capability ${JSON.stringify(words)}.`,
    `${like}All cards:\n  nixtorch catalog gpu`,
  );
}

function unknownTable(name: string) {
  return notThere(
    `The catalog has no table ${JSON.stringify(name)}. Its tables are gpu, cuda, torch and nixpkgs.`,
    "What is in them:\n  nixtorch catalog\nA card is looked up behind gpu:\n  nixtorch catalog gpu 3090",
  );
}

function notThere(detail: string, hint: string) {
  return usageFailure({ code: "NT578", summary: "Not in the catalog", detail, hint });
}

function unexpected(table: string, words: readonly string[]) {
  return usageFailure({
    code: "NT583",
    summary: "Unexpected argument",
    detail: `Only the table gpu takes names, and ${JSON.stringify(words.join(" "))} follows ${table}.`,
    hint: `The whole table:\n  nixtorch catalog ${table}`,
  });
}
