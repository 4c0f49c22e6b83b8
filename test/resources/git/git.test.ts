import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { realSystem } from "../../../src/host/real.js";
import type { System } from "../../../src/host/system.js";
import { observeGit, planGit, type NixFile } from "../../../src/resources/git/index.js";
import { requireTools } from "../../support/tools.js";

const files: readonly NixFile[] = [
  { address: "project.flake", path: "flake.nix" },
  { address: "project.flake_lock", path: "flake.lock" },
];
const paths = files.map((file) => file.path);

describe.skipIf(!requireTools("git"))("in a git repository", () => {
  let directory: string;
  let started: string[];
  let system: System;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "nixtorch-git-")));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    started = [];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", HOME: directory };
    const real = realSystem({ env });
    system = {
      ...real,
      run: (command) => {
        started.push(command.args.join(" "));
        return real.run(command);
      },
    };
  });

  function git(...args: string[]): void {
    const identity = [
      "-c",
      "user.name=t",
      "-c",
      "user.email=t@example.com",
      "-c",
      "protocol.file.allow=always",
    ];
    execFileSync("git", [...identity, ...args], {
      cwd: directory,
      stdio: "pipe",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    });
  }
  function write(path: string, text = ""): void {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const observe = (project = ".") =>
    observeGit(system, { cacheDirectory: join(directory, "cache") }, join(directory, project), paths);

  it("plans to make new files known, also in a subdirectory", async () => {
    git("init", "--quiet");
    mkdirSync(join(directory, "deep/lab"), { recursive: true });
    for (const project of [".", "deep/lab"]) {
      const facts = await observe(project);
      expect(facts.root).toBe(directory);
      expect(planGit(facts, files)).toEqual({
        actions: [
          { type: "intent-to-add", address: "project.flake" },
          { type: "intent-to-add", address: "project.flake_lock" },
        ],
        diagnostics: [],
      });
    }
  });

  it("has nothing to do for tracked files, and starts git no second time", async () => {
    git("init", "--quiet");
    for (const path of paths) write(`lab/${path}`);
    git("add", "--intent-to-add", "lab/flake.nix", "lab/flake.lock");
    expect(planGit(await observe("lab"), files)).toEqual({ actions: [], diagnostics: [] });
    expect(started.splice(0)).toHaveLength(1);
    expect(planGit(await observe("lab"), files)).toEqual({ actions: [], diagnostics: [] });
    expect(started).toEqual([]);

    git("rm", "--cached", "--quiet", "lab/flake.lock");
    expect(planGit(await observe("lab"), files).actions).toMatchObject([{ address: "project.flake_lock" }]);
  });

  it("names the rule that ignores a file, and never forces it", async () => {
    git("init", "--quiet");
    write("lab/.gitignore", "# ours\n*.lock\n");
    const { actions, diagnostics } = planGit(await observe("lab"), files);
    expect(actions).toEqual([{ type: "intent-to-add", address: "project.flake" }]);
    expect(diagnostics).toMatchObject([
      { severity: "error", code: "NT133", address: "project.flake_lock", place: { line: 2 } },
    ]);
    expect(diagnostics[0]?.detail).toContain("`*.lock` in lab/.gitignore:2");
  });

  it("takes a rule that takes the file back in for what it is", async () => {
    git("init", "--quiet");
    write(".gitignore", "*.lock\n!flake.lock\n");
    expect(planGit(await observe(), files).diagnostics).toEqual([]);
  });

  it("works in a linked work tree and in a submodule", async () => {
    write("main/flake.nix");
    write("main/flake.lock");
    git("init", "--quiet", "main");
    git("-C", "main", "add", ".");
    git("-C", "main", "commit", "--quiet", "-m", "x");
    git("-C", "main", "worktree", "add", "--quiet", "../tree");
    git("init", "--quiet", "outer");
    git("-C", "outer", "submodule", "--quiet", "add", join(directory, "main"), "inner");
    for (const project of ["tree", "outer/inner"]) {
      const facts = await observe(project);
      expect(facts).toMatchObject({ root: join(directory, project), problem: null });
      expect(planGit(facts, files)).toEqual({ actions: [], diagnostics: [] });
      started.splice(0);
      await observe(project);
      expect(started).toEqual([]);
    }
  });
});

describe("elsewhere", () => {
  it("warns outside git that Nix copies everything", async () => {
    const facts = await observeGit(memorySystem({ "/p/x": "" }), { cacheDirectory: "/c" }, "/p", paths);
    expect(facts.root).toBeNull();
    expect(planGit(facts, files)).toMatchObject({
      actions: [],
      diagnostics: [{ severity: "warning", code: "NT470", hint: expect.stringContaining("git init") }],
    });
    expect(planGit(facts, [])).toEqual({ actions: [], diagnostics: [] });
  });

  it("needs git in a repository", async () => {
    const world = memorySystem({ "/p/.git/index": "" });
    const facts = await observeGit(world, { cacheDirectory: "/c" }, "/p", paths);
    expect(planGit(facts, files)).toMatchObject({ actions: [], diagnostics: [{ code: "NT473" }] });
  });

  it("says whom git does not trust", async () => {
    const world = memorySystem(
      { "/p/.git/index": "x".repeat(40) },
      {
        programs: { git: "/bin/git" },
        run: () => ({
          outcome: "exit",
          exitCode: 128,
          stderr: "fatal: detected dubious ownership in repository",
        }),
      },
    );
    const facts = await observeGit(world, { cacheDirectory: "/c" }, "/p", paths);
    expect(planGit(facts, files).diagnostics).toMatchObject([
      { code: "NT474", hint: expect.stringContaining("git config --global --add safe.directory /p") },
    ]);
  });
});
