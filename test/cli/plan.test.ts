import { describe, expect, it } from "vitest";
import { Failure } from "../../src/model/diagnostic.js";
import { change, everythingNew, planOf } from "../views/sample.js";
import { namesOf, nixtorch, unchanged } from "./stand-in.js";

const conflict = planOf([change("project.flake", { action: "conflict", path: "flake.nix" })]);
const warned = planOf([], {
  diagnostics: [{ severity: "warning", code: "NT499", summary: "Look at this" }],
});
const broken = planOf([], {
  diagnostics: [{ severity: "error", code: "NT499", summary: "Cannot be" }],
});

describe("plan", () => {
  it("prints the plan on stdout and diagnostics on stderr", async () => {
    const { code, stdout, stderr } = await nixtorch(["plan"], { plan: warned });
    expect(code).toBe(0);
    expect(stdout).toBe("No changes. The environment matches nixtorch.config.ts.\n");
    expect(stderr).toContain("warning NT499: Look at this");
  });

  it.each([
    ["changes", everythingNew(), [], 0],
    ["changes, asked to tell", everythingNew(), ["--detailed-exitcode"], 2],
    ["no changes, asked to tell", unchanged, ["--detailed-exitcode"], 0],
    ["a conflict", conflict, ["--detailed-exitcode"], 1],
    ["an error", broken, ["--detailed-exitcode"], 1],
  ])("with %s exits as documented", async (_name, plan, flags, expected) => {
    expect((await nixtorch(["plan", ...flags], { plan })).code).toBe(expected);
  });

  it("prints one JSON document with the diagnostics in it, and nothing on stderr", async () => {
    const { code, stdout, stderr } = await nixtorch(["plan", "--json"], { plan: broken });
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout).diagnostics).toHaveLength(1);
  });

  it("passes every flag on, paths relative to -C", async () => {
    const { calls } = await nixtorch([
      "-C",
      "sub",
      "plan",
      "--config",
      "other.ts",
      "--root",
      "/mnt",
      "--offline",
      "--allow-root",
      "--project-only",
      "--target",
      "project.flake",
      "--target",
      "project.uv_lock",
      "--adopt",
      "--upgrade=numpy",
      "--no-venv",
      "--hostname",
      "box",
      "--out",
      "saved.json",
    ]);
    expect(calls.find(([name]) => name === "plan")?.[1]).toMatchObject({
      directory: "/home/me/project/sub",
      configFile: "/home/me/project/sub/other.ts",
      root: "/mnt",
      hostname: "box",
      offline: true,
      allowRoot: true,
      projectOnly: true,
      systemOnly: false,
      targets: ["project.flake", "project.uv_lock"],
      adopt: true,
      upgrade: "numpy",
      noLock: false,
      noVenv: true,
    });
    expect(calls.find(([name]) => name === "savePlan")?.[2]).toBe("/home/me/project/sub/saved.json");
  });

  it("has defaults that plan everything and upgrade nothing", async () => {
    const { calls } = await nixtorch(["plan"]);
    expect(calls[0]?.[1]).toMatchObject({
      directory: "/home/me/project",
      configFile: undefined,
      root: "/",
      targets: [],
      upgrade: null,
      noLock: false,
      noVenv: false,
    });
    expect((await nixtorch(["plan", "--upgrade"])).calls[0]?.[1]).toMatchObject({ upgrade: true });
  });

  it("says how to apply what it saved, also when it cannot be applied", async () => {
    expect((await nixtorch(["plan", "--out", "p.json"])).stderr).toContain("nixtorch apply p.json");
    expect((await nixtorch(["plan", "--out", "p.json"], { plan: conflict })).stderr).toContain(
      "cannot be applied",
    );
  });

  it("shows diffs when asked; without a terminal no line around a change in a file owned in part", async () => {
    const engine = {
      plan: () =>
        Promise.resolve({
          plan: planOf([change("project.pyproject", { action: "update", path: "pyproject.toml" })]),
          previews: [
            {
              address: "project.pyproject" as const,
              path: "pyproject.toml",
              before: "token = 'hunter2'\nx = 1\n",
              after: "token = 'hunter2'\nx = 2\n",
              ownership: "partial" as const,
            },
          ],
          project: "/p",
          configFile: "/p/nixtorch.config.ts",
        }),
    };
    const piped = await nixtorch(["plan", "--diff"], { engine });
    expect(piped.stdout).toContain("+x = 2");
    expect(piped.stdout).not.toContain("hunter2");
    expect((await nixtorch(["plan", "--diff"], { engine, terminal: true })).stdout).toContain("hunter2");
    expect((await nixtorch(["plan"], { engine, terminal: true })).stdout).not.toContain("x = 2");
  });
});

