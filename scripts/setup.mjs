// What both README commands need on a fresh machine: dependencies and a build. Uses nothing but Node and npm.
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function run(program, args, options = {}) {
  execFileSync(program, args, { cwd: root, stdio: "inherit", ...options });
}

/** Output of set-up goes to stderr, so that stdout stays the command's own. */
const quietly = { stdio: ["ignore", 2, 2] };

export function installDependencies() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  )
    return;
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], quietly);
}

export function build() {
  run(process.execPath, ["scripts/build.mjs"], quietly);
}
