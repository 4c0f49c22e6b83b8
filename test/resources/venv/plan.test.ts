import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../../src/host/memory.js";
import { digestOf } from "../../../src/model/digest.js";
import { venvStamp } from "../../../src/model/venv.js";
import { observeVenv, planVenv, unplanVenv, type VenvDesire } from "../../../src/resources/venv/index.js";

const store = "/nix/store/00000000000000000000000000000000-python3-3.12.9/bin/python3.12";
const uvLock = digestOf("lock");
const desire: VenvDesire = {
  uvLock,
  python: "3.12",
  pythonFrom: "nixpkgs",
  groups: ["dev"],
  extras: [],
  skip: null,
};
const stamp = { uvLock, interpreter: store, groups: ["dev"], extras: [] };

function venv(more: Record<string, MemoryEntry> = {}): Record<string, MemoryEntry> {
  return {
    [store]: "",
    "/p/.venv/bin/python": { link: store },
    "/p/.venv/pyvenv.cfg": "home = /nix/store\nuv = 0.13.9\nversion_info = 3.12.9\n",
    "/p/.venv/.nixtorch": venvStamp(stamp),
    ...more,
  };
}

function plan(files: Record<string, MemoryEntry>, change: Partial<VenvDesire> = {}) {
  return planVenv(observeVenv(memorySystem(files), "/p"), { ...desire, ...change });
}

describe("an environment in sync", () => {
  it("is left alone, whatever else would have to be read for a change", () => {
    const lockedNames = () => {
      throw new Error("the lock was parsed");
    };
    const { change, actions } = plan(venv(), { lockedNames });
    expect(change).toMatchObject({ action: "no-op", reason: "" });
    expect(change.before).toBe(change.after);
    expect(actions).toEqual([]);
  });
});

describe("an environment that has to change", () => {
  it("is created", () => {
    const { change, actions } = plan(
      {},
      { installNeeds: () => [{ kind: "download", detail: "all", bytes: 5 }], extras: ["x"] },
    );
    expect(change).toMatchObject({
      action: "create",
      path: ".venv",
      details: [
        { key: "python", before: null, after: "3.12" },
        { key: "groups", before: null, after: "dev" },
        { key: "extras", before: null, after: "x" },
      ],
      needs: [{ kind: "download", bytes: 5 }],
    });
    expect(actions).toEqual([
      { type: "venv-sync", address: "project.venv", recreate: false, groups: ["dev"], extras: ["x"] },
    ]);
  });

  it.each<[string, Partial<VenvDesire>]>([
    ["uv.lock changes", { uvLock: digestOf("new") }],
    ["uv.lock is known after apply", { uvLock: null }],
    ["the dependency groups change", { groups: [] }],
    ["the extras change", { extras: ["x"] }],
  ])("is updated when %s", (reason, change) => {
    const planned = plan(venv(), change);
    expect(planned.change).toMatchObject({ action: "update", reason });
    expect(planned.actions).toMatchObject([{ recreate: false }]);
  });

  it("lists what is installed and not locked", () => {
    const site = "/p/.venv/lib/python3.12/site-packages";
    const files = venv({
      [`${site}/numpy-2.3.0.dist-info/METADATA`]: "",
      [`${site}/My_Tool-1.0.dist-info/METADATA`]: "",
    });
    const { change } = plan(files, { uvLock: digestOf("new"), lockedNames: () => new Set(["numpy"]) });
    expect(change.details).toEqual([
      { key: "my-tool", before: "installed", after: null, reason: "not in uv.lock" },
    ]);
  });

  it("lists them too when it is made anew", () => {
    const files = venv({ "/p/.venv/lib/python3.12/site-packages/My_Tool-1.0.dist-info/METADATA": "" });
    const { change } = plan(files, { pythonFrom: "uv", lockedNames: () => new Set(["numpy"]) });
    expect(change).toMatchObject({ action: "replace", details: [{ key: "my-tool", after: null }] });
  });

  it("is updated once when a person made it", () => {
    const { "/p/.venv/.nixtorch": _, ...files } = venv();
    expect(plan(files).change).toMatchObject({ action: "update", before: null });
    expect(plan(venv({ "/p/.venv/.nixtorch": "{" })).change).toMatchObject({ action: "update" });
  });

  it.each<[string, Record<string, MemoryEntry>, Partial<VenvDesire>]>([
    ["garbage collection took its interpreter", { "/p/.venv/bin/python": { link: "/nix/store/gone" } }, {}],
    ["the Python changes", {}, { python: "3.13" }],
    ["the mode changes", {}, { pythonFrom: "uv" }],
    [
      "its Python is from elsewhere",
      { "/usr/bin/python3.12": "", "/p/.venv/bin/python": { link: "/usr/bin/python3.12" } },
      {},
    ],
  ])("is made anew when %s", (_why, files, change) => {
    const planned = plan(venv(files), change);
    expect(planned.change.action).toBe("replace");
    expect(planned.change.reason).not.toBe("");
    expect(planned.actions).toMatchObject([{ recreate: true }]);
  });
});

describe("an environment that is not to be touched", () => {
  it("is skipped with the reason", () => {
    const { change, actions, diagnostics } = plan(
      {},
      { skip: { reason: "no nix on PATH", hint: "Install it." } },
    );
    expect(change).toMatchObject({ action: "no-op", reason: "not managed here: no nix on PATH" });
    expect(actions).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: "info", code: "NT471", hint: "Install it." }]);
  });

  it.each<[string, Record<string, MemoryEntry>]>([
    ["a file", { "/p/.venv": "" }],
    ["a directory with something else", { "/p/.venv/photos/cat.jpg": "" }],
    ["a link to nowhere", { "/p/.venv": { link: "nowhere" } }],
  ])("is a conflict where %s stands", (_what, files) => {
    const { change, actions, diagnostics } = plan(files);
    expect(change.action).toBe("conflict");
    expect(actions).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: "error", code: "NT472" }]);
  });
});

describe("an environment that is no longer wanted", () => {
  const unplan = (files: Record<string, MemoryEntry>) => unplanVenv(observeVenv(memorySystem(files), "/p"));

  it("goes if nixtorch synchronised it", () => {
    const { change, actions } = unplan(venv());
    expect(change).toMatchObject({ action: "delete", path: ".venv", after: null });
    expect(actions).toEqual([{ type: "remove-venv", address: "project.venv" }]);
  });

  it("stays if nothing says so, or it is none, and says how to be rid of it", () => {
    const { "/p/.venv/.nixtorch": _stamp, ...own } = venv();
    for (const files of [own, { "/p/.venv": "x" }, venv({ "/p/.venv/.nixtorch": "{}" })]) {
      const { change, actions, diagnostics } = unplan(files);
      expect(change.action).toBe("no-op");
      expect(actions).toEqual([]);
      expect(diagnostics).toMatchObject([{ code: "NT408", hint: expect.stringContaining("rm -r .venv") }]);
    }
    expect(unplan({})).toMatchObject({ change: { action: "no-op" }, diagnostics: [] });
  });
});
