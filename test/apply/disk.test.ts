import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { edit, file, planOf, type Part } from "./plans.js";
import { applyInNamespace, applyInProcess, canMount, type JobResult } from "./namespace.js";
import { createWorld, type World } from "./world.js";

const pyproject = "[project]\ndependencies = []\n";

function applyOnDisk(world: World, setup: string, parts: readonly Part[]): Promise<JobResult> {
  const paths = [".nixtorch", ".nixtorch/lock", "flake.nix", "pyproject.toml", "uv.lock"];
  return applyInNamespace(world.home, setup, {
    plan: planOf(parts),
    options: {
      project: world.project,
      root: "/",
      stateDirectory: world.stateDirectory,
      lockTimeoutMs: 0,
      interactive: false,
    },
    env: { PATH: world.bin, HOME: world.home },
    show: paths.map((path) => join(world.project, path)),
  });
}

/** A disk of 64 KiB with the project on it. */
const smallDisk = (world: World) => `
cp -a ${world.project} ${world.home}/copy
mount -t tmpfs -o size=64k tmpfs ${world.project}
cp -a ${world.home}/copy/. ${world.project}`;

describe.skipIf(!canMount())("a disk", () => {
  it("that fills up in the middle: everything is as before, and the message says what to do", async () => {
    const world = createWorld({ "pyproject.toml": pyproject, "uv.lock": "old\n" });
    const { outcome, shown } = await applyOnDisk(world, smallDisk(world), [
      file("project.flake", null, "{ }\n"),
      edit("project.pyproject", pyproject, "[]", '["torch"]'),
      file("project.uv_lock", "old\n", "x".repeat(100_000)),
    ]);
    expect(outcome.status).toBe("failed");
    expect(outcome.diagnostics[0]).toMatchObject({ code: "NT510", severity: "error" });
    expect(outcome.diagnostics.filter((one) => one.code === "NT506")).toEqual([]);
    const at = (path: string) => shown[join(world.project, path)];
    expect(at("flake.nix")).toBeNull();
    expect(at("pyproject.toml")?.text).toBe(pyproject);
    expect(at("uv.lock")?.text).toBe("old\n");
    expect(at(".nixtorch/lock")).toBeNull();
  });

  it("that is full from the start: refused before anything is written", async () => {
    const world = createWorld({ "uv.lock": "old\n" });
    const full = `${smallDisk(world)}\nhead -c 200000 /dev/zero >${world.project}/ballast 2>/dev/null || :`;
    const { outcome, shown } = await applyOnDisk(world, full, [file("project.uv_lock", "old\n", "new\n")]);
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT510" }] });
    expect(shown[join(world.project, "uv.lock")]?.text).toBe("old\n");
  });

  it("that is read-only: refused before anything is written", async () => {
    const world = createWorld({ "uv.lock": "old\n" });
    const readOnly = `mount --bind ${world.project} ${world.project}\nmount -o remount,bind,ro ${world.project}`;
    const { outcome, shown } = await applyOnDisk(world, readOnly, [
      file("project.flake", null, "{ }\n"),
      file("project.uv_lock", "old\n", "new\n"),
    ]);
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT405" }, { code: "NT405" }] });
    expect(shown[join(world.project, ".nixtorch")]).toBeNull();
  });
});

describe("many processes", () => {
  it("with one plan and a lock left behind: one applies it", async () => {
    const world = createWorld();
    world.write(
      ".nixtorch/lock",
      JSON.stringify({ pid: "1", host: hostName(), started: "none", boot: "none" }),
    );
    const job = {
      plan: planOf([file("project.flake", null, "{ }\n")]),
      options: {
        project: world.project,
        root: "/",
        stateDirectory: world.stateDirectory,
        lockTimeoutMs: 60_000,
        interactive: false,
      },
      env: { PATH: world.bin, HOME: world.home },
      show: [],
    };
    const results = await Promise.all(Array.from({ length: 6 }, () => applyInProcess(world.home, job)));
    expect(results.map((result) => result.outcome.status).sort()).toEqual([
      "applied",
      ...Array.from({ length: 5 }, () => "refused"),
    ]);
    expect(world.exists(".nixtorch/lock")).toBe(false);
    expect(world.exists(".nixtorch/lock.takeover")).toBe(false);
  });
});

function hostName(): string {
  const name = createWorld().system.read("/proc/sys/kernel/hostname");
  return name.kind === "file" ? new TextDecoder().decode(name.bytes).trim() : "";
}
