import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.js";
import { readOrigin } from "../../src/state/origins.js";
import { readSystemState, systemStatePath } from "../../src/state/system-state.js";
import { edit, effect, file, planOf, takingOver } from "./plans.js";
import {
  adopt,
  change,
  destroy,
  eject,
  lastOf,
  originOf,
  pyproject,
  rollbackOf,
  stamp,
  textsOf,
  theirs,
} from "./lifetime.js";
import { codes, createWorld, type World } from "./world.js";

/** A person's project in git, with a flake of their own that nixtorch then takes over. */
function project(): World {
  const world = createWorld({ "flake.nix": theirs, "pyproject.toml": pyproject });
  world.git("init", "--quiet");
  return world;
}

/** Texts, and what git knows. */
const state = (world: World) => ({ files: textsOf(world), index: world.git("ls-files") });

async function applied(world: World, ...plans: readonly Plan[]): Promise<void> {
  for (const plan of plans) {
    const outcome = await world.apply(plan);
    expect(outcome, JSON.stringify(outcome.diagnostics)).toMatchObject({
      status: "applied",
      diagnostics: [],
    });
  }
}

describe("what a person's file held", () => {
  it("is kept over all applies, and given back by the last of them", async () => {
    const world = project();
    const before = state(world);
    await applied(world, adopt, change);
    expect(originOf(world, "project.flake")).toBe(theirs);
    expect(originOf(world, "project.pyproject")).toBe(pyproject);
    world.write(".venv/.nixtorch", stamp);
    await applied(world, destroy);
    expect(state(world)).toEqual(before);
    expect(originOf(world, "project.flake")).toBeNull();
  });

  it("is not replaced when a file is taken over once more", async () => {
    const world = project();
    await applied(world, adopt);
    world.write("flake.nix", "something else\n");
    await applied(world, planOf([takingOver(file("project.flake", "something else\n", "# ours\n"))]));
    expect(originOf(world, "project.flake")).toBe(theirs);
  });

  it("is private, and says which file it was", async () => {
    const world = project();
    world.write("flake.nix", theirs, 0o640);
    await applied(world, adopt);
    const modes = Object.entries(world.snapshot(join(world.project, ".nixtorch/origin"))).map(
      ([path, entry]) => `${path} ${entry.split(" ")[0]}`,
    );
    expect(
      modes.every((one) => / (0o)?\d*[67]00$/.test(one)),
      modes.join("\n"),
    ).toBe(true);
    const origin = readOrigin(world.system, join(world.project, ".nixtorch"), "project.flake", "flake.nix");
    expect(origin).toMatchObject({ path: "flake.nix", mode: 0o640 });
    expect(
      readOrigin(world.system, join(world.project, ".nixtorch"), "project.flake", "other.nix"),
    ).toBeNull();
  });

  it("is forgotten once the file is handed over, and kept again when it is taken over after that", async () => {
    const world = project();
    await applied(world, adopt, change, eject);
    expect(originOf(world, "project.flake")).toBeNull();
    expect(originOf(world, "project.pyproject")).toBe(pyproject);
    await applied(world, planOf([takingOver(file("project.flake", "newer\n", "# ours\n"))]));
    expect(originOf(world, "project.flake")).toBe("newer\n");
  });
});

