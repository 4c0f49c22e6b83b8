import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { applyPlan } from "../../src/apply/executor.js";
import type { ApplyOutcome } from "../../src/model/apply.js";
import type { ApplyOptions } from "../../src/apply/types.js";
import { realSystem } from "../../src/host/real.js";
import type { System } from "../../src/host/system.js";
import type { ApplyEvent } from "../../src/model/apply.js";
import type { Plan } from "../../src/model/plan.js";
import { find } from "../support/tools.js";

export interface World {
  readonly home: string;
  readonly project: string;
  readonly stateDirectory: string;
  /** A directory for programs; with git in it, it is the whole PATH. */
  readonly bin: string;
  readonly events: ApplyEvent[];
  readonly system: System;
  write(path: string, text: string, mode?: number): void;
  read(path: string): string;
  exists(path: string): boolean;
  /** A stand-in program: a shell script. */
  program(name: string, script: string): void;
  git(...args: string[]): string;
  apply(plan: Plan, options?: Partial<ApplyOptions>, system?: System): Promise<ApplyOutcome>;
  /** Bytes, mode and modification time of everything below a directory but git's own files. */
  snapshot(directory?: string): Record<string, string>;
}

/** A real directory with a project in it, and a PATH with git and nothing else. */
export function createWorld(files: Record<string, string> = {}): World {
  const home = mkdtempSync(join(tmpdir(), "nixtorch-apply-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const [project, bin] = [join(home, "lab"), join(home, "bin")];
  mkdirSync(project);
  mkdirSync(bin);
  symlinkSync(find("git")!, join(bin, "git"));
  const env = { PATH: bin, HOME: home, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const events: ApplyEvent[] = [];
  const system = realSystem({ env });
  const stateDirectory = join(home, "state");

  const world: World = {
    home,
    project,
    stateDirectory,
    bin,
    events,
    system,
    write(path, text, mode) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
      if (mode !== undefined) chmodSync(join(project, path), mode);
    },
    read: (path) => readFileSync(join(project, path), "utf8"),
    exists: (path) => lstatSync(join(project, path), { throwIfNoEntry: false }) !== undefined,
    program(name, script) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    },
    git(...args) {
      const result = spawnSync("git", args, {
        cwd: project,
        env: { ...process.env, ...env, PATH: process.env["PATH"] },
        encoding: "utf8",
      });
      if (result.status !== 0) throw new Error(`git ${args.join(" ")}: ${result.stderr}`);
      return result.stdout.trim();
    },
    apply: (plan, options = {}, on = system) =>
      applyPlan(on, plan, {
        project,
        root: plan.root,
        stateDirectory,
        lockTimeoutMs: 0,
        interactive: false,
        onEvent: (event) => events.push(event),
        ...options,
      }),
    snapshot(directory = home) {
      const seen: Record<string, string> = {};
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (/\/\.git(\/|$)/.test(path)) continue;
        const stats = lstatSync(path);
        const content = entry.isFile() ? readFileSync(path, "base64") : "";
        seen[path.slice(directory.length + 1)] = `${stats.mode.toString(8)} ${stats.mtimeMs} ${content}`;
      }
      return seen;
    },
  };
  for (const [path, text] of Object.entries(files)) world.write(path, text);
  return world;
}

/** Codes of an outcome's diagnostics. */
export function codes(outcome: ApplyOutcome): string[] {
  return outcome.diagnostics.map((diagnostic) => diagnostic.code);
}
