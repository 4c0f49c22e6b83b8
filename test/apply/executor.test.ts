import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf, digestOfValue } from "../../src/model/digest.js";
import { encodeRecord, recordedValues } from "../../src/model/record.js";
import { nixtorchVersion } from "../../src/model/version.js";
import { edit, effect, file, planOf, resolution } from "./plans.js";
import { codes, createWorld } from "./world.js";

const pyproject = '[project]\r\nname = "löb"  # 🦊\r\ndependencies = []\r\n';
/** Nothing but git is on PATH, so this step fails. */
/** A step after the files that fails: a git that does. */
const failing = { tools: { git: "/bin/false" } };
const impossible = effect({ type: "intent-to-add", address: "project.flake_lock" });
const lock = effect({ type: "make-lock", address: "project.flake_lock" });

describe("applying a plan", () => {
  it("writes, edits and removes exactly what it says", async () => {
    const world = createWorld({
      "pyproject.toml": pyproject,
      "nixtorch-shell.nix": "old\n",
      ".envrc": "use flake\n",
    });
    chmodSync(join(world.project, "pyproject.toml"), 0o640);
    const outcome = await world.apply(
      planOf([
        file("project.flake", null, "{ }\n"),
        file("project.shell", "old\n", null),
        edit("project.pyproject", pyproject, "[]", '["torch==2.11.0"]'),
        file("project.envrc", "use flake\n", "use flake\n"),
        file("project.record", null, "{\n}\n"),
      ]),
    );
    expect(outcome).toEqual({
      status: "applied",
      summary: { add: 2, change: 1, destroy: 1 },
      diagnostics: [],
    });
    expect(world.read("flake.nix")).toBe("{ }\n");
    expect(world.read("pyproject.toml")).toBe(pyproject.replace("[]", '["torch==2.11.0"]'));
    expect(statSync(join(world.project, "pyproject.toml")).mode & 0o777).toBe(0o640);
    expect(world.exists("nixtorch-shell.nix")).toBe(false);
    expect(world.events).toEqual(
      ["project.flake", "project.shell", "project.pyproject", "project.record"].flatMap((address) => {
        const action =
          { "project.shell": "remove-file", "project.pyproject": "write-spans" }[address] ?? "write-file";
        return [
          { type: "started", address, action },
          { type: "done", address, action },
        ];
      }),
    );
  });

  it("keeps its own files private and out of git, with the bytes it replaced", async () => {
    const world = createWorld();
    world.write("uv.lock", "old\n", 0o640);
    const plan = planOf([file("project.uv_lock", "old\n", "new\n")]);
    await world.apply(plan);
    const own = join(world.project, ".nixtorch");
    const modes = readdirSync(own, { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => `${name} ${(statSync(join(own, name)).mode & 0o777).toString(8)}`);
    expect(modes).toEqual([
      ".gitignore 600",
      "last 700",
      "last/before 700",
      "last/before/project.uv_lock 600",
      "last/journal.jsonl 600",
    ]);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(world.read(".nixtorch/.gitignore")).toBe("*\n");
    expect(world.read(".nixtorch/last/before/project.uv_lock")).toBe("old\n");
    expect(
      world
        .read(".nixtorch/last/journal.jsonl")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      {
        apply: {
          formatVersion: 1,
          purpose: "apply",
          nixtorchVersion,
          plan: digestOfValue(plan),
          project: world.project,
        },
      },
      {
        step: 1,
        intent: {
          address: "project.uv_lock",
          action: "write-file",
          path: "uv.lock",
          link: null,
          before: digestOf("old\n"),
          mode: 0o640,
          after: digestOf("new\n"),
        },
      },
      { step: 1, outcome: "done" },
      { end: "committed" },
    ]);
  });

  it("writes through a symbolic link and leaves the link", async () => {
    const world = createWorld({ "shared/envrc": "old\n" });
    symlinkSync("shared/envrc", join(world.project, ".envrc"));
    await world.apply(planOf([file("project.envrc", "old\n", "new\n")]));
    expect(lstatSync(join(world.project, ".envrc")).isSymbolicLink()).toBe(true);
    expect(world.read("shared/envrc")).toBe("new\n");
  });

  it("with nothing to do writes nothing at all", async () => {
    const world = createWorld({ "flake.nix": "{ }\n" });
    const before = world.snapshot();
    const outcome = await world.apply(planOf([file("project.flake", "{ }\n", "{ }\n")]));
    expect(outcome).toEqual({
      status: "nothing-to-do",
      summary: { add: 0, change: 0, destroy: 0 },
      diagnostics: [],
    });
    expect(world.snapshot()).toEqual(before);
    expect(world.events).toEqual([]);
  });

  it("a second time is refused as stale, and changes no byte and no time", async () => {
    const world = createWorld();
    const plan = planOf([file("project.flake", null, "{ }\n"), file("project.record", null, "{}\n")]);
    await world.apply(plan);
    const before = world.snapshot();
    const again = await world.apply(plan);
    expect(again.status).toBe("refused");
    expect(codes(again)).toEqual(["NT504", "NT504"]);
    expect(world.snapshot()).toEqual(before);
  });
});

