import { describe, expect, it } from "vitest";
import { Failure } from "../../src/model/diagnostic.js";
import type { ApplyEvent } from "../../src/model/apply.js";
import { change, planOf } from "../views/sample.js";
import { namesOf, nixtorch, unchanged } from "./stand-in.js";

const conflict = planOf([change("project.flake", { action: "conflict", path: "flake.nix" })]);

const events: ApplyEvent[] = [
  { type: "waiting", reason: "waiting for another nixtorch" },
  { type: "started", address: "project.venv", action: "venv-sync" },
  { type: "progress", address: "project.venv", text: "Downloading\u001b[2J torch" },
  { type: "done", address: "project.venv", action: "venv-sync" },
];

const faulty = planOf([change("project.flake", { action: "update" })], {
  diagnostics: [{ severity: "error", code: "NT499", summary: "Cannot be" }],
});

const unloadable = {
  plan: () => Promise.reject(new Failure({ severity: "error", code: "NT201", summary: "Unknown key" })),
};

const eventful = (outcome: object) => ({
  applyPlanned: (_plan: unknown, options: { onEvent: (event: ApplyEvent) => void }) => {
    for (const event of events) options.onEvent(event);
    return Promise.resolve({
      status: "applied",
      summary: { add: 1, change: 0, destroy: 0 },
      diagnostics: [],
      ...outcome,
    });
  },
});

describe("approval", () => {
  it("is asked for after the plan was shown", async () => {
    const { code, calls, stdout, stderr } = await nixtorch(["apply"], { terminal: true, answer: "yes" });
    expect(code).toBe(0);
    expect(namesOf(calls)).toEqual(["plan", "ask", "applyPlanned"]);
    expect(stdout).toContain("Plan: 5 to add");
    expect(stdout).toContain("Apply complete: 5 added, 1 changed, 0 destroyed.");
    expect(stderr).toContain("Only the word yes is taken as approval.");
  });

  it.each(["y", "YES", "no", "", null])("is only the word yes: %o changes nothing", async (answer) => {
    const { code, calls, stderr } = await nixtorch(["apply"], { terminal: true, answer });
    expect(code).toBe(1);
    expect(namesOf(calls)).toEqual(["plan", "ask"]);
    expect(stderr).toContain("Nothing was changed.");
  });

  it("is not waited for without a terminal: nothing is even planned, and the flag is named", async () => {
    const { code, calls, stdout, stderr } = await nixtorch(["apply"]);
    expect([code, calls, stdout]).toEqual([1, [], ""]);
    expect(stderr).toContain("NT586");
    expect(stderr).toContain("nixtorch apply --yes");
  });

  it("is not asked for in CI or with --json", async () => {
    const ci = await nixtorch(["apply"], { terminal: true, env: { CI: "1" } });
    expect([ci.code, ci.calls]).toEqual([1, []]);
    expect(ci.stderr).toContain("CI=1");
    const json = await nixtorch(["apply", "--json"], { terminal: true });
    expect(JSON.parse(json.stdout).diagnostics[0].code).toBe("NT586");
  });

  it("is given by --yes, and by a plan file", async () => {
    expect(namesOf((await nixtorch(["apply", "--yes"])).calls)).toEqual(["plan", "applyPlanned"]);
    const saved = await nixtorch(["-C", "sub", "apply", "p.json"]);
    expect(namesOf(saved.calls)).toEqual(["loadPlan", "applyPlanned"]);
    expect(saved.calls[0]?.[1]).toBe("/home/me/project/sub/p.json");
    expect(saved.stdout).toContain("Plan: 5 to add");
  });

  it("by a plan file leaves the halves to choose", async () => {
    const only = await nixtorch(["apply", "p.json", "--system-only"]);
    expect(only.code).toBe(0);
    expect(only.calls.at(-1)?.[2]).toMatchObject({ systemOnly: true, projectOnly: false });
    expect((await nixtorch(["apply", "p.json", "--project-only"])).calls.at(-1)?.[2]).toMatchObject({
      projectOnly: true,
    });
  });

  it("of a saved plan asks for one that is safe", async () => {
    expect((await nixtorch(["apply", "p.json"])).calls[0]).toEqual(["loadPlan", "/home/me/project/p.json"]);
  });

  it("that ends in an interrupt exits 130", async () => {
    const controller = new AbortController();
    controller.abort();
    const { code, calls } = await nixtorch(["apply"], { terminal: true, answer: null, controller });
    expect(code).toBe(130);
    expect(namesOf(calls)).not.toContain("applyPlanned");
  });
});

