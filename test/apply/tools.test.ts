import { readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nixSystemOf } from "../../src/host/read.js";
import { realSystem } from "../../src/host/real.js";
import type { System } from "../../src/host/system.js";
import { digestOf } from "../../src/model/digest.js";
import { venvStamp } from "../../src/model/venv.js";
import { findPython, requireTools } from "../support/tools.js";
import { repository } from "../support/project.js";
import { effect, file, planOf } from "./plans.js";
import { codes, createWorld, type World } from "./world.js";

const python = ["3.12", "3.11", "3.13"].map(findPython).find((path) => path !== null) ?? null;

const nixSystem = nixSystemOf(process.arch, process.platform);

const pyproject = `[project]
name = "lab"
version = "0"
requires-python = ">=3.11"

[dependency-groups]
tests = []

[tool.uv]
package = false
`;

const flake = (hook = "") => `{
  inputs.nixpkgs.url = "path:${repository}/test/support/stub-nixpkgs?dir=26.05";
  outputs = { self, nixpkgs }: {
    devShells.${nixSystem}.default = nixpkgs.legacyPackages.${nixSystem}.mkShell {
      packages = [ nixpkgs.legacyPackages.${nixSystem}.uv ];
      shellHook = ''${hook}'';
    };
  };
}
`;

/** The machine's own PATH, and variables that would lead uv astray. */
function machine(world: World): System {
  const env = {
    ...process.env,
    HOME: world.home,
    GIT_CONFIG_GLOBAL: "/dev/null",
    UV_PYTHON: python ?? "",
    UV_PYTHON_DOWNLOADS: "never",
    UV_OFFLINE: "1",
    UV_PROJECT: "/elsewhere",
    UV_PROJECT_ENVIRONMENT: join(world.home, "elsewhere"),
    UV_FROZEN: "1",
    VIRTUAL_ENV: "/elsewhere",
    PYTHONPATH: "/elsewhere",
  };
  return realSystem({ env });
}

const makeLock = (address: "project.flake_lock" | "project.uv_lock") =>
  effect({ type: "make-lock", address });
const sync = (groups: readonly string[] = [], recreate = false) =>
  effect({ type: "venv-sync", address: "project.venv", recreate, groups, extras: [] });

