import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { realSystem } from "../../../src/host/real.js";
import { changeNotes, observeChanges, unplanGit } from "../../../src/resources/git/index.js";
import { requireTools } from "../../support/tools.js";

describe.skipIf(!requireTools("git"))("what a person has not committed", () => {
  let directory: string;
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "nixtorch-変更-")));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    git("init", "--quiet", "--initial-branch=main");
  });

  function git(...args: string[]): void {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    execFileSync("git", [...identity, ...args], { cwd: directory, stdio: "pipe", env });
  }
  function write(path: string, text: string): void {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  function commit(path: string, text: string): void {
    write(path, text);
    git("add", path);
    git("commit", "--quiet", "--message", path);
  }
  async function kindsOf(...paths: string[]) {
    const changes = await observeChanges(
      realSystem({ env }),
      paths.map((path) => join(directory, path)),
    );
    return paths.map((path) => changes.get(join(directory, path))?.kind ?? null);
  }

  it("is told by file: edited, staged, made known, untracked, ignored, committed", async () => {
    commit("lab/.gitignore", "*.log\n");
    for (const name of ["edited", "staged", "clean", "設定 [1].nix"]) commit(`lab/${name}`, "a\n");
    for (const name of ["edited", "staged", "設定 [1].nix"]) write(`lab/${name}`, "b\n");
    git("add", "lab/staged");
    for (const name of ["new", "known", "added", "x.log"]) write(`lab/${name}`, "");
    git("add", "--intent-to-add", "lab/known");
    git("add", "lab/added");
    const index = readFileSync(join(directory, ".git/index"));
    const names = ["edited", "staged", "clean", "設定 [1].nix", "new", "known", "added", "x.log", "absent"];
    expect(await kindsOf(...names.map((name) => `lab/${name}`))).toEqual([
      "edited",
      "edited",
      null,
      "edited",
      null,
      "intended",
      "added",
      null,
      null,
    ]);
    expect(readFileSync(join(directory, ".git/index")).equals(index)).toBe(true);
  });

  it("is found through a link, in whichever repository the file lies", async () => {
    commit("dotfiles/tower.nix", "{ }\n");
    write("dotfiles/tower.nix", "{ a = 1; }\n");
    mkdirSync(join(directory, "etc"));
    symlinkSync(join(directory, "dotfiles/tower.nix"), join(directory, "etc/configuration.nix"));
    expect(await kindsOf("etc/configuration.nix", "dotfiles/tower.nix")).toEqual(["edited", "edited"]);
  });

  it("tells a merge that is not finished, and which command it is of", async () => {
    commit("a.txt", "one\n");
    commit(".envrc", "a\n");
    git("switch", "--quiet", "--create", "side");
    commit(".envrc", "b\n");
    git("switch", "--quiet", "main");
    commit(".envrc", "c\n");
    const path = join(directory, ".envrc");
    for (const [operation, ...args] of [
      ["merge", "side"],
      ["rebase", "side"],
      ["cherry-pick", "side"],
    ] as const) {
      expect(() => git(operation, ...args)).toThrow();
      const changes = await observeChanges(realSystem({ env }), [path, join(directory, "a.txt")]);
      expect([...changes]).toEqual([[path, { kind: "unmerged", operation }]]);
      const [note] = changeNotes([{ address: "project.envrc", path: ".envrc", change: changes.get(path) }]);
      expect(note).toMatchObject({ severity: "warning", code: "NT476", place: { file: ".envrc" } });
      expect(note?.detail).toContain(`the ${operation} that brought them together is not finished`);
      git(operation, "--abort");
    }
  });

  it("is said of files that are about to be written, and takes an intent to add back", async () => {
    commit("pyproject.toml", "a\n");
    write("pyproject.toml", "b\n");
    write("flake.nix", "{ }\n");
    git("add", "--intent-to-add", "flake.nix");
    const paths = ["pyproject.toml", "flake.nix"].map((name) => join(directory, name));
    const changes = await observeChanges(realSystem({ env }), paths);
    const files = [
      { address: "project.pyproject", path: "pyproject.toml", change: changes.get(paths[0]!) },
      { address: "project.flake", path: "flake.nix", change: changes.get(paths[1]!) },
      { address: "project.envrc", path: ".envrc", change: undefined },
    ] as const;
    expect(changeNotes(files)).toMatchObject([
      {
        severity: "info",
        code: "NT475",
        address: "project.pyproject",
        detail: "pyproject.toml has uncommitted changes; the edit will stand among them.",
        hint: expect.stringContaining("git diff HEAD -- pyproject.toml"),
      },
    ]);
    expect(unplanGit(files)).toEqual([{ type: "untrack", address: "project.flake" }]);
    git("add", "flake.nix");
    const added = await observeChanges(realSystem({ env }), paths);
    expect(unplanGit([{ ...files[1], change: added.get(paths[1]!) }])).toEqual([]);
  });
});

describe("where git cannot be asked, nothing is said", () => {
  it("outside git, without git, and in the repository of another user", async () => {
    const tree = { "/p/.git/index": "", "/p/.envrc": "", "/q/.envrc": "" };
    const refused = { outcome: "exit", exitCode: 128, stderr: "fatal: detected dubious ownership" } as const;
    const programs = { git: "/bin/git" };
    for (const options of [{}, { programs, run: () => refused }]) {
      const world = memorySystem(tree, options);
      expect((await observeChanges(world, ["/p/.envrc", "/q/.envrc", "/absent/x"])).size).toBe(0);
      expect(world.commands.every(({ args }) => args.includes("/p"))).toBe(true);
    }
  });

  it("but the repositories of root are asked, whoever asks", async () => {
    const run = () => ({ outcome: "success", stdout: " M configuration.nix\0" }) as const;
    const nixos = (uid: number) =>
      memorySystem(
        {
          "/etc/nixos/.git": { content: "gitdir: /srv/nixos.git\n", uid },
          "/etc/nixos/configuration.nix": "",
        },
        { programs: { git: "/bin/git" }, run },
      );
    const path = "/etc/nixos/configuration.nix";
    for (const [uid, trusted] of [
      [0, true],
      [1001, false],
    ] as const) {
      const world = nixos(uid);
      expect((await observeChanges(world, [path])).get(path)?.kind).toBe("edited");
      expect(world.commands[0]?.args.includes("safe.directory=/etc/nixos")).toBe(trusted);
    }
  });
});
