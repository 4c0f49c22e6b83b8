import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../src/model/digest.js";
import { find } from "../support/tools.js";
import { applyInNamespace, canMount, type Job, type JobResult } from "./namespace.js";
import { edit, effect, file, planOf, type Part } from "./plans.js";
import { createWorld, type World } from "./world.js";

const configuration = '{ imports = [ ./hardware-configuration.nix ]; } # löb "quoted" $HOME `id`\n';
const imported = configuration.replace("[ ", "[ ./nixtorch.nix ");
const module = `# by nixtorch\n{\n${'  x = "$(id) ${y} \\\\n";\n'.repeat(2000)}}\n`;

const files: Part[] = [
  file("system.module", null, module, "/etc/nixos/nixtorch.nix"),
  edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", "/etc/nixos/configuration.nix"),
];
const rebuild = (activation: "switch" | "boot" = "switch", method: "channel" | "flake" = "channel") =>
  effect({
    type: "rebuild",
    address: "system.generation",
    method,
    host: method === "flake" ? "workstation" : null,
    activation,
  });

/** What the fixed text may use of a NixOS system. */
const programs = ["sha256sum", "cut", "base64", "mktemp", "cat", "cp", "mv", "rm", "chown", "chmod", "sync"];

/**
 * A machine whose /etc, /run and (if there is one) /nix are its own. The stand-in for nixos-rebuild writes down how
 * it was called and with what environment, and fails where a test put a file that says so.
 */
function machine(world: World, extra = ""): string {
  const rebuilds = `#!/bin/sh
echo "$@" >>/run/log
env >/run/environment
echo "nixos-rebuild $1 says something" >&2
if [ -e "/run/fail-$1" ]; then exit 1; fi
if [ "$1" = build ]; then ln -s /run/systems/43 result; fi
if [ "$1" = switch ]; then ln -sfn /run/systems/43 /run/current-system; fi`;
  writeFileSync(join(world.home, "nixos-rebuild"), `${rebuilds}\n`, { mode: 0o755 });
  writeFileSync(join(world.home, "configuration.nix"), configuration);
  const links = [...programs, "readlink", "git", "ln", "env", "id"].map(
    (name) => `ln -s ${find(name)} /run/systems/42/sw/bin/${name}`,
  );
  return `
keep=${world.home}/etc
mkdir -p $keep
for f in passwd group ld.so.cache alternatives; do if [ -e /etc/$f ]; then cp -a /etc/$f $keep/; fi; done
mount -t tmpfs tmpfs /etc
cp -a $keep/. /etc/
mkdir /etc/nixos
echo workstation >/etc/hostname
printf 'export NIX_PATH=nixpkgs=/system\\nexport PATH=/hostile\\nfalse\\n' >/etc/set-environment
cp ${world.home}/configuration.nix /etc/nixos/
chmod 640 /etc/nixos/configuration.nix
mount -t tmpfs tmpfs /run
mkdir -p /run/systems/42/sw/bin /run/systems/43/sw
ln -s /run/systems/42 /run/current-system
${links.join("\n")}
ln -s /run/systems/42/sw/bin /run/systems/43/sw/bin
cp ${world.home}/nixos-rebuild /run/systems/42/sw/bin/
if [ -d /nix ]; then
  mount -t tmpfs tmpfs /nix
  mkdir -p /nix/var/nix/profiles
  ln -s /run/systems/42 /nix/var/nix/profiles/system-42-link
  ln -s system-42-link /nix/var/nix/profiles/system
fi
${extra}`;
}

const looked = [
  "/etc/nixos/nixtorch.nix",
  "/etc/nixos/configuration.nix",
  "/run/log",
  "/run/environment",
  "/run/current-system",
];

