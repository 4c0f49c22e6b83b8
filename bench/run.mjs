// Measures whole processes, interleaved in one run, and prints each as a ratio to bare `node -e 0`; then the resolver and the types.
// Usage: npm run bench [-- rounds]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchResolver } from "./resolver.mjs";
import { benchTypes } from "./types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "dist/bin.cjs");
if (!existsSync(bin)) throw new Error("dist/ is missing: npm run build");
const rounds = Number(process.argv[2] ?? 15);

const scratch = mkdtempSync(join(tmpdir(), "nixtorch-bench-"));
// NODE_EXTRA_CA_CERTS alone costs Node 20 about 60 ms; it is nothing of ours.
const env = {
  ...process.env,
  XDG_CACHE_HOME: join(scratch, "cache"),
  XDG_STATE_HOME: join(scratch, "state"),
};
delete env.NODE_EXTRA_CA_CERTS;

const small = project("small");
const large = project("large");
writeFileSync(join(large, "uv.lock"), largeLock());
settle(small);
settle(large);

const subjects = {
  "node -e 0": ["-e", "0"],
  "nixtorch --version": [bin, "--version"],
  "nixtorch validate": [bin, "validate", "-C", small],
  "nixtorch plan (no-op)": [bin, "plan", "-C", small, "--no-lock"],
  "nixtorch apply (nothing to do)": [bin, "apply", "--yes", "-C", small, "--no-lock"],
  "nixtorch plan (1 MB uv.lock, unchecked)": [bin, "plan", "-C", large],
};
const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++)
  for (const [name, args] of Object.entries(subjects)) {
    const ms = time(args);
    if (round > 0) times[name].push(ms);
  }

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times["node -e 0"]);
console.log(`node ${process.version}, medians of ${rounds} interleaved rounds`);
for (const [name, values] of Object.entries(times))
  console.log(
    `${name.padEnd(38)}${median(values).toFixed(1).padStart(8)} ms${(median(values) / bare).toFixed(2).padStart(7)} ×`,
  );
rmSync(scratch, { recursive: true, force: true });
await benchResolver();
benchTypes(rounds);

function project(name) {
  const directory = join(scratch, name);
  cpSync(join(root, "examples/minimal"), directory, { recursive: true });
  return directory;
}

/** Applies what can be applied without tools, so that the next plan has nothing to do. */
function settle(directory) {
  time([bin, "apply", "--yes", "-C", directory, "--no-lock"]);
}

function time(args) {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0) throw new Error(`${args.join(" ")}\n${result.stdout}${result.stderr}`);
  return ms;
}

function largeLock() {
  const one = readFileSync(join(root, "bench/package.toml"), "utf8");
  let text = 'version = 1\nrevision = 3\nrequires-python = ">=3.13, <3.14"\n';
  for (let index = 0; text.length < 1_000_000; index++)
    text += `\n${one.replaceAll("NAME", `package-${index}`)}`;
  return text;
}
