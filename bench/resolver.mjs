// Asks the resolver for every kind of GPU × CUDA × torch × Python × nixpkgs, each also left out.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = `
export { checkConfig } from "./src/config/check.ts";
export { loadCatalog } from "./src/compat/catalog.ts";
export { demandOf } from "./src/compat/demand-of.ts";
export { resolve } from "./src/compat/resolve.ts";
export { bestStack } from "./src/compat/stack/solve.ts";
`;

/** One of so many questions is asked in full: with reasons and warnings, or with the conflict and its edits. */
const every = { answered: 25, refused: 2500 };

/** A slow answer is asked for again, in milliseconds: what a collection of garbage took is none of the question's. */
const suspicious = 1;
const repeats = 3;

export async function benchResolver() {
  const { checkConfig, loadCatalog, demandOf, resolve, bestStack } = await bundled();
  const catalog = loadCatalog();
  const { config } = checkConfig({ gpu: "none" });
  const unique = (values) => [null, ...new Set(values)];
  const { releases } = catalog.torch;
  const kinds = new Map(
    catalog.gpus.gpus.map((gpu) => [
      [gpu.capability, gpu.openKernelModule, gpu.minDriver, gpu.system].join(),
      gpu.name,
    ]),
  );
  const cudas = unique(releases.flatMap((release) => release.variants.map((variant) => variant.cuda)));
  const torches = unique(releases.flatMap((release) => release.patches));
  const pythons = unique(releases.flatMap(({ python }) => [...python.stable, ...python.experimental]));
  const ships = unique(catalog.nixpkgs.releases.map((row) => row.release));

  const solved = [];
  const answered = [];
  const refused = [];
  for (const name of kinds.values())
    for (const cuda of cudas)
      for (const torch of torches)
        for (const python of pythons)
          for (const release of ships) {
            const question = {
              config: {
                ...config,
                gpu: [{ kind: "name", name }],
                cuda,
                torch: { ...config.torch, version: torch },
                project: { ...config.project, python },
                nix: { ...config.nix, nixpkgs: { ...config.nix.nixpkgs, release } },
              },
              catalog,
              statements: [],
              locked: null,
              lockedTorch: null,
              upgrade: false,
              host: null,
            };
            const [stack, ms] = timed(() => bestStack(demandOf(question).demand));
            solved.push(ms);
            const [whole, often] = stack === null ? [refused, every.refused] : [answered, every.answered];
            if (solved.length % often === 0) whole.push(timed(() => resolve(question))[1]);
          }
  report("whether there is a stack", solved);
  report("whole answers", answered);
  report("conflicts with their edits", refused);
}

function timed(work) {
  let [result, ms] = once(work);
  for (let again = 0; ms > suspicious && again < repeats; again++) ms = Math.min(ms, once(work)[1]);
  return [result, ms];
}

function once(work) {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

function report(name, times) {
  const sorted = Float64Array.from(times).sort();
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(3);
  const total = sorted.reduce((sum, ms) => sum + ms, 0) / 1000;
  console.log(
    `resolver, ${name.padEnd(26)}${String(sorted.length).padStart(8)} asked in ${total.toFixed(1)} s: ` +
      `median ${at(0.5)} ms, 99.9 % ${at(0.999)} ms, worst ${at(1)} ms`,
  );
}

async function bundled() {
  const directory = mkdtempSync(join(tmpdir(), "nixtorch-bench-"));
  const outfile = join(directory, "resolver.mjs");
  await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  const module = await import(pathToFileURL(outfile).href);
  rmSync(directory, { recursive: true });
  return module;
}
