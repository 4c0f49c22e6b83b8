// Checks the catalog and writes the files that are made from it. Run by `npm run catalog`; with `--check` nothing is
// written, and a file that is out of date fails, as in the build.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCatalog } from "./catalog/read.mjs";
import { root } from "./setup.mjs";

const { problems, outdated, complaints } = await readCatalog();
const failed = process.argv.includes("--check") ? complaints : problems;
if (failed.length > 0) {
  console.error(failed.join("\n"));
  process.exitCode = 1;
} else {
  for (const { path, text } of outdated) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`Wrote ${path}`);
  }
}
