import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { planGitignore, releaseGitignore, unplanGitignore } from "../../../src/resources/gitignore/index.js";
import { desireOf } from "../../support/desire.js";
import { absent, fileOf } from "../../support/file-state.js";
import { flakeDirectory } from "../../support/nix-shell.js";
import { requireTools } from "../../support/tools.js";

const linesOf = (content: string | null) =>
  (content ?? "").split("\n").filter((line) => line.startsWith("."));

test("what each machine makes for itself is ignored", () => {
  expect(linesOf(planGitignore(absent, desireOf()).content)).toEqual([".venv/", ".direnv/", ".nixtorch/"]);
});

test("direnv's directory only with direnv", () => {
  const planned = planGitignore(absent, desireOf({ shell: { direnv: false } }));
  expect(linesOf(planned.content)).toEqual([".venv/", ".nixtorch/"]);
});

describe("what a person ignores already", () => {
  test("is not repeated, however it is spelt", () => {
    const planned = planGitignore(fileOf("/.venv\r\n.direnv/\r\n"), desireOf());
    expect(planned.content).toBe(
      "/.venv\r\n.direnv/\r\n\r\n# >>> nixtorch >>>\r\n.nixtorch/\r\n# <<< nixtorch <<<\r\n",
    );
  });

  test("may be everything", () => {
    const planned = planGitignore(fileOf(".venv\n.direnv\n.nixtorch\n"), desireOf());
    expect(planned.change).toMatchObject({ action: "no-op", reason: "everything is ignored already" });
  });

  test("leaves the block once it stands outside", () => {
    const first = planGitignore(absent, desireOf());
    const second = planGitignore(fileOf(`.venv/\n${first.content}`), desireOf({ baseline: first.baseline }));
    expect(second.change.action).toBe("update");
    expect(linesOf(second.content)).toEqual([".venv/", ".direnv/", ".nixtorch/"]);
    expect(second.drift).toEqual([]);
  });
});

describe("when the environment goes", () => {
  const planned = planGitignore(fileOf("*.pyc"), desireOf());
  const removal = { baseline: planned.baseline, origin: "*.pyc" };

  test("so do its lines", () => {
    expect(unplanGitignore(fileOf(planned.content ?? ""), removal).content).toBe("*.pyc");
  });

  test("after eject they are ordinary ones", () => {
    const released = releaseGitignore(fileOf(planned.content ?? ""), removal);
    expect(released.content).toBe("*.pyc\n\n.venv/\n.direnv/\n.nixtorch/\n");
  });
});

test("half a block is no statement of the person's", () => {
  const { content, baseline } = planGitignore(absent, desireOf());
  const half = (content ?? "").split("\n").slice(0, -2).join("\n");
  const planned = planGitignore(fileOf(`${half}\n`), desireOf({ baseline, answers: { block: "theirs" } }));
  expect(planned.content).toBe(content);
});

test.skipIf(!requireTools("git"))("git ignores these directories, and nothing that must be committed", () => {
  const directory = flakeDirectory({ ".gitignore": planGitignore(absent, desireOf()).content ?? "" });
  execFileSync("git", ["init", "-q"], { cwd: directory });
  const ignored = (path: string) =>
    spawnSync("git", ["check-ignore", "-q", path], { cwd: directory }).status === 0;
  expect([".venv/bin/python", ".direnv/flake-profile", ".nixtorch/driver/libcuda.so.1"].map(ignored)).toEqual(
    [true, true, true],
  );
  expect(["flake.nix", "flake.lock", "nixtorch.lock", "uv.lock", ".envrc"].filter(ignored)).toEqual([]);
});