describe("apply", () => {
  it("does nothing when there is nothing to do, and asks nobody", async () => {
    const { code, calls, stdout } = await nixtorch(["apply"], { plan: unchanged, terminal: true });
    expect([code, namesOf(calls)]).toEqual([0, ["plan"]]);
    expect(stdout).toBe("No changes. The environment matches nixtorch.config.ts.\n");
  });

  it("refuses conflicts, of a saved plan too", async () => {
    for (const args of [
      ["apply", "--yes"],
      ["apply", "p.json"],
    ]) {
      const { code, calls, stdout } = await nixtorch(args, { plan: conflict });
      expect(code).toBe(1);
      expect(namesOf(calls)).not.toContain("applyPlanned");
      expect(stdout).toContain("nothing can be applied before this is settled");
    }
  });

  it("refuses a plan with errors", async () => {
    const { code, calls, stderr } = await nixtorch(["apply", "--yes"], { plan: faulty });
    expect([code, namesOf(calls)]).toEqual([1, ["plan"]]);
    expect(stderr).toContain("NT499");
  });

  it("reports progress on stderr", async () => {
    const { stdout, stderr } = await nixtorch(["apply", "--yes"], { engine: eventful({}) });
    expect(stderr).toBe(
      [
        "waiting for another nixtorch",
        "project.venv: installing packages …",
        "project.venv: Downloading\\x1b[2J torch",
        "project.venv: packages installed",
        "",
      ].join("\n"),
    );
    expect(stdout).toContain("Apply complete: 1 added, 0 changed, 0 destroyed.");
  });

  it("fails when not all was carried out", async () => {
    const diagnostics = [{ severity: "error", code: "NT510", summary: "uv failed" }];
    const { code, stdout, stderr } = await nixtorch(["apply", "--yes"], {
      engine: eventful({ status: "failed", diagnostics }),
    });
    expect(code).toBe(1);
    expect(stdout).toContain("Apply failed: 1 added, 0 changed, 0 destroyed.");
    expect(stderr).toContain("error NT510: uv failed");
  });

  it("passes on how long to wait for the lock, and whether sudo may ask", async () => {
    const options = async (args: string[], terminal: boolean) =>
      (await nixtorch(["apply", "--yes", ...args], { terminal })).calls.at(-1)?.[2];
    expect(await options(["--lock-timeout", "1.5"], true)).toMatchObject({
      lockTimeoutMs: 1500,
      interactive: true,
    });
    expect(await options([], false)).toMatchObject({ lockTimeoutMs: 0, interactive: false });
    expect(await options(["--json"], true)).toMatchObject({ interactive: false });
  });
});

describe("apply --json", () => {
  it("is one object a line: the plan, events, the outcome", async () => {
    const { stdout, stderr } = await nixtorch(["apply", "--yes", "--json"], { engine: eventful({}) });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; formatVersion: number });
    expect(lines.map((line) => line.type)).toEqual([
      "plan",
      "waiting",
      "started",
      "progress",
      "done",
      "outcome",
    ]);
    expect(lines.every((line) => line.formatVersion === 1)).toBe(true);
    expect(stderr).toBe("");
  });

  it.each<[string, Parameters<typeof nixtorch>[1], string, string[]]>([
    ["nothing to do", { plan: unchanged }, "nothing-to-do", []],
    ["an error in the plan", { plan: faulty }, "refused", ["NT499"]],
    ["a conflict", { plan: conflict }, "refused", []],
    ["a bug", { engine: { applyPlanned: () => Promise.reject(new TypeError("x")) } }, "failed", ["NT589"]],
    ["a config that cannot be loaded", { engine: unloadable }, "refused", ["NT201"]],
  ])("always ends with an outcome: %s", async (_name, stage, status, codes) => {
    const { stdout, stderr } = await nixtorch(["apply", "--yes", "--json"], stage);
    const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) as string) as {
      diagnostics: { code: string }[];
    };
    expect(last).toMatchObject({
      formatVersion: 1,
      type: "outcome",
      status,
      summary: { add: 0, change: 0, destroy: 0 },
    });
    expect(last.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(stderr).toBe("");
  });
});
