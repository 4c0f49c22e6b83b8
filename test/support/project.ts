import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bin = join(repository, "dist/bin.cjs");

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly directory: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Runs the built command line in the project. */
  nixtorch(...args: string[]): Promise<CliResult>;
  /** Runs a program in the project, with the environment the command line gets. */
  run(program: string, ...args: string[]): string;
  /** Bytes and modification times of every file but those of git and the venv: equal means untouched. */
  snapshot(): Record<string, string>;
  readonly env: NodeJS.ProcessEnv;
}

/** A real directory with the given files, gone after the test; caches and state are its own. */
export function createProject(
  files: Record<string, string>,
  options: { git?: boolean; name?: string } = {},
): Project {
  const home = mkdtempSync(join(tmpdir(), "nixtorch-test-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const directory = join(home, options.name ?? "lab");
  mkdirSync(directory);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_STATE_HOME: join(home, ".state"),
    // Packages are cached between tests, as on a real machine.
    UV_CACHE_DIR: process.env.UV_CACHE_DIR ?? join(tmpdir(), "nixtorch-test-uv-cache"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CEILING_DIRECTORIES: home,
    NO_COLOR: "1",
  };
  const project: Project = {
    directory,
    env,
    write(path, text) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    nixtorch: (...args) =>
      new Promise((resolve, reject) => {
        const child = execFile(
          process.execPath,
          [bin, ...args],
          { cwd: directory, env, maxBuffer: 64e6 },
          (error, stdout, stderr) => {
            if (error && typeof error.code !== "number") reject(error);
            else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
          },
        );
        child.stdin?.end();
      }),
    run: (program, ...args) => execFileSync(program, args, { cwd: directory, env, encoding: "utf8" }),
    snapshot() {
      const seen: Record<string, string> = {};
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const shown = path.slice(directory.length + 1);
        if (!entry.isFile() || /^(\.git|\.venv)\//.test(shown)) continue;
        seen[shown] = `${statSync(path).mtimeMs} ${readFileSync(path, "base64")}`;
      }
      return seen;
    },
  };
  for (const [path, text] of Object.entries(files)) project.write(path, text);
  if (options.git) project.run("git", "init", "--quiet");
  return project;
}