describe("a plan that is not applied", () => {
  it.each([
    ["an input has changed", { "uv.toml": "offline = true\n" }],
    ["an input is gone", {}],
  ])("because %s", async (_name, files) => {
    const world = createWorld(files);
    const before = world.snapshot();
    const inputs = { files: { "uv.toml": digestOf("offline = false\n"), "uv.lock": null }, tools: {} };
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")], { inputs }));
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT500" }] });
    expect(outcome.diagnostics[0]?.detail).toContain("uv.toml");
    expect(outcome.diagnostics[0]?.detail).not.toContain("uv.lock");
    expect(world.snapshot()).toEqual(before);
  });

  it("because a file has appeared that was not there", async () => {
    const world = createWorld({ "uv.lock": "" });
    const inputs = { files: { "uv.lock": null }, tools: {} };
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")], { inputs }));
    expect(codes(outcome)).toEqual(["NT500"]);
  });

  it("because the config now says something else", async () => {
    const world = createWorld();
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")]), {
      configDigest: digestOf("another"),
    });
    expect(codes(outcome)).toEqual(["NT500"]);
  });

  it("because it has a conflict", async () => {
    const world = createWorld();
    const conflict = file("project.flake", "a", "a");
    const plan = planOf([
      { ...conflict, change: { ...conflict.change, action: "conflict" } },
      file("project.envrc", null, "use flake\n"),
    ]);
    const outcome = await world.apply(plan);
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT502" }] });
    expect(world.exists(".envrc")).toBe(false);
  });

  it("because a newer nixtorch was here", async () => {
    const record = {
      nixtorchVersion: "999.0.0",
      catalogVersion: "1",
      resolution: recordedValues(resolution),
      baseline: {},
    };
    const world = createWorld({ "nixtorch.lock": encodeRecord(record) });
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")]));
    expect(codes(outcome)).toEqual(["NT487"]);
    expect(world.exists("flake.nix")).toBe(false);
  });

  it("because its spans do not give what it announces", async () => {
    const world = createWorld({ "pyproject.toml": pyproject });
    const { change, actions } = edit("project.pyproject", pyproject, "[]", '["torch"]');
    const shifted = actions.map((action) =>
      action.type === "write-spans" ? { ...action, spans: [{ start: 0, end: 9999, text: "" }] } : action,
    );
    const outcome = await world.apply(planOf([{ change, actions: shifted }]));
    expect(codes(outcome)).toEqual(["NT483"]);
    expect(world.read("pyproject.toml")).toBe(pyproject);
  });

  it.each([
    ["a dangling link", "nowhere.txt"],
    ["a link into the store", "/nix/store"],
  ])("because its file is %s", async (_name, target) => {
    const world = createWorld();
    symlinkSync(target, join(world.project, ".envrc"));
    const outcome = await world.apply(planOf([file("project.envrc", null, "use flake\n")]));
    expect(outcome.status).toBe("refused");
    expect(lstatSync(join(world.project, ".envrc")).isSymbolicLink()).toBe(true);
  });

  it("because what should be removed is a link that somebody made", async () => {
    const world = createWorld({ "shared.nix": "old\n" });
    symlinkSync("shared.nix", join(world.project, "flake.nix"));
    const outcome = await world.apply(planOf([file("project.flake", "old\n", null)]));
    expect(codes(outcome)).toEqual(["NT509"]);
    expect(world.read("shared.nix")).toBe("old\n");
  });

  it("because something else stands where nixtorch keeps its own files", async () => {
    const world = createWorld({ "elsewhere/x": "" });
    symlinkSync("elsewhere", join(world.project, ".nixtorch"));
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")]));
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT563" }] });
    expect(world.exists("flake.nix")).toBe(false);
    expect(readdirSync(join(world.project, "elsewhere"))).toEqual(["x"]);
  });
});

