import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const banner = 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';
let directory: string;
let program: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "nixtorch-cli-"));
  program = join(directory, "real-process.mjs");
  await build({
    entryPoints: [join(repository, "test/fixtures/cli/real-process.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: banner },
    logLevel: "error",
  });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program; `meanwhile` sees all of stderr so far each time something is added. */
function started(
  args: string[],
  meanwhile: (stderr: string, kill: (name: NodeJS.Signals) => void) => void = () => {},
) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
    meanwhile(stderr, (name) => child.kill(name));
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

describe("an interrupt", () => {
  it("stops after the running step, lets it be undone, and exits 130", async () => {
    let sent = false;
    const { ended } = started(["interruptible", "apply", "--yes"], (stderr, kill) => {
      if (sent || !stderr.includes("installing packages")) return;
      sent = true;
      kill("SIGINT");
    });
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopping after the running step.");
    expect(stderr).toContain("project.flake: restored");
  });

  it("that comes twice ends at once", async () => {
    let sent = 0;
    const { ended } = started(["deaf", "apply", "--yes"], (stderr, kill) => {
      if (sent === 0 && stderr.includes("installing packages")) kill("SIGINT");
      else if (sent === 1 && stderr.includes("Interrupt again")) kill("SIGINT");
      else return;
      sent += 1;
    });
    expect(await ended).toMatchObject({ code: 130, signal: null });
  });

  it("at the prompt promises nothing about a running step", async () => {
    const child = spawn(process.execPath, [program, "asking"], { stdio: ["pipe", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString();
      if (stderr.includes("Apply: ")) child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
    expect(stderr).not.toContain("Stopping");
  });
});

describe("what a config leaves running", () => {
  it.each([
    ["timer", "Error: too late", "/lab/nixtorch.config.ts:2"],
    ["rejection", "Error: too late", "/lab/nixtorch.config.ts:1"],
    ["exiting", "Error: process.exit was called", "/lab/nixtorch.config.ts:1"],
  ])("and then throws (%s) undoes the apply, and is told once", async (scene, detail, place) => {
    const { code, stdout, stderr } = await started([scene, "apply", "--yes"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("error NT205: The config throws an error");
    expect(stderr).toContain(detail);
    expect(stderr).toContain(place);
    expect(stderr).not.toContain("Stopping");
    if (scene !== "rejection") {
      expect(stderr).toContain("project.flake: restored");
      expect(stdout).toContain("Apply interrupted");
    }
  });

  it("and then throws is part of the outcome with --json", async () => {
    const { code, stdout, stderr } = await started(["timer", "apply", "--yes", "--json"]).ended;
    expect([code, stderr]).toEqual([1, ""]);
    const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) as string);
    expect(last).toMatchObject({ type: "outcome", diagnostics: [{ code: "NT205" }] });
  });

  it("and then fails takes the place of the plan, with --json as its document", async () => {
    const { code, stdout, stderr } = await started(["rejection", "plan", "--json"]).ended;
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "NT205" }] });
  });

  it("cannot write between results", async () => {
    const { code, stdout, stderr } = await started(["chatty", "plan", "--json"]).ended;
    expect([code, stderr]).toEqual([0, "noise"]);
    expect(JSON.parse(stdout).formatVersion).toBe(1);
  });
});

describe("work that can never end", () => {
  it("is called a bug, and not a success", async () => {
    const { code, stderr } = await started(["stuck", "plan"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("NT589");
  });
});

describe.runIf(existsSync("/dev/full"))("an output that takes no more", () => {
  it.each([
    ["quick", ["apply", "--yes"], "came to its end"],
    ["lingering", ["plan", "--json"], ""],
  ])("ends not the work (%s), and is told in one line", (scene, args, told) => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [program, scene, ...args], {
      encoding: "utf8",
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    expect(status).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr.match(/not everything could be written: stdout: .*ENOSPC/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe("a reader that goes away", () => {
  it("ends neither the work nor in a stack trace", async () => {
    const { child, ended } = started(["quick", "apply", "--yes", "--json"]);
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: "came to its end\n" });
  });
});

describe("the end", () => {
  it("comes when all is written, although something is left running", async () => {
    const { code, stdout } = await started(["lingering", "plan", "--json"]).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).formatVersion).toBe(1);
  });
});

describe("without a terminal", () => {
  it("apply waits for nobody", async () => {
    const { code, stderr } = await started(["quick", "apply"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("nixtorch apply --yes");
  });
});

describe("the version", () => {
  it("is told without loading the program", async () => {
    const { metafile } = await build({
      absWorkingDir: repository,
      entryPoints: ["src/bin.ts"],
      bundle: true,
      format: "cjs",
      platform: "node",
      metafile: true,
      write: false,
      logLevel: "error",
    });
    expect(Object.keys(metafile.inputs).sort()).toEqual([
      "package.json",
      "src/bin.ts",
      "src/model/version.ts",
    ]);
    const { stdout } = spawnSync(process.execPath, [join(repository, "dist/bin.cjs"), "--version"], {
      encoding: "utf8",
    });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