describe("a rollback", () => {
  it("puts back what the last apply changed, and another one redoes it", async () => {
    const world = project();
    const start = state(world);
    await applied(world, adopt);
    const after = state(world);
    await applied(world, rollbackOf(world));
    expect(state(world)).toEqual(start);
    expect(originOf(world, "project.flake")).toBeNull();
    await applied(world, rollbackOf(world));
    expect(state(world)).toEqual(after);
    expect(originOf(world, "project.flake")).toBe(theirs);
    await applied(world, rollbackOf(world));
    expect(state(world)).toEqual(start);
    expect(originOf(world, "project.flake")).toBeNull();
  });

  it("of a later apply leaves what was taken over before", async () => {
    const world = project();
    await applied(world, adopt);
    const between = state(world);
    await applied(world, change);
    await applied(world, rollbackOf(world));
    expect(state(world)).toEqual(between);
    expect(originOf(world, "project.flake")).toBe(theirs);
  });

  it("of a destroy brings all back but the packages, and what is kept for the next one", async () => {
    const world = project();
    await applied(world, adopt, change);
    const between = state(world);
    world.write(".venv/.nixtorch", stamp);
    await applied(world, destroy);
    await applied(world, rollbackOf(world));
    expect(state(world)).toEqual(between);
    expect(originOf(world, "project.flake")).toBe(theirs);
    expect(originOf(world, "project.pyproject")).toBe(pyproject);
    await applied(world, rollbackOf(world));
    expect(originOf(world, "project.flake")).toBeNull();
  });

  it("brings a file back with its mode", async () => {
    const world = project();
    world.write("uv.lock", "old\n", 0o600);
    await applied(world, planOf([file("project.uv_lock", "old\n", null)]));
    await applied(world, rollbackOf(world));
    expect(world.system.lstat(join(world.project, "uv.lock"))).toMatchObject({ mode: 0o600 });
  });

  it("of another apply than the last one is stale", async () => {
    const world = project();
    await applied(world, adopt);
    const stale = rollbackOf(world);
    await applied(world, planOf([file("project.uv_lock", null, "new\n")]));
    const before = state(world);
    const outcome = await world.apply(stale);
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT500" }] });
    expect(state(world)).toEqual(before);
  });
});

describe("the records of the last apply", () => {
  it("stay when the next one fails", async () => {
    const world = project();
    await applied(world, adopt);
    const [last, before] = [lastOf(world), state(world)];
    const failing = planOf([
      file("project.flake", "# ours\n", "# newer\n"),
      effect({ type: "intent-to-add", address: "project.flake" }),
    ]);
    const outcome = await world.apply(failing, { tools: { git: "/bin/false" } });
    expect(outcome.status).toBe("failed");
    expect(lastOf(world)).toEqual(last);
    expect(state(world)).toEqual(before);
  });

  it("stay when one only synchronises the environment", async () => {
    const world = project();
    await applied(world, adopt);
    const last = lastOf(world);
    const sync = effect({
      type: "venv-sync",
      address: "project.venv",
      recreate: false,
      groups: [],
      extras: [],
    });
    expect((await world.apply(planOf([sync]))).status).toBe("pending");
    expect(lastOf(world)).toEqual(last);
    expect(world.exists(".nixtorch/next")).toBe(false);
  });

  it("say what a tool made of a lock", async () => {
    const world = project();
    world.program("uv", "echo made > uv.lock");
    await applied(world, planOf([effect({ type: "make-lock", address: "project.uv_lock" })]));
    const last = lastOf(world);
    expect(last.kind === "apply" && last.steps).toMatchObject([
      { address: "project.uv_lock", before: null, after: expect.stringMatching(/^sha256:/), outcome: "done" },
    ]);
  });
});