describe("failures", () => {
  const failing = {
    plan: () => Promise.reject(new Failure({ severity: "error", code: "NT201", summary: "Unknown key" })),
  };
  const bug = { plan: () => Promise.reject(new TypeError("x is not a function")) };

  it("are printed on stderr, exit 1", async () => {
    const { code, stdout, stderr } = await nixtorch(["plan"], { engine: failing });
    expect([code, stdout, stderr]).toEqual([1, "", "error NT201: Unknown key\n"]);
  });

  it("are a document with --json", async () => {
    const { code, stdout, stderr } = await nixtorch(["plan", "--json"], { engine: failing });
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: 1,
      diagnostics: [{ severity: "error", code: "NT201", summary: "Unknown key" }],
    });
  });

  it("that nobody foresaw are called a bug of ours, with the stack only under -v", async () => {
    const short = await nixtorch(["plan"], { engine: bug });
    expect(short.code).toBe(1);
    expect(short.stderr).toContain("This is a bug in nixtorch");
    expect(short.stderr).toContain("TypeError: x is not a function");
    expect(short.stderr).not.toContain("plan.test.ts");
    expect(short.stderr).toContain("npm bugs nixtorch");
    expect((await nixtorch(["plan", "-v"], { engine: bug })).stderr).toContain("plan.test.ts");
    expect(JSON.parse((await nixtorch(["plan", "--json"], { engine: bug })).stdout).diagnostics[0].code).toBe(
      "NT589",
    );
  });

  it("after an interrupt exit 130", async () => {
    const controller = new AbortController();
    const engine = {
      plan: () => {
        controller.abort();
        return Promise.reject(new Error("aborted"));
      },
    };
    const { code, stderr } = await nixtorch(["plan"], { engine, controller });
    expect(code).toBe(130);
    expect(stderr).toContain("NT588");
    expect(stderr).not.toContain("bug");
  });

  it("to save leave stdout without a plan that was not saved", async () => {
    const engine = {
      savePlan: () => {
        throw new Failure({ severity: "error", code: "NT490", summary: "Disk full" });
      },
    };
    const { code, stdout } = await nixtorch(["plan", "--out", "p.json"], { engine });
    expect([code, stdout]).toEqual([1, ""]);
  });
});

describe("progress", () => {
  const engine = {
    plan: (options: { onProgress?: (text: string) => void }) => {
      options.onProgress?.("locking \u001b[31mtorch");
      options.onProgress?.("locking numpy");
      return Promise.resolve({ plan: unchanged, previews: [], project: "/p", configFile: "/p/c.ts" });
    },
  };

  it("is a line each without a terminal", async () => {
    expect((await nixtorch(["plan"], { engine })).stderr).toBe("locking \\x1b[31mtorch\nlocking numpy\n");
  });

  it("is one line drawn over, and gone in the end, on a terminal", async () => {
    const { stderr, stdout } = await nixtorch(["plan"], { engine, terminal: true });
    expect(stderr).toBe("\r\u001b[2Klocking \\x1b[31mtorch\r\u001b[2Klocking numpy\r\u001b[2K");
    expect(stdout).toContain("No changes.");
  });

  it.each([{ TERM: "dumb" }, { CI: "true" }])("is plain lines with %o", async (env) => {
    expect((await nixtorch(["plan"], { engine, terminal: true, env })).stderr).not.toContain("\r");
  });
});

describe("colours", () => {
  const coloured = async (args: string[], terminal: boolean, env: Record<string, string>) =>
    (await nixtorch(["plan", ...args], { terminal, env })).stdout.includes("\u001b[");

  it.each<[string, string[], boolean, Record<string, string>, boolean]>([
    ["on a terminal", [], true, {}, true],
    ["into a pipe", [], false, {}, false],
    ["with --no-color", ["--no-color"], true, { FORCE_COLOR: "1" }, false],
    ["with NO_COLOR", [], true, { NO_COLOR: "1" }, false],
    ["with an empty NO_COLOR", [], true, { NO_COLOR: "" }, true],
    ["with FORCE_COLOR into a pipe", [], false, { FORCE_COLOR: "1" }, true],
    ["with FORCE_COLOR=0", [], true, { FORCE_COLOR: "0" }, false],
    ["on a dumb terminal", [], true, { TERM: "dumb" }, false],
    ["in JSON", ["--json"], true, { FORCE_COLOR: "1" }, false],
  ])("%s", async (_name, args, terminal, env, expected) => {
    expect(await coloured(args, terminal, env)).toBe(expected);
  });
});

it("plans once", async () => {
  expect(namesOf((await nixtorch(["plan"])).calls)).toEqual(["plan"]);
});
