// Measures what checking a config costs the compiler: the same project with `defineConfig`, and with nothing but the
// type of a config, interleaved in one run.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const config = `{
  project: { name: "llm-lab", python: "3.12" },
  gpu: ["RTX 4090", "H100"],
  cuda: "12.8",
  torch: { version: "2.11", vision: true },
  packages: ["transformers>=4.50", "accelerate", { name: "my-lib", path: "../lib", editable: true }],
  groups: { dev: ["ipython", "pytest"] },
  nix: { nixpkgs: "26.05", packages: ["ffmpeg"] },
  shell: { env: { HF_HOME: "./.hf" } },
  system: { driver: { branch: "production", open: true }, nixLd: true },
}`;

const sources = {
  "tsc, a plain WrittenConfig": `import type { WrittenConfig } from "nixtorch";\nconst config: WrittenConfig = ${config};\nexport default config;\n`,
  "tsc, defineConfig": `import { defineConfig } from "nixtorch";\nexport default defineConfig(${config});\n`,
};

export function benchTypes(rounds) {
  const scratch = join(root, ".cache/bench-types");
  const projects = Object.entries(sources).map(([name, source]) => [name, project(scratch, name, source)]);
  const times = Object.fromEntries(projects.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, directory] of projects) {
      const ms = check(directory);
      if (round > 0) times[name].push(ms);
    }
  rmSync(scratch, { recursive: true });
  const medians = Object.values(times).map((values) => values.sort((a, b) => a - b)[Math.floor(rounds / 2)]);
  console.log(`checking a config, medians of ${rounds} interleaved rounds`);
  for (const [index, name] of Object.keys(times).entries())
    console.log(
      `${name.padEnd(38)}${medians[index].toFixed(1).padStart(8)} ms${(medians[index] / medians[0]).toFixed(2).padStart(7)} ×`,
    );
}

function project(scratch, name, source) {
  const directory = join(scratch, name.replaceAll(/\W+/g, "-"));
  mkdirSync(join(directory, "node_modules"), { recursive: true });
  writeFileSync(join(directory, "nixtorch.config.ts"), source);
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    // As installed: declarations, not sources.
    paths: { nixtorch: [join(root, "dist/types/src/index.d.ts")] },
  };
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["nixtorch.config.ts"] }),
  );
  return directory;
}

function check(directory) {
  const start = process.hrtime.bigint();
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const result = spawnSync(process.execPath, [tsc, "-p", directory], { encoding: "utf8" });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0) throw new Error(result.stdout);
  return ms;
}
