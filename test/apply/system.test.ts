import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSystemState } from "../../src/state/system-state.js";
import { edit, effect, file, planOf, type Part } from "./plans.js";
import { codes, createWorld, type World } from "./world.js";

const configuration = "{ imports = [ ./hardware-configuration.nix ]; } # löb\n";
const imported = configuration.replace("[ ", "[ ./nixtorch.nix ");
const module = "# by nixtorch\n{ }\n";

const rebuild = (method: "channel" | "flake" = "channel") =>
  effect({
    type: "rebuild",
    address: "system.generation",
    method,
    host: method === "flake" ? "workstation" : null,
    activation: "build",
  });

const systemParts = (directory = "/etc/nixos"): Part[] => [
  file("system.module", null, module, `${directory}/nixtorch.nix`),
  edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", `${directory}/configuration.nix`),
];

/** A NixOS root in a directory of its own. */
function installation(): World & { root: string; etc(path: string): string } {
  const world = createWorld();
  const root = join(world.home, "mnt");
  mkdirSync(join(root, "etc/nixos"), { recursive: true });
  // As on NixOS, where most of /etc are absolute links.
  mkdirSync(join(root, "etc/static"));
  writeFileSync(join(root, "etc/static/hostname"), "workstation\n");
  symlinkSync("/etc/static/hostname", join(root, "etc/hostname"));
  writeFileSync(join(root, "etc/nixos/configuration.nix"), configuration);
  chmodSync(join(root, "etc/nixos/configuration.nix"), 0o600);
  return { ...world, root, etc: (path) => world.read(join("../mnt/etc/nixos", path)) };
}

/** Logs how it was called; `sudo` and a `switch` would be as well. */
const logging = (world: World, exit = 0) =>
  world.program("nixos-rebuild", `echo "$@" >>${world.home}/log\necho "evaluating" >&2\nexit ${exit}`);

describe("a system under another root", () => {
  it("is written there and not activated, and the way to do that is told", async () => {
    const world = installation();
    const baseline = { "system.module": { digest: "sha256:1" } };
    const outcome = await world.apply(
      planOf([...systemParts(), rebuild()], { root: world.root, systemBaseline: baseline }),
    );
    expect(outcome.status).toBe("applied");
    expect(world.etc("nixtorch.nix")).toBe(module);
    expect(world.etc("configuration.nix")).toBe(imported);
    expect(outcome.diagnostics).toMatchObject([{ severity: "info", code: "NT433" }]);
    expect(outcome.diagnostics[0]?.detail).toContain("nixos-rebuild is not on PATH");
    expect(outcome.diagnostics[0]?.hint).toContain(
      `sudo nixos-enter --root ${world.root} -c 'nixos-rebuild boot'`,
    );
    expect(outcome.summary).toEqual({ add: 1, change: 1, destroy: 0 });
    expect(world.events.filter(({ type }) => type !== "started").at(-1)).toEqual({
      type: "skipped",
      address: "system.generation",
      reason: "not built, because nixos-rebuild is not on PATH",
    });
    expect(readSystemState(world.system, world.stateDirectory, world.root)).toMatchObject({
      owner: world.project,
      host: "workstation",
      baseline,
      resolution: { driver: "production" },
    });
    expect(world.exists(".nixtorch")).toBe(false);
  });

  it("is built, and nothing more, where there is a nixos-rebuild", async () => {
    const world = installation();
    logging(world);
    const outcome = await world.apply(planOf([...systemParts(), rebuild()], { root: world.root }));
    expect(outcome.status).toBe("applied");
    expect(world.read("../log")).toBe(`build -I nixos-config=${world.root}/etc/nixos/configuration.nix\n`);
    expect(world.events).toContainEqual({
      type: "progress",
      address: "system.generation",
      text: "evaluating",
    });
    expect(outcome.diagnostics[0]?.detail).toContain("builds");
  });

  it("is built from the nearest flake at or above its module", async () => {
    const world = installation();
    logging(world);
    mkdirSync(join(world.root, "etc/nixos/hosts"));
    writeFileSync(join(world.root, "etc/nixos/hosts/configuration.nix"), configuration);
    writeFileSync(join(world.root, "etc/nixos/flake.nix"), "{ }");
    const outcome = await world.apply(
      planOf([...systemParts("/etc/nixos/hosts"), rebuild("flake")], { root: world.root }),
    );
    expect(world.read("../log")).toBe(`build --flake ${world.root}/etc/nixos#workstation\n`);
    expect(outcome.diagnostics[0]?.hint).toContain("-c 'nixos-rebuild boot --flake /etc/nixos#workstation'");
  });

  it("that does not build is as before, while the project stays applied", async () => {
    const world = installation();
    logging(world, 1);
    const project = file("project.flake", null, "{ }\n");
    const outcome = await world.apply(planOf([project, ...systemParts(), rebuild()], { root: world.root }));
    expect(outcome).toMatchObject({ status: "partial", summary: { add: 1, change: 0, destroy: 0 } });
    expect(codes(outcome)).toEqual(["NT557", "NT505", "NT560"]);
    expect(outcome.diagnostics[0]?.detail).toContain("evaluating");
    expect(world.exists("../mnt/etc/nixos/nixtorch.nix")).toBe(false);
    expect(world.etc("configuration.nix")).toBe(configuration);
    expect(world.read("flake.nix")).toBe("{ }\n");
    expect(readSystemState(world.system, world.stateDirectory, world.root)).toBeNull();
  });

  it("keeps absolute links inside the root, as after a chroot", async () => {
    const world = installation();
    mkdirSync(join(world.root, "home/me/nixos"), { recursive: true });
    writeFileSync(join(world.root, "home/me/nixos/configuration.nix"), configuration);
    symlinkSync("/home/me/nixos", join(world.root, "etc/linked"));
    const outcome = await world.apply(planOf(systemParts("/etc/linked"), { root: world.root }));
    expect(outcome.status).toBe("applied");
    expect(world.read("../mnt/home/me/nixos/nixtorch.nix")).toBe(module);
  });

  it("is refused if its files lie in its store", async () => {
    const world = installation();
    mkdirSync(join(world.root, "nix/store/abc"), { recursive: true });
    writeFileSync(join(world.root, "nix/store/abc/configuration.nix"), configuration);
    symlinkSync("/nix/store/abc", join(world.root, "etc/linked"));
    const outcome = await world.apply(planOf(systemParts("/etc/linked"), { root: world.root }));
    expect(outcome.status).toBe("refused");
    expect(codes(outcome)).toEqual(["NT406", "NT406"]);
  });
});

