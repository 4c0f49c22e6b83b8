import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { System } from "../../src/host/system.js";
import { Failure } from "../../src/model/diagnostic.js";
import { effect, file, planOf } from "./plans.js";
import { codes, createWorld, type World } from "./world.js";

const removal = effect({ type: "remove-venv", address: "project.venv" }, "delete");
const destroy = { purpose: "destroy", configDigest: null, resolution: null } as const;
const plan = planOf([file("project.flake", "{ }\n", null), removal], destroy);

/** A project with an environment in which something lies. */
function project(stamp = true): World {
  const world = createWorld({ "flake.nix": "{ }\n", ".venv/pyvenv.cfg": "", ".venv/lib/x.py": "x\n" });
  if (stamp) world.write(".venv/.nixtorch", "{}\n");
  return world;
}

describe("removing the environment", () => {
  it("takes it away with all that is in it", async () => {
    const world = project();
    expect(await world.apply(plan)).toEqual({
      status: "applied",
      summary: { add: 0, change: 0, destroy: 2 },
      diagnostics: [],
    });
    expect(world.exists(".venv")).toBe(false);
    expect(Object.keys(world.snapshot(join(world.project, ".nixtorch")))).not.toContainEqual(
      expect.stringContaining("x.py"),
    );
  });

  it("is taken back, bytes and times, when a later step fails", async () => {
    const world = project();
    const before = world.snapshot(join(world.project, ".venv"));
    // The record is removed after it.
    const withRecord = planOf([removal, file("project.record", "{}\n", null)], destroy);
    world.write("nixtorch.lock", "{}\n");
    const stuck: System = {
      ...world.system,
      removeFile: (path) => {
        if (path.endsWith("nixtorch.lock"))
          throw new Failure({ severity: "error", code: "NT511", summary: "No permission to write" });
        world.system.removeFile(path);
      },
    };
    const outcome = await world.apply(withRecord, {}, stuck);
    expect(outcome.status).toBe("failed");
    expect(codes(outcome)).toEqual(["NT511", "NT505"]);
    expect(world.snapshot(join(world.project, ".venv"))).toEqual(before);
  });

  it("says how to bring it back by hand if that fails", async () => {
    const world = project();
    const stuck: System = {
      ...world.system,
      move: (from, to) => {
        if (to.endsWith("/.venv"))
          throw new Failure({ severity: "error", code: "NT511", summary: "No permission to write" });
        world.system.move(from, to);
      },
      removeFile: (path) => {
        if (path.endsWith("nixtorch.lock"))
          throw new Failure({ severity: "error", code: "NT511", summary: "No permission to write" });
        world.system.removeFile(path);
      },
    };
    world.write("nixtorch.lock", "{}\n");
    const outcome = await world.apply(
      planOf([removal, file("project.record", "{}\n", null)], destroy),
      {},
      stuck,
    );
    expect(codes(outcome)).toEqual(["NT511", "NT506"]);
    const [, kept, target] = /mv (\S+) (\S+)$/.exec(outcome.diagnostics[1]?.hint ?? "") ?? [];
    expect(target).toBe(join(world.project, ".venv"));
    expect(readFileSync(join(kept!, "lib/x.py"), "utf8")).toBe("x\n");
  });

  it("leaves one that nixtorch did not make, and everything else with it", async () => {
    const world = project(false);
    const outcome = await world.apply(plan);
    expect(outcome.status).toBe("failed");
    expect(codes(outcome)).toEqual(["NT515", "NT505"]);
    expect(world.read(".venv/lib/x.py")).toBe("x\n");
    expect(world.read("flake.nix")).toBe("{ }\n");
  });

  it("never follows a link out of the project", async () => {
    const world = createWorld({ "flake.nix": "{ }\n" });
    const elsewhere = join(world.home, "venvs");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, ".nixtorch"), "{}\n");
    symlinkSync(elsewhere, join(world.project, ".venv"));
    const outcome = await world.apply(plan);
    expect(codes(outcome)).toEqual(["NT515", "NT505"]);
    expect(outcome.diagnostics[0]?.detail).toContain("it is a link");
    expect(existsSync(join(elsewhere, ".nixtorch"))).toBe(true);
    expect(world.exists(".venv")).toBe(true);
  });

  it("that is gone already has nothing to do", async () => {
    const world = createWorld({ "flake.nix": "{ }\n" });
    expect((await world.apply(plan)).status).toBe("applied");
    expect(world.events).toContainEqual({ type: "skipped", address: "project.venv", reason: "gone already" });
  });

  it("that cannot all be deleted takes it out of the project, and says where the rest is", async () => {
    const world = project();
    const foreign: System = {
      ...world.system,
      removeTree: (path) => {
        if (path.endsWith("/discard"))
          throw new Failure({
            severity: "error",
            code: "NT511",
            summary: "No permission to write",
            detail: "Cannot remove the directory: this user may not write there.",
          });
        world.system.removeTree(path);
      },
    };
    const outcome = await world.apply(plan, {}, foreign);
    expect(outcome).toMatchObject({
      status: "applied",
      diagnostics: [{ code: "NT516", severity: "warning" }],
    });
    const rest = outcome.diagnostics[0]?.place?.file ?? "";
    expect(rest).toMatch(/\.nixtorch\/removed-[^/]+$/);
    expect(readFileSync(join(rest, "venv/lib/x.py"), "utf8")).toBe("x\n");
    expect(world.exists(".venv")).toBe(false);
    // It is in nobody's way.
    expect(await world.apply(planOf([file("project.envrc", null, "x\n")]))).toMatchObject({
      status: "applied",
      diagnostics: [],
    });
  });

  it("in a project that this user cannot change leaves all as it is", async () => {
    const world = project();
    const closed: System = {
      ...world.system,
      move: (from, to) => {
        if (from.endsWith("/.venv"))
          throw new Failure({ severity: "error", code: "NT511", summary: "No permission to write" });
        world.system.move(from, to);
      },
    };
    const outcome = await world.apply(plan, {}, closed);
    expect(codes(outcome)).toEqual(["NT511", "NT505"]);
    expect(world.read(".venv/lib/x.py")).toBe("x\n");
    expect(world.read("flake.nix")).toBe("{ }\n");
  });

  it("does not mind what is read-only in it", async () => {
    const world = project();
    chmodSync(join(world.project, ".venv/lib/x.py"), 0o400);
    chmodSync(join(world.project, ".venv/lib"), 0o500);
    const outcome = await world.apply(plan);
    expect(outcome.status).toBe("applied");
    expect(world.exists(".venv")).toBe(false);
    const rest = outcome.diagnostics[0]?.place?.file;
    // Root may delete it all the same.
    if (rest !== undefined) chmodSync(join(rest, "venv/lib"), 0o700);
  });
});
