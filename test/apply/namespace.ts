import { buildSync } from "esbuild";
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ApplyOutcome } from "../../src/model/apply.js";
import type { ApplyOptions } from "../../src/apply/types.js";
import type { ApplyEvent } from "../../src/model/apply.js";
import type { Plan } from "../../src/model/plan.js";

export interface Job {
  readonly plan: Plan;
  readonly options: Omit<ApplyOptions, "onEvent" | "signal">;
  readonly env: Record<string, string>;
  /** Run the code's branch for an ordinary user, who cannot write below these paths. */
  readonly asUser?: { readonly cannotWrite: readonly string[] };
  /** Paths to look at afterwards: what is mounted is gone when the process is. */
  readonly show: readonly string[];
}

export interface Shown {
  /** The content of a file, the text of a link. */
  readonly text: string;
  readonly mode: number;
  readonly uid: number;
}

export interface JobResult {
  readonly outcome: ApplyOutcome;
  readonly events: readonly ApplyEvent[];
  readonly shown: Readonly<Record<string, Shown | null>>;
}

/** As root, else as root of a user namespace. */
const ways = [
  ["unshare", "-m"],
  ["unshare", "-rm"],
];
const way = ways.find(([program, ...args]) => {
  const probe = ["sh", "-c", "mount -t tmpfs tmpfs /mnt"];
  return spawnSync(program!, [...args, ...probe]).status === 0;
});

/** Whether this machine permits mounts of one's own, for `describe.skipIf`. In CI it has to. */
export function canMount(): boolean {
  if (!way && process.env["CI"])
    throw new Error("CI must permit mount namespaces (unshare -m or unshare -rm)");
  return way !== undefined;
}

let driver: Uint8Array | null = null;

/** Bundled once; written into the test's own directory, which goes with the test. */
function driverIn(home: string): string {
  driver ??= buildSync({
    entryPoints: [fileURLToPath(new URL("driver.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
  }).outputFiles[0]!.contents;
  const path = join(home, "driver.mjs");
  writeFileSync(path, driver);
  return path;
}

/** Applies a plan in a process with mounts of its own, made by `setup`, a shell text. */
export async function applyInNamespace(home: string, setup: string, job: Job): Promise<JobResult> {
  const [program, ...args] = way!;
  const script = `set -e\n${setup}\nexec "$0" "$1" "$2"`;
  return run(home, program!, [...args, "sh", "-c", script], job);
}

/** Applies a plan in a process of its own. */
export async function applyInProcess(home: string, job: Job): Promise<JobResult> {
  return run(home, "sh", ["-c", 'exec "$0" "$1" "$2"'], job);
}

let jobs = 0;

async function run(home: string, program: string, args: readonly string[], job: Job): Promise<JobResult> {
  const path = join(home, `job-${jobs++}.json`);
  writeFileSync(path, JSON.stringify(job));
  const child = spawn(program, [...args, process.execPath, driverIn(home), path], {
    stdio: ["ignore", "pipe", "pipe"],
    // Hostile to whatever would run as root with it.
    env: { ...process.env, BASH_ENV: "/hostile", ENV: "/hostile", NIX_PATH: "nixpkgs=/hostile" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the job ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as JobResult;
}
