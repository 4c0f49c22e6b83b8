import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { realSystem } from "../../src/host/real.js";
import type { Command, System } from "../../src/host/system.js";
import type { StageContext } from "../../src/stage/context.js";
import { repository } from "../support/project.js";

export const stub = (release: string) =>
  `path:${join(repository, "test/support/stub-nixpkgs")}?dir=${release}`;

export interface World {
  readonly directory: string;
  readonly context: StageContext;
  readonly progress: readonly string[];
  /** Commands started since the last look. */
  started(): string[];
  with(options: { offline?: boolean; env?: Record<string, string | undefined> }): World;
}

/** A directory with files, its own cache, and the real machine, whose commands are counted. */
export function world(files: Record<string, string> = {}): World {
  const directory = mkdtempSync(join(tmpdir(), "nixtorch-stage-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return worldAt(directory, {});
}

function worldAt(
  directory: string,
  options: { offline?: boolean; env?: Record<string, string | undefined> },
): World {
  const env = {
    ...process.env,
    HOME: join(directory, "home"),
    UV_CACHE_DIR: join(tmpdir(), "nixtorch-test-uv-cache"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    ...options.env,
  };
  const commands: Command[] = [];
  const progress: string[] = [];
  const real = realSystem({ env });
  const system: System = {
    ...real,
    run: (command) => {
      commands.push(command);
      return real.run(command);
    },
  };
  return {
    directory,
    progress,
    context: {
      system,
      cacheDirectory: join(directory, "cache"),
      offline: options.offline ?? false,
      onProgress: (line) => progress.push(line),
    },
    started: () => commands.splice(0).map(({ program, args }) => [program, ...args].join(" ")),
    with: (more) => worldAt(directory, { ...options, ...more, env: { ...options.env, ...more.env } }),
  };
}

/** What staging left below the cache directory besides its answers. */
export function leftovers({ directory }: World): readonly string[] {
  return readdirSync(join(directory, "cache", "staging"));
}

/** A PATH on which only these programs are, made of links. */
export function pathWith(directory: string, programs: Record<string, string>): string {
  const bin = join(directory, "only");
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}
