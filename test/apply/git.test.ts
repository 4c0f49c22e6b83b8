import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { effect, file, planOf } from "./plans.js";
import { codes, createWorld, type World } from "./world.js";

const flake = file("project.flake", null, "{ }\n");
const lock = file("project.flake_lock", null, "{}\n");
const track = (address: "project.flake" | "project.flake_lock") => effect({ type: "intent-to-add", address });
/** A later step that fails: `flake.lock` is there, and ignored. */
const impossible = effect({ type: "intent-to-add", address: "project.flake_lock" });
const ignoredLock = { "flake.lock": "{}\n", ".gitignore": "flake.lock\n" };

/** Addresses `flake.nix` and its intent-to-add at once: one change, two actions. */
const tracked = (part: typeof flake, address: "project.flake" | "project.flake_lock") => ({
  change: part.change,
  actions: [...part.actions, ...track(address).actions],
});

function repository(files: Record<string, string> = {}): World {
  const world = createWorld(files);
  world.git("init", "--quiet");
  return world;
}

/** Each entry of the index: "A" is an intent to add, staged without content. */
const index = (world: World) => world.git("status", "--porcelain", "--untracked-files=no");

describe("intent to add", () => {
  it("makes new files known to git without staging what is in them", async () => {
    const world = repository();
    const outcome = await world.apply(
      planOf([tracked(flake, "project.flake"), tracked(lock, "project.flake_lock")]),
    );
    expect(outcome.status).toBe("applied");
    expect(index(world)).toBe("A flake.lock\n A flake.nix");
    expect(world.git("diff", "--cached", "--stat")).toBe("");
  });

  it("leaves what git sees of nixtorch's own directory at nothing", async () => {
    const world = repository();
    await world.apply(planOf([tracked(flake, "project.flake")]));
    expect(world.git("status", "--porcelain")).toBe("A flake.nix");
  });

  it("works in a subdirectory of the repository", async () => {
    const world = createWorld();
    world.git("-C", world.home, "init", "--quiet");
    await world.apply(planOf([tracked(flake, "project.flake")]));
    expect(world.git("ls-files")).toBe("flake.nix");
  });

  it("works in the project's repository, whatever repository a git hook is running for", async () => {
    const world = repository();
    world.git("init", "--quiet", join(world.home, "other"));
    const inHook = {
      ...world.system.env,
      GIT_DIR: join(world.home, "other/.git"),
      GIT_INDEX_FILE: join(world.home, "x"),
    };
    const { realSystem } = await import("../../src/host/real.js");
    await world.apply(planOf([tracked(flake, "project.flake")]), {}, realSystem({ env: inHook }));
    expect(world.git("ls-files")).toBe("flake.nix");
  });

  it.each(["before the first commit", "after it"])(
    "is taken back %s when a later step fails",
    async (when) => {
      const world = repository({ "notes.md": "mine\n", ...ignoredLock });
      world.git("add", "notes.md");
      if (when === "after it")
        world.git(
          "-c",
          "user.name=me",
          "-c",
          "user.email=me@example.org",
          "commit",
          "--quiet",
          "-m",
          "notes",
        );
      const before = index(world);
      const outcome = await world.apply(planOf([tracked(flake, "project.flake"), impossible]));
      expect(outcome.status).toBe("failed");
      expect(outcome.diagnostics.at(-1)?.detail).toContain("flake.nix (in git's index)");
      expect(index(world)).toBe(before);
      expect(world.exists("flake.nix")).toBe(false);
    },
  );

  it("of a file that git already knows changes nothing, and is not taken back", async () => {
    const world = repository({ "flake.nix": "mine\n", ...ignoredLock });
    world.git("add", "flake.nix");
    const staged = world.git("diff", "--cached");
    const outcome = await world.apply(planOf([track("project.flake"), impossible]));
    expect(outcome.status).toBe("failed");
    expect(world.git("diff", "--cached")).toBe(staged);
  });

  it("is never forced: an ignored file stops the apply, and all is undone", async () => {
    const world = repository({ ".gitignore": "*.nix\n" });
    const outcome = await world.apply(planOf([tracked(flake, "project.flake")]));
    expect(codes(outcome)).toEqual(["NT550", "NT505"]);
    expect(outcome.diagnostics[0]?.detail).toContain("ignored");
    expect(world.git("ls-files")).toBe("");
    expect(world.exists("flake.nix")).toBe(false);
  });
});

describe("an intent to add that is taken back", () => {
  const untrack = (address: "project.flake" | "project.flake_lock") => effect({ type: "untrack", address });
  const removed = {
    change: file("project.flake", "{ }\n", null).change,
    actions: [...untrack("project.flake").actions, ...file("project.flake", "{ }\n", null).actions],
  };
  const destroy = { purpose: "destroy", configDigest: null, resolution: null } as const;
  const commit = (world: World) =>
    world.git("-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "--quiet", "-m", "all");

  it.each(["before the first commit", "after it"])("leaves no trace in the index, %s", async (when) => {
    const world = repository({ "notes.md": "mine\n" });
    world.git("add", "notes.md");
    if (when === "after it") commit(world);
    const before = world.git("status", "--porcelain");
    await world.apply(planOf([tracked(flake, "project.flake")]));
    expect(index(world)).toContain("A flake.nix");
    const outcome = await world.apply(planOf([removed], destroy));
    expect(outcome).toMatchObject({ status: "applied", diagnostics: [] });
    expect(world.git("ls-files")).toBe("notes.md");
    expect(world.git("status", "--porcelain")).toBe(before);
  });

  it("works on a file that is already gone", async () => {
    const world = repository();
    await world.apply(planOf([tracked(flake, "project.flake")]));
    world.system.removeFile(join(world.project, "flake.nix"));
    await world.apply(planOf([untrack("project.flake")], destroy));
    expect(world.git("ls-files")).toBe("");
  });

  it("is intended again when a later step fails", async () => {
    const world = repository();
    await world.apply(planOf([tracked(flake, "project.flake")]));
    const before = index(world);
    world.write(".venv/x", "no environment of ours\n");
    const venv = effect({ type: "remove-venv", address: "project.venv" }, "delete");
    const outcome = await world.apply(planOf([removed, venv], destroy));
    expect(codes(outcome)).toEqual(["NT515", "NT505"]);
    expect(outcome.diagnostics[1]?.detail).toContain("flake.nix (in git's index)");
    expect(index(world)).toBe(before);
    expect(world.read("flake.nix")).toBe("{ }\n");
  });

  it.each(["added", "committed", "committed empty"])(
    "is none any more once a person has it %s: it stays in git",
    async (how) => {
      const world = repository();
      await world.apply(planOf([tracked(flake, "project.flake")]));
      if (how === "committed empty") world.write("flake.nix", "");
      world.git("add", "flake.nix");
      if (how !== "added") commit(world);
      const outcome = await world.apply(planOf([untrack("project.flake")], destroy));
      expect(outcome.status).toBe("applied");
      expect(world.git("ls-files")).toBe("flake.nix");
      expect(world.events.at(-1)).toEqual({
        type: "skipped",
        address: "project.flake",
        reason: "added to git since, so it stays there",
      });
    },
  );

  it("has nothing to do outside git, or for a file that git does not know", async () => {
    for (const world of [createWorld({ "flake.nix": "{ }\n" }), repository({ "flake.nix": "{ }\n" })]) {
      const outcome = await world.apply(planOf([untrack("project.flake")], destroy));
      expect(outcome).toMatchObject({ status: "applied", diagnostics: [] });
      expect(world.events.at(-1)).toMatchObject({ type: "skipped", reason: "not known to git" });
    }
  });
});
