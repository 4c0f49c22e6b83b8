import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The programs that tests run for real. */
export type Tool = "nix" | "uv" | "git" | "nixfmt";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where `node scripts/tools.mjs` puts what the machine lacks. */
export const toolDirectories = ["nix/bin", "uv/bin", "nixfmt/bin"].map((path) =>
  join(repository, ".cache", "tools", path),
);

putOnPath();

export const hasNix = find("nix") !== null && writable("/nix");
export const hasUv = find("uv") !== null;
export const hasGit = find("git") !== null;

/**
 * Whether these programs are there: for `test.skipIf(!requireTools("nix"))`. In CI a missing one throws, so that no
 * run is green because it skipped.
 */
export function requireTools(...tools: readonly Tool[]): boolean {
  const present = { nix: hasNix, uv: hasUv, git: hasGit, nixfmt: find("nixfmt") !== null };
  const missing = tools.filter((tool) => !present[tool]);
  if (missing.length > 0 && process.env["CI"]) {
    throw new Error(`CI needs ${missing.join(", ")}: run \`node scripts/tools.mjs --require\` first`);
  }
  return missing.length === 0;
}

/** The absolute path of a program on PATH; `null`: there is none. */
export function find(program: string): string | null {
  const candidates = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((directory) => join(directory, program));
  return candidates.find((path) => permits(path, constants.X_OK)) ?? null;
}

/** A Python of this minor, such as "3.11", that the stub nixpkgs would run too; `null`: there is none. */
export function findPython(minor: string): string | null {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  // A shim of pyenv is there for every minor, but serves only the one that is switched on.
  const real = directories.filter((directory) => !directory.endsWith("/shims"));
  const path = real
    .map((directory) => join(directory, `python${minor}`))
    .find((one) => permits(one, constants.X_OK));
  return path === undefined ? null : realpathSync(path);
}

function putOnPath(): void {
  const found = toolDirectories.filter((directory) => existsSync(directory));
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => !found.includes(directory));
  process.env["PATH"] = [...path, ...found].join(delimiter);
}

function writable(path: string): boolean {
  return permits(path, constants.W_OK);
}

function permits(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