describe.skipIf(!requireTools("uv") || python === null)("locking packages during apply", () => {
  it("is done by the real uv, in the project and nowhere else", async () => {
    const world = createWorld();
    const plan = planOf([file("project.pyproject", null, pyproject), makeLock("project.uv_lock")]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(outcome).toMatchObject({ status: "applied", diagnostics: [] });
    expect(world.read("uv.lock")).toContain('name = "lab"');
  });

  it("that fails says what uv said, and leaves the lock as it was", async () => {
    const old = 'version = 1\nrequires-python = ">=3.11"\n';
    const world = createWorld({ "uv.lock": old });
    const wrong = pyproject.replace(
      "[dependency-groups]",
      'dependencies = ["x @ file:///no/such/place"]\n\n[dependency-groups]',
    );
    const plan = planOf([file("project.pyproject", null, wrong), makeLock("project.uv_lock")]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(outcome.status).toBe("pending");
    expect(codes(outcome)).toEqual(["NT552"]);
    expect(outcome.diagnostics[0]?.detail).toContain("/no/such/place");
    expect(world.read("pyproject.toml")).toBe(wrong);
    expect(world.read("uv.lock")).toBe(old);
  });

  it("without the settings of [tool.uv] is a failure, although uv calls it a success", async () => {
    const world = createWorld({ "uv.lock": "old\n" });
    world.program("uv", `echo new > uv.lock; printf '${unread}' >&2`);
    const outcome = await world.apply(planOf([makeLock("project.uv_lock")]));
    expect(outcome).toMatchObject({ status: "pending", diagnostics: [{ code: "NT539" }] });
    expect(outcome.diagnostics[0]?.detail).toContain("unknown field `colour`");
    expect(world.read("uv.lock")).toBe("old\n");
  });
});

/** What uv 0.8.3 prints before it goes on. */
const unread = [
  "warning: Failed to parse `pyproject.toml` during settings discovery:",
  "  TOML parse error at line 8, column 1",
  "    |",
  "  8 | colour = 1",
  "    | ^^^^^^",
  "  unknown field `colour`, expected one of `required-version`, `offline`\\n",
].join("\\n");

describe.skipIf(!requireTools("nix", "git"))("locking the flake during apply", () => {
  it("is done by the real nix, once git knows the flake", async () => {
    const world = createWorld();
    world.git("init", "--quiet");
    const written = file("project.flake", null, flake());
    const tracked = effect({ type: "intent-to-add", address: "project.flake" }).actions;
    const plan = planOf([
      { change: written.change, actions: [...written.actions, ...tracked] },
      makeLock("project.flake_lock"),
    ]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(outcome).toMatchObject({ status: "applied", diagnostics: [] });
    expect(JSON.parse(world.read("flake.lock"))).toMatchObject({
      nodes: { nixpkgs: { locked: { type: "path" } } },
    });
    // Nix tracks the lock it makes by itself.
    expect(world.git("ls-files")).toBe("flake.lock\nflake.nix");
  });

  it("that a later step undoes takes the lock out of git's index again", async () => {
    const world = createWorld();
    world.git("init", "--quiet");
    const written = file("project.flake", null, flake());
    const tracked = effect({ type: "intent-to-add", address: "project.flake" }).actions;
    const stop = new AbortController();
    const plan = planOf([
      { change: written.change, actions: [...written.actions, ...tracked] },
      makeLock("project.flake_lock"),
      file("project.record", null, "{}\n"),
    ]);
    const outcome = await world.apply(
      plan,
      {
        signal: stop.signal,
        onEvent: (event) => event.type === "done" && event.action === "make-lock" && stop.abort(),
      },
      machine(world),
    );
    expect(outcome.status).toBe("interrupted");
    expect(world.git("ls-files")).toBe("");
    expect(world.exists("flake.lock")).toBe(false);
    expect(world.exists("flake.nix")).toBe(false);
  });

  it("that fails says what nix said", async () => {
    const world = createWorld();
    const broken = flake().replace("?dir=26.05", "?dir=no-such-release");
    const plan = planOf([file("project.flake", null, broken), makeLock("project.flake_lock")]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(codes(outcome)).toEqual(["NT551"]);
    expect(outcome.diagnostics[0]?.detail).toContain("no-such-release");
  });
});

describe.skipIf(!requireTools("nix", "uv", "git") || python === null)("the environment", () => {
  const project = (world: World, hook = "") => {
    world.write("pyproject.toml", pyproject);
    world.write("flake.nix", flake(hook));
  };

  it("is synchronised in the project's shell, in the project, and stamped with what it was made from", async () => {
    const world = createWorld();
    project(world, "export IN_THE_SHELL=1; env >environment");
    const plan = planOf([makeLock("project.flake_lock"), makeLock("project.uv_lock"), sync(["tests"])]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(outcome).toMatchObject({ status: "applied", diagnostics: [] });
    const interpreter = readlinkSync(join(world.project, ".venv/bin/python"));
    const uvLock = digestOf(readFileSync(join(world.project, "uv.lock")));
    expect(world.read(".venv/.nixtorch")).toBe(
      venvStamp({ uvLock, interpreter, groups: ["tests"], extras: [] }),
    );
    expect(world.read("environment")).not.toMatch(/elsewhere|^UV_FROZEN/m);
  });

  it("is made anew when the plan says so", async () => {
    const world = createWorld();
    project(world);
    await world.apply(
      planOf([makeLock("project.flake_lock"), makeLock("project.uv_lock"), sync()]),
      {},
      machine(world),
    );
    writeFileSync(join(world.project, ".venv/leftover"), "");
    expect((await world.apply(planOf([sync([], true)]), {}, machine(world))).status).toBe("applied");
    expect(world.exists(".venv/leftover")).toBe(false);
    expect(world.exists(".venv/.nixtorch")).toBe(true);
  });

  it("that cannot be synchronised leaves the files applied, says what uv said, and how to try again", async () => {
    const world = createWorld();
    project(world);
    const plan = planOf([
      makeLock("project.flake_lock"),
      file("project.uv_lock", null, "not a lock\n"),
      sync(),
    ]);
    const outcome = await world.apply(plan, {}, machine(world));
    expect(outcome.status).toBe("pending");
    expect(codes(outcome)).toEqual(["NT553"]);
    expect(outcome.diagnostics[0]?.detail).toContain("uv.lock");
    expect(outcome.diagnostics[0]?.hint).toContain(
      "nix --extra-experimental-features 'nix-command flakes' develop -c uv sync --locked",
    );
    expect(world.read("uv.lock")).toBe("not a lock\n");
    expect(world.exists(".venv/.nixtorch")).toBe(false);
  });
});