describe("the system part of a plan", () => {
  it("is refused on another host, which leaves the project to be applied alone", async () => {
    const world = installation();
    const plan = planOf([file("project.flake", null, "{ }\n"), ...systemParts()], {
      root: world.root,
      host: "laptop",
    });
    const outcome = await world.apply(plan);
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT503" }] });
    expect(outcome.diagnostics[0]?.detail).toMatch(/laptop.*workstation/);

    expect((await world.apply(plan, { noSystem: true })).status).toBe("applied");
    expect(world.read("flake.nix")).toBe("{ }\n");
    expect(world.etc("configuration.nix")).toBe(configuration);
  });

  it("is refused for another root than the caller's", async () => {
    const world = installation();
    const outcome = await world.apply(planOf(systemParts(), { root: world.root }), { root: "/" });
    expect(codes(outcome)).toEqual(["NT503"]);
  });

  it("is applied alone without touching the project", async () => {
    const world = installation();
    const plan = planOf([file("project.flake", null, "{ }\n"), ...systemParts()], { root: world.root });
    expect((await world.apply(plan, { noProject: true })).status).toBe("applied");
    expect(world.exists("flake.nix")).toBe(false);
    expect(world.etc("nixtorch.nix")).toBe(module);
  });

  it("makes a new module known to the git repository it lies in", async () => {
    const world = installation();
    world.git("-C", join(world.root, "etc/nixos"), "init", "--quiet");
    const [module_, ...rest] = systemParts();
    const tracked = effect({ type: "intent-to-add", address: "system.module" }).actions;
    const parts = [{ change: module_!.change, actions: [...module_!.actions, ...tracked] }, ...rest];
    expect((await world.apply(planOf(parts, { root: world.root }))).status).toBe("applied");
    expect(world.git("-C", join(world.root, "etc/nixos"), "ls-files")).toBe("nixtorch.nix");
  });
});
