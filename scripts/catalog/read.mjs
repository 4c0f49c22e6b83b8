// The catalog as it is in the working tree: what is wrong with it, and the files that are made from it.
import { build } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "../setup.mjs";

/**
 * @returns problems: one line each; outdated: generated files that are not what they should be, with their text;
 * complaints: both, one line each, for who may not write.
 */
export async function readCatalog() {
  const { loadCatalog, catalogProblems, generatedFiles } = await bundled();
  const catalog = loadCatalog();
  const problems = catalogProblems(catalog);
  // Rows that do not agree with each other are nothing to generate from.
  const outdated = problems.length > 0 ? [] : await outdatedOf(generatedFiles(catalog), catalog);
  const complaints = [
    ...problems,
    ...outdated.map(({ path }) => `${path} is not what the catalog says: run npm run catalog`),
  ];
  return { problems, outdated, complaints };
}

async function outdatedOf(generated, catalog) {
  const outdated = [];
  for (const { path, render } of generated) {
    const file = join(root, path);
    const text = await laidOut(file, render(catalog));
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) outdated.push({ path, text });
  }
  return outdated;
}

/** Node 20 does not import TypeScript, so the modules are bundled in memory first. */
async function bundled() {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { loadCatalog } from "./src/compat/catalog.js";
        export { catalogProblems } from "./scripts/catalog/check.js";
        export { generatedFiles } from "./scripts/catalog/generated.js";`,
      resolveDir: root,
    },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    write: false,
    logLevel: "warning",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

async function laidOut(file, text) {
  return file.endsWith(".ts") ? format(text, { ...(await resolveConfig(file)), filepath: file }) : text;
}
