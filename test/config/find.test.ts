import { describe, expect, it } from "vitest";
import { findConfig } from "../../src/config/find.js";
import { memorySystem } from "../../src/host/memory.js";
import { Failure } from "../../src/model/diagnostic.js";

function failure(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("the config of a directory", () => {
  it("lies in it", () => {
    const system = memorySystem({ "/lab/nixtorch.config.ts": "", "/nixtorch.config.ts": "" });
    expect(findConfig(system, "/lab")).toBe("/lab/nixtorch.config.ts");
  });

  it("lies above it in the same git repository, also in a worktree, where .git is a file", () => {
    const inRepository = { "/lab/.git/HEAD": "", "/lab/nixtorch.config.ts": "", "/lab/a/b/x.py": "" };
    expect(findConfig(memorySystem(inRepository), "/lab/a/b")).toBe("/lab/nixtorch.config.ts");
    const inWorktree = { "/lab/.git": "gitdir: x", "/lab/nixtorch.config.mjs": "", "/lab/a/x.py": "" };
    expect(findConfig(memorySystem(inWorktree), "/lab/a")).toBe("/lab/nixtorch.config.mjs");
  });

  it("is the nearest one, and TypeScript before JavaScript", () => {
    const system = memorySystem({
      "/lab/.git/HEAD": "",
      "/lab/nixtorch.config.ts": "",
      "/lab/a/nixtorch.config.js": "",
      "/lab/a/nixtorch.config.ts": "",
    });
    expect(findConfig(system, "/lab/a")).toBe("/lab/a/nixtorch.config.ts");
  });

  it("is not looked for beyond the repository", () => {
    const system = memorySystem({ "/nixtorch.config.ts": "", "/lab/.git/HEAD": "", "/lab/a/x.py": "" });
    const { diagnostics } = failure(() => findConfig(system, "/lab/a"));
    expect(diagnostics).toMatchObject([
      {
        code: "NT200",
        summary: "There is no nixtorch.config.ts here",
        detail:
          "It was looked for in /lab/a and the directories above it, up to /lab, where the git repository begins.",
      },
    ]);
  });

  it("is looked for in the directory alone outside of git, because others may write to what lies above", () => {
    const system = memorySystem({ "/tmp/nixtorch.config.ts": "", "/tmp/lab/x.py": "" });
    expect(failure(() => findConfig(system, "/tmp/lab")).diagnostics[0]).toMatchObject({
      code: "NT200",
      detail: "It was looked for in /tmp/lab.",
    });
  });
});