describe("a step that fails", () => {
  it("undoes the ones before it: bytes, modes, and what was not there", async () => {
    const world = createWorld({
      "pyproject.toml": pyproject,
      "nixtorch-shell.nix": "old\n",
      "flake.lock": "{}\n",
    });
    chmodSync(join(world.project, "pyproject.toml"), 0o600);
    chmodSync(join(world.project, "nixtorch-shell.nix"), 0o444);
    const outcome = await world.apply(
      planOf([
        file("project.flake", null, "{ }\n"),
        file("project.shell", "old\n", null),
        edit("project.pyproject", pyproject, "[]", '["torch"]'),
        impossible,
      ]),
      failing,
    );
    expect(outcome).toMatchObject({ status: "failed", summary: { add: 0, change: 0, destroy: 0 } });
    expect(codes(outcome)).toEqual(["NT550", "NT505"]);
    expect(world.exists("flake.nix")).toBe(false);
    expect(world.read("nixtorch-shell.nix")).toBe("old\n");
    expect(world.read("pyproject.toml")).toBe(pyproject);
    expect(statSync(join(world.project, "pyproject.toml")).mode & 0o777).toBe(0o600);
    expect(statSync(join(world.project, "nixtorch-shell.nix")).mode & 0o777).toBe(0o444);
    expect(world.events.filter((event) => event.type === "undone").map((event) => event.address)).toEqual([
      "project.pyproject",
      "project.shell",
      "project.flake",
    ]);
    expect(readdirSync(join(world.project, ".nixtorch"))).toEqual([".gitignore"]);
  });

  it.each([
    ["is missing", {}, "NT554"],
    ["fails", { tools: { nix: "/bin/false" } }, "NT551"],
  ])("undoes nothing for a lock whose tool %s: it stays pending", async (_name, options, code) => {
    const world = createWorld({});
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n"), lock]), options);
    expect(outcome).toMatchObject({ status: "pending", summary: { add: 1, change: 0, destroy: 0 } });
    expect(codes(outcome)).toEqual([code]);
    expect(world.read("flake.nix")).toBe("{ }\n");
  });

  it("says which file could not be put back, and where its bytes are", async () => {
    const world = createWorld({ ".envrc": "old\n", "flake.lock": "{}\n" });
    const plan = planOf([file("project.envrc", "old\n", "new\n"), impossible]);
    // Whatever would bring the old bytes back to their place fails as a write to /proc does.
    const stuck = {
      ...world.system,
      replaceFile: (path: string, bytes: Uint8Array | string, options?: { mode?: number }) => {
        const restores = path.endsWith("/.envrc") && Buffer.from(bytes).toString() === "old\n";
        world.system.replaceFile(restores ? "/proc/no-such-file" : path, bytes, options);
      },
    };
    const outcome = await world.apply(plan, failing, stuck);
    expect(codes(outcome)).toEqual(["NT550", "NT506"]);
    const [, kept, target] = /cp (\S+) (\S+)$/.exec(outcome.diagnostics[1]?.hint ?? "") ?? [];
    expect(kept).toMatch(/\.nixtorch\/interrupted-[^/]+\/before\/project\.envrc$/);
    expect(target).toBe(join(world.project, ".envrc"));
    expect(readFileSync(kept!, "utf8")).toBe("old\n");
    // It stays there while others are applied.
    await world.apply(planOf([file("project.uv_lock", null, "new\n")]));
    expect(readFileSync(kept!, "utf8")).toBe("old\n");
  });

  it("undoes even for a bug of ours, which is thrown on", async () => {
    const world = createWorld({ ".envrc": "old\n" });
    const broken = {
      ...world.system,
      replaceFile: (...args: Parameters<typeof world.system.replaceFile>) => {
        if (args[0].endsWith("uv.lock")) throw new TypeError("a bug");
        world.system.replaceFile(...args);
      },
    };
    const plan = planOf([file("project.envrc", "old\n", "new\n"), file("project.uv_lock", null, "new\n")]);
    await expect(world.apply(plan, {}, broken)).rejects.toThrow("a bug");
    expect(world.read(".envrc")).toBe("old\n");
    expect(world.exists(".nixtorch/lock")).toBe(false);
  });
});