describe.skipIf(!canMount())("the running system", () => {
  let world: World;
  beforeEach(() => {
    world = createWorld();
    // What a person has on PATH must not be what runs as root.
    world.program("nixos-rebuild", "echo hostile >>/run/log");
    world.program("sha256sum", "echo hostile >>/run/log");
  });

  const apply = (parts: readonly Part[], job: Partial<Job> & { extra?: string } = {}): Promise<JobResult> =>
    applyInNamespace(world.home, machine(world, job.extra), {
      plan: planOf(parts),
      env: { PATH: world.bin, HOME: world.home, SECRET: "of the user", NIX_PATH: "nixpkgs=/hostile" },
      ...job,
      options: {
        project: world.project,
        root: "/",
        stateDirectory: world.stateDirectory,
        lockTimeoutMs: 0,
        interactive: false,
        ...job.options,
      },
      show: [...looked, ...(job.show ?? [])],
    });

  const untouched = (result: JobResult) => {
    expect(result.shown["/etc/nixos/nixtorch.nix"]).toBeNull();
    expect(result.shown["/etc/nixos/configuration.nix"]).toMatchObject({ text: configuration, mode: 0o640 });
  };

  it("gets both files, is built, then switched", async () => {
    const { outcome, shown } = await apply([...files, rebuild()]);
    expect(outcome).toEqual({
      status: "applied",
      summary: { add: 1, change: 2, destroy: 0 },
      diagnostics: [],
    });
    expect(shown["/etc/nixos/nixtorch.nix"]).toMatchObject({ text: module, mode: 0o644 });
    expect(shown["/etc/nixos/configuration.nix"]).toMatchObject({ text: imported, mode: 0o640 });
    expect(shown["/run/log"]?.text).toBe("build\nswitch\n");
    expect(shown["/run/current-system"]?.text).toBe("/run/systems/43");
  });

  it.skipIf(find("bash") === null)("gets them also where sh is bash, as on NixOS", async () => {
    const bash = `mount --bind ${find("bash")} "$(readlink -f /bin/sh)"`;
    const { outcome, shown } = await apply([...files, rebuild()], { extra: bash });
    expect(outcome.status).toBe("applied");
    expect(shown["/etc/nixos/nixtorch.nix"]?.text).toBe(module);

    const failed = await apply([...files, rebuild()], { extra: `${bash}\ntouch /run/fail-build` });
    expect(failed.outcome.diagnostics.map((one) => one.code)).toEqual(["NT557"]);
    untouched(failed);
  });

  it("is rebuilt with the system's environment and nothing of the user's", async () => {
    const { shown } = await apply([...files, rebuild()]);
    const environment = shown["/run/environment"]?.text ?? "";
    expect(environment).toMatch(/^PATH=\/run\/current-system\/sw\/bin$/m);
    expect(environment).toMatch(/^NIX_PATH=nixpkgs=\/system$/m);
    expect(environment).toMatch(/^HOME=\/root$/m);
    expect(environment).not.toMatch(/hostile|SECRET/);
  });

  it("is left for the next boot if the config says so", async () => {
    const { shown } = await apply([...files, rebuild("boot")]);
    expect(shown["/run/log"]?.text).toBe("build\nboot\n");
    expect(shown["/run/current-system"]?.text).toBe("/run/systems/42");
  });

  it("is built from its flake, for its host", async () => {
    const { shown } = await apply([...files, rebuild("switch", "flake")], {
      extra: "echo '{ }' >/etc/nixos/flake.nix",
    });
    expect(shown["/run/log"]?.text).toBe(
      "build --flake /etc/nixos#workstation\nswitch --flake /etc/nixos#workstation\n",
    );
  });

  it("that does not build is as before, and nothing was activated", async () => {
    const result = await apply([...files, rebuild()], { extra: "touch /run/fail-build" });
    untouched(result);
    expect(result.outcome.status).toBe("failed");
    expect(result.outcome.diagnostics[0]).toMatchObject({ code: "NT557" });
    const detail = result.outcome.diagnostics[0]?.detail ?? "";
    expect(detail).toMatch(/^nixos-rebuild build ended with exit code 1:/);
    expect(detail).toContain("nixos-rebuild build says something");
    expect(detail).toContain("/etc/nixos/nixtorch.nix and /etc/nixos/configuration.nix are as before.");
    expect(result.shown["/run/log"]?.text).toBe("build\n");
    // By now it would build the old system.
    expect(result.outcome.diagnostics[0]?.hint).not.toContain("nixos-rebuild");
  });

  it("that does not build is told to, also when a file cannot be put back", async () => {
    // What restores the import moves a file over it.
    const extra = `printf '#!/bin/sh\nrm /run/systems/42/sw/bin/mv\nexit 1\n' >/run/systems/42/sw/bin/nixos-rebuild`;
    const { outcome } = await apply([...files, rebuild()], { extra });
    expect(outcome.diagnostics.map((one) => one.code)).toEqual(["NT557", "NT506"]);
    expect(outcome.diagnostics[1]).toMatchObject({ place: { file: "/etc/nixos/configuration.nix" } });
  });

  it("that cannot be switched to is as before, and the project stays", async () => {
    const parts = [file("project.flake", null, "{ }\n"), ...files, rebuild()];
    const result = await apply(parts, { extra: "touch /run/fail-switch" });
    untouched(result);
    expect(result.outcome.status).toBe("partial");
    expect(result.outcome.diagnostics.map((one) => one.code)).toEqual(["NT558", "NT560"]);
    expect(world.read("flake.nix")).toBe("{ }\n");
  });

  it.skipIf(!existsSync("/nix"))("is named by its generation when something fails", async () => {
    const { outcome } = await apply([...files, rebuild()], {
      extra:
        "touch /run/fail-switch\nln -s /run/systems/43 /nix/var/nix/profiles/system-43-link\n" +
        "ln -sfn system-43-link /nix/var/nix/profiles/system",
    });
    expect(outcome.diagnostics[0]?.detail).toContain(
      "The running system is system-42-link. The next boot starts system-43-link.",
    );
  });

  it("is described, with the way back, when the privileged process is killed", async () => {
    const kill = `printf '#!/bin/sh\nkill -9 $PPID\n' >/run/systems/42/sw/bin/nixos-rebuild`;
    const { outcome, shown } = await apply([...files, rebuild()], { extra: kill });
    expect(shown["/etc/nixos/nixtorch.nix"]?.text).toBe(module);
    expect(outcome.diagnostics.map((one) => one.code)).toEqual(["NT569", "NT506", "NT506"]);
    expect(outcome.diagnostics[0]?.detail).toContain("was killed");
    expect(outcome.diagnostics[1]?.hint).toContain("sudo rm /etc/nixos/nixtorch.nix");
    const [, image, target] = /sudo cp (\S+) (\S+)$/.exec(outcome.diagnostics[2]?.hint ?? "") ?? [];
    expect(target).toBe("/etc/nixos/configuration.nix");
    expect(image).toMatch(/\/system\/root\/interrupted-[^/]+\/before\/system\.import$/);
    expect(world.system.read(image!)).toMatchObject({ digest: digestOf(configuration), mode: 0o600 });
  });

  it("loses the import and the module when they are taken away", async () => {
    const parts = [
      file("system.module", module, null, "/etc/nixos/nixtorch.nix"),
      edit("system.import", imported, "./nixtorch.nix ", "", "/etc/nixos/configuration.nix"),
      rebuild(),
    ];
    writeFileSync(join(world.home, "module"), module);
    writeFileSync(join(world.home, "imported"), imported);
    const there = `cp ${world.home}/module /etc/nixos/nixtorch.nix\ncat ${world.home}/imported >/etc/nixos/configuration.nix`;
    untouched(await apply(parts, { extra: there }));

    const failed = await apply(parts, { extra: `${there}\ntouch /run/fail-build` });
    expect(failed.shown["/etc/nixos/nixtorch.nix"]?.text).toBe(module);
    expect(failed.shown["/etc/nixos/configuration.nix"]).toMatchObject({ text: imported, mode: 0o640 });
  });

  it("tells git of a new module, and takes that back", async () => {
    const [own, ...rest] = files;
    const tracked = effect({ type: "intent-to-add", address: "system.module" }).actions;
    const parts = [
      { change: own!.change, actions: [...own!.actions, ...tracked] },
      ...rest,
      rebuild("switch", "flake"),
    ];
    const repository = "git -C /etc/nixos init --quiet\necho '{ }' >/etc/nixos/flake.nix";
    const known = (path: string) => `${repository}\n${path}`;
    const { outcome } = await apply(parts, { extra: known("") });
    expect(outcome.status).toBe("applied");

    const failed = await apply(parts, {
      extra: known("touch /run/fail-build"),
      show: ["/etc/nixos/.git/index"],
    });
    expect(failed.outcome.status).toBe("failed");
    expect(failed.shown["/etc/nixos/.git/index"]?.text).not.toContain("nixtorch.nix");
  });

  it("tells git that a module is gone, if it was only to be added, and takes that back", async () => {
    const gone = file("system.module", module, null, "/etc/nixos/nixtorch.nix");
    const untrack = effect({ type: "untrack", address: "system.module" }).actions;
    const parts = [
      { change: gone.change, actions: [...untrack, ...gone.actions] },
      edit("system.import", imported, "./nixtorch.nix ", "", "/etc/nixos/configuration.nix"),
      rebuild("switch", "flake"),
    ];
    writeFileSync(join(world.home, "module"), module);
    writeFileSync(join(world.home, "imported"), imported);
    const repository = (how: string) => `
cp ${world.home}/module /etc/nixos/nixtorch.nix
cat ${world.home}/imported >/etc/nixos/configuration.nix
echo '{ }' >/etc/nixos/flake.nix
git -C /etc/nixos init --quiet
git -C /etc/nixos add flake.nix configuration.nix
git -C /etc/nixos add ${how} nixtorch.nix
`;
    const plan = { purpose: "destroy", configDigest: null, resolution: null } as const;
    const indexAfter = async (extra: string) => {
      const result = await apply(parts, {
        plan: planOf(parts, plan),
        extra,
        show: ["/etc/nixos/.git/index"],
      });
      return {
        status: result.outcome.status,
        shown: result.shown,
        known: result.shown["/etc/nixos/.git/index"]?.text.includes("nixtorch.nix"),
      };
    };

    const done = await indexAfter(repository("--intent-to-add"));
    expect(done).toMatchObject({ status: "applied", known: false });
    expect(done.shown["/etc/nixos/nixtorch.nix"]).toBeNull();
    expect(done.shown["/etc/nixos/configuration.nix"]?.text).toBe(configuration);

    const failed = await indexAfter(`${repository("--intent-to-add")}touch /run/fail-build`);
    expect(failed).toMatchObject({ status: "failed", known: true });
    expect(failed.shown["/etc/nixos/nixtorch.nix"]?.text).toBe(module);
    expect(failed.shown["/etc/nixos/configuration.nix"]?.text).toBe(imported);

    expect(await indexAfter(repository(""))).toMatchObject({ status: "applied", known: true });
  });

  it("is not begun without nixos-rebuild", async () => {
    const result = await apply([file("project.flake", null, "{ }\n"), ...files, rebuild()], {
      extra: "rm /run/systems/42/sw/bin/nixos-rebuild",
    });
    untouched(result);
    expect(result.outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT556" }] });
    expect(world.exists("flake.nix")).toBe(false);
  });

  describe("for a user who is not root", () => {
    const asUser = { cannotWrite: ["/etc/nixos"] };
    /** Writes down its options, and runs the rest. */
    const sudo =
      'echo "$1 $2" >>/run/sudo\n[ ! -e /run/no-sudo ] || exit 1\nwhile [ "$1" != true ] && [ "${1#-}" != "$1" ]; do shift; done\nPATH=/usr/bin:/bin SUDO_UID=1000 exec "$@"';

    it("asks for privilege once", async () => {
      world.program("sudo", sudo);
      const { outcome, shown } = await apply([...files, rebuild()], { asUser, show: ["/run/sudo"] });
      expect(outcome.status).toBe("applied");
      // Without a terminal it is asked first whether that can work.
      expect(shown["/run/sudo"]?.text).toBe("-n true\n-n --\n");
      expect(shown["/etc/nixos/nixtorch.nix"]?.text).toBe(module);
      expect(shown["/run/environment"]?.text).toMatch(/^SUDO_UID=1000$/m);
      expect(shown["/run/environment"]?.text).not.toMatch(/hostile|SECRET/);
    });

    it("asks with a terminal in the same process", async () => {
      world.program("sudo", sudo);
      const options = { interactive: true } as Job["options"];
      const { outcome, shown } = await apply([...files, rebuild()], { asUser, options, show: ["/run/sudo"] });
      expect(outcome.status).toBe("applied");
      expect(shown["/run/sudo"]?.text).toBe("-- /bin/sh\n");
    });

    it("is refused before anything is written if nobody can be asked", async () => {
      world.program("sudo", sudo);
      const parts = [file("project.flake", null, "{ }\n"), ...files, rebuild()];
      const result = await apply(parts, { asUser, extra: "touch /run/no-sudo" });
      untouched(result);
      expect(result.outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT555" }] });
      expect(world.exists("flake.nix")).toBe(false);
    });

    it("is refused without sudo", async () => {
      const result = await apply([...files, rebuild()], { asUser });
      expect(result.outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT555" }] });
    });

    it("has files of their own written without privilege, through a link that stays", async () => {
      world.program("sudo", sudo);
      const dotfiles = join(world.home, "dotfiles");
      mkdirSync(dotfiles);
      writeFileSync(join(dotfiles, "configuration.nix"), configuration);
      symlinkSync(dotfiles, join(world.home, "link"));
      const extra = `rm -r /etc/nixos\nln -s ${dotfiles} /etc/nixos`;
      const own = [
        file("system.module", null, module, join(dotfiles, "nixtorch.nix")),
        edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", "/etc/nixos/configuration.nix"),
        rebuild(),
      ];
      const { outcome, shown } = await apply(own, {
        asUser: { cannotWrite: ["/etc/nixos/"] },
        extra,
        show: ["/etc/nixos"],
      });
      expect(outcome.status).toBe("applied");
      expect(shown["/etc/nixos"]?.text).toBe(dotfiles);
      expect(world.read("../dotfiles/configuration.nix")).toBe(imported);

      writeFileSync(join(dotfiles, "configuration.nix"), configuration);
      world.system.removeFile(join(dotfiles, "nixtorch.nix"));
      const failed = await apply(own, { asUser, extra: `${extra}\ntouch /run/fail-switch` });
      expect(failed.outcome.diagnostics.map((one) => one.code)).toEqual(["NT558", "NT505"]);
      expect(world.read("../dotfiles/configuration.nix")).toBe(configuration);
      expect(world.exists("../dotfiles/nixtorch.nix")).toBe(false);
    });
  });
});
