import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** Our stand-in for nixpkgs; see its README. */
export const stubNixpkgs = join(dirname(fileURLToPath(import.meta.url)), "stub-nixpkgs");

/** The URL of the stub's nixpkgs of a release, for `nix.nixpkgs.url` or `--override-input`. */
export function stubUrl(release: string): string {
  return `path:${stubNixpkgs}?dir=${release}`;
}

export interface ShellOptions {
  /** A release of the stub; the default is "26.05". */
  readonly release?: string;
  /** Where the shell is entered, below the flake's directory. */
  readonly from?: string;
  /** Variables of the surroundings; beside these there are only HOME and PATH. */
  readonly env?: Readonly<Record<string, string>>;
}

const made: string[] = [];
afterAll(() => made.splice(0).forEach((directory) => rmSync(directory, { recursive: true, force: true })));

/** A directory with these files, gone after the tests of the file. */
export function flakeDirectory(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "nixtorch-flake-"));
  made.push(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** Locks the flake against the stub and returns the environment of its dev shell, as a program in it sees it. */
export function enterShell(directory: string, options: ShellOptions = {}): Record<string, string> {
  const run = runInShell(directory, ["bash", "-c", "env -0"], options);
  if (run.status !== 0) throw new Error(`nix develop failed:\n${run.stderr}`);
  return Object.fromEntries(
    run.stdout
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

export interface ShellRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Locks the flake against the stub and runs a program in its dev shell, whatever comes of it. */
export function runInShell(
  directory: string,
  command: readonly string[],
  options: ShellOptions = {},
): ShellRun {
  const { release = "26.05", from = ".", env = {} } = options;
  const surroundings = { HOME: tmpdir(), PATH: process.env["PATH"] ?? "", ...env };
  const override = ["--override-input", "nixpkgs", stubUrl(release)];
  execFileSync("nix", ["flake", "lock", ...override], { cwd: directory, env: surroundings, stdio: "pipe" });
  const run = spawnSync("nix", ["develop", "--offline", "-c", ...command], {
    cwd: join(directory, from),
    env: surroundings,
    encoding: "utf8",
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}