describe("the system's state", () => {
  const configuration = "{ imports = [ ]; }\n";
  const imported = "{ imports = [ ./nixtorch.nix ]; }\n";
  const [module, newer] = ["# ours\n", "# newer\n"];
  const place = "/etc/nixos";
  const importPath = `${place}/configuration.nix`;
  const modulePath = `${place}/nixtorch.nix`;

  function installation(): World & { root: string; state(): string | null } {
    const world = createWorld();
    const root = join(world.home, "mnt");
    mkdirSync(join(root, place), { recursive: true });
    writeFileSync(join(root, "etc/hostname"), "workstation\n");
    writeFileSync(join(root, importPath), configuration);
    const path = systemStatePath(world.stateDirectory, root);
    return {
      ...world,
      root,
      state: () => {
        const found = world.system.read(path);
        return found.kind === "file" ? new TextDecoder().decode(found.bytes) : null;
      },
    };
  }

  const install = (root: string) =>
    planOf(
      [
        file("system.module", null, module, modulePath),
        takingOver(edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", importPath)),
      ],
      { root, systemBaseline: { "system.module": { digest: "1" } } },
    );
  const update = (root: string) =>
    planOf([file("system.module", module, newer, modulePath)], {
      root,
      systemBaseline: { "system.module": { digest: "2" } },
    });
  const remove = (root: string, rest: Partial<Plan> = {}) =>
    planOf(
      [
        file("system.module", newer, null, modulePath),
        edit("system.import", imported, "./nixtorch.nix ", "", importPath),
      ],
      { root, purpose: "destroy", configDigest: null, resolution: null, ...rest },
    );

  it("is gone after a destroy, and as it was after a rollback of that", async () => {
    const world = installation();
    await applied(world, install(world.root), update(world.root));
    const before = world.state();
    await applied(world, remove(world.root));
    expect(world.state()).toBeNull();
    expect(world.exists(`../mnt${modulePath}`)).toBe(false);
    await applied(world, rollbackOf(world, { root: world.root, host: "workstation" }));
    expect(world.state()).toBe(before);
    expect(world.read(`../mnt${modulePath}`)).toBe(newer);
    await applied(world, rollbackOf(world, { root: world.root, host: "workstation" }));
    expect(world.state()).toBeNull();
  });

  it("is what it was before an apply that is rolled back", async () => {
    const world = installation();
    await applied(world, install(world.root));
    const before = world.state();
    await applied(world, update(world.root));
    expect(world.state()).not.toBe(before);
    await applied(world, rollbackOf(world, { root: world.root, host: "workstation" }));
    expect(world.state()).toBe(before);
  });

  it("is gone after a rollback of the first apply", async () => {
    const world = installation();
    await applied(world, install(world.root));
    await applied(world, rollbackOf(world, { root: world.root, host: "workstation" }));
    expect(world.state()).toBeNull();
    expect(world.read(`../mnt${importPath}`)).toBe(configuration);
  });

  it("stays for what a destroy leaves", async () => {
    const world = installation();
    await applied(world, install(world.root), update(world.root));
    const rest = { systemBaseline: { "system.import": { entry: "./nixtorch.nix" } } };
    await applied(world, remove(world.root, rest));
    expect(readSystemState(world.system, world.stateDirectory, world.root)).toMatchObject({
      baseline: rest.systemBaseline,
      resolution: { driver: "production" },
    });
  });

  it("is as before when a destroy fails", async () => {
    const world = installation();
    await applied(world, install(world.root), update(world.root));
    const [before, last] = [world.state(), lastOf(world, "system", world.root)];
    world.program("nixos-rebuild", "exit 1");
    const rebuild = effect({
      type: "rebuild",
      address: "system.generation",
      method: "channel",
      host: null,
      activation: "build",
    });
    const plan = remove(world.root);
    const outcome = await world.apply({
      ...plan,
      changes: [...plan.changes, rebuild.change],
      actions: [...plan.actions, ...rebuild.actions],
    });
    expect(outcome.status).toBe("failed");
    expect(codes(outcome)).toEqual(["NT557", "NT505"]);
    expect(world.state()).toBe(before);
    expect(lastOf(world, "system", world.root)).toEqual(last);
    expect(world.read(`../mnt${importPath}`)).toBe(imported);
  });

  it("keeps what a system's file held in its own store", async () => {
    const world = installation();
    await applied(world, install(world.root), update(world.root));
    const directory = join(systemStatePath(world.stateDirectory, world.root), "..");
    const origin = readOrigin(world.system, directory, "system.import", importPath);
    expect(new TextDecoder().decode(origin?.bytes)).toBe(configuration);
    await applied(world, remove(world.root));
    expect(readOrigin(world.system, directory, "system.import", importPath)).toBeNull();
  });
});
