// Writes schema/plan.schema.json from the schema that reads plans. Run by `npm run schema`.
import { build } from "esbuild";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Node 20 does not import TypeScript, so the module is bundled in memory first.
const bundle = await build({
  entryPoints: [join(root, "src/plan/json-schema.ts")],
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  write: false,
  logLevel: "warning",
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { planJsonSchema } = await import(`data:text/javascript;base64,${code}`);

const path = join(root, "schema/plan.schema.json");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, planJsonSchema());