describe("a request to stop", () => {
  it("lets the running step end, then undoes", async () => {
    const world = createWorld({ ".envrc": "old\n" });
    const stop = new AbortController();
    const plan = planOf([file("project.flake", null, "{ }\n"), file("project.envrc", "old\n", "new\n")]);
    const outcome = await world.apply(plan, {
      signal: stop.signal,
      onEvent: (event) => {
        world.events.push(event);
        if (event.type === "started") stop.abort();
      },
    });
    expect(outcome.status).toBe("interrupted");
    expect(codes(outcome)).toEqual(["NT507", "NT505"]);
    expect(world.events.map((event) => event.type)).toEqual(["started", "done", "undone"]);
    expect(world.exists("flake.nix")).toBe(false);
    expect(world.read(".envrc")).toBe("old\n");
  });

  it("during the last step comes too late: all is done, and stays", async () => {
    const world = createWorld();
    const stop = new AbortController();
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")]), {
      signal: stop.signal,
      onEvent: () => stop.abort(),
    });
    expect(outcome).toMatchObject({ status: "applied", summary: { add: 1 } });
    expect(outcome.diagnostics).toMatchObject([{ code: "NT568", severity: "info" }]);
    expect(world.read("flake.nix")).toBe("{ }\n");
  });
});

describe("the environment", () => {
  it("stays pending without nix; no file is undone, and the message has the command", async () => {
    const world = createWorld();
    const outcome = await world.apply(
      planOf([
        file("project.uv_lock", null, "version = 1\n"),
        effect({
          type: "venv-sync",
          address: "project.venv",
          recreate: false,
          groups: ["dev"],
          extras: ["gpu"],
        }),
      ]),
    );
    expect(outcome.status).toBe("pending");
    expect(outcome.summary).toEqual({ add: 1, change: 0, destroy: 0 });
    expect(codes(outcome)).toEqual(["NT554"]);
    expect(outcome.diagnostics[0]?.hint).toContain("develop -c uv sync --locked --group dev --extra gpu");
    expect(world.read("uv.lock")).toBe("version = 1\n");
    expect(world.events.at(-1)).toEqual({ type: "failed", address: "project.venv", action: "venv-sync" });
  });
});

describe("what stands at .venv and is no environment", () => {
  it("is never deleted, even where the plan said to make the environment anew", async () => {
    const world = createWorld({ ".venv/data": "precious" });
    const sync = effect({
      type: "venv-sync",
      address: "project.venv",
      recreate: true,
      groups: [],
      extras: [],
    });
    const outcome = await world.apply(planOf([sync]), { tools: { nix: "/bin/false" } });
    expect(codes(outcome)).toEqual(["NT472"]);
    expect(world.read(".venv/data")).toBe("precious");
  });
});

describe("what was applied is looked at again", () => {
  it("and called a bug if it is not what was planned", async () => {
    const world = createWorld();
    const meddling = {
      ...world.system,
      replaceFile: (path: string, bytes: Uint8Array | string, options?: { mode?: number }) =>
        world.system.replaceFile(path, path.endsWith("flake.nix") ? "something else" : bytes, options),
    };
    const outcome = await world.apply(planOf([file("project.flake", null, "{ }\n")]), {}, meddling);
    expect(outcome.status).toBe("failed");
    expect(codes(outcome)).toEqual(["NT508"]);
    expect(outcome.diagnostics[0]?.detail).toContain("bug in nixtorch");
  });
});
