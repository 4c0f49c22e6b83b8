import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../../src/host/memory.js";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { digestOf } from "../../../src/model/digest.js";
import { observeModule, planModule } from "../../../src/resources/nixos-module/index.js";
import type { SystemPlace } from "../../../src/resources/nixos-files.js";
import { walkConfiguration } from "../../../src/resources/nixos-walk.js";
import { plainSystem } from "../../../src/model/plain-system.js";
import { systemDesire, type SystemDesireOptions } from "./desire.js";

const configuration = "/etc/nixos/configuration.nix";
const own = "/etc/nixos/nixtorch.nix";

/** Plans for a configuration.nix with this body, or for these files. */
function plan(person: string | Readonly<Record<string, MemoryEntry>>, options: SystemDesireOptions = {}) {
  const files = typeof person === "string" ? { [configuration]: person } : person;
  const desire = systemDesire(options);
  return planModule(observe(files, { root: desire.root, module: desire.system.module }), desire);
}

function observe(files: Readonly<Record<string, MemoryEntry>>, place: SystemPlace) {
  const system = memorySystem(files);
  return observeModule(system, place, walkConfiguration(system, place, null));
}

const options = (content: string | null) => assignments(content ?? "{ }").map((one) => one.option);
const codes = (contribution: ReturnType<typeof plan>) => contribution.diagnostics.map((one) => one.code);

describe("what the person's configuration says already", () => {
  it("is left out, wherever it is said", () => {
    const { content, diagnostics, change } = plan({
      [configuration]: "{ ... }: { imports = [ ./gpu.nix ./desk ]; }",
      "/etc/nixos/gpu.nix":
        "{ ... }: { imports = [ ./configuration.nix ./nixtorch.nix ]; hardware.graphics.enable = true; }",
      "/etc/nixos/desk/default.nix": "{ pkgs, ... }: { programs.nix-ld = { enable = true; }; }",
    });
    expect(change.action).toBe("create");
    expect(diagnostics).toEqual([]);
    expect(options(content)).not.toContain("hardware.graphics.enable");
    expect(options(content)).not.toContain("programs.nix-ld.enable");
    expect(options(content)).toContain("hardware.nvidia.open");
  });

  it("leaves nothing to write, if it says everything", () => {
    const { content, change, actions } = plan(`{ config, ... }: {
      nixpkgs.config.allowUnfree = true;
      services.xserver.videoDrivers = [ "nvidia" ];
      hardware.graphics.enable = true;
      hardware.nvidia = {
        open = true;
        modesetting.enable = false;
        nvidiaSettings = true;
        package = config.boot.kernelPackages.nvidiaPackages.stable;
      };
      programs.nix-ld.enable = true;
      nix.settings.experimental-features = "nix-command flakes";
    }`);
    expect({ content, action: change.action, actions }).toEqual({
      content: null,
      action: "no-op",
      actions: [],
    });
  });

  it("leaves only what is missing of a list", () => {
    const { content } = plan(
      `{ pkgs, ... }: {
        nix.settings.experimental-features = [ "flakes" ];
        programs.nix-ld.libraries = with pkgs; [ zlib ];
      }`,
      { system: { nixLd: { enable: true, libraries: ["zlib", "libGL"] } } },
    );
    expect(content).toContain('nix.settings.experimental-features = [ "nix-command" ];');
    expect(content).toContain("libraries = [ pkgs.libGL ];");
  });

  it("knows the driver by any of its names", () => {
    const said = (line: string, more: SystemDesireOptions = {}) =>
      !options(plan(`{ config, ... }: { ${line} }`, more).content).includes("hardware.nvidia.package");
    expect(said("hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.production;")).toBe(
      true,
    );
    expect(said('hardware.nvidia.branch = "stable";')).toBe(true);
    expect(said('hardware.nvidia.branch = "legacy_580";', { driver: "legacy_580", open: false })).toBe(true);
    expect(
      said("hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.stable;", {
        release: "24.11",
        driver: "latest",
      }),
    ).toBe(true);
  });

  it("reads the old names of options as the release does", () => {
    const { content, diagnostics } = plan("{ hardware.opengl.enable = true; }");
    expect(options(content)).not.toContain("hardware.graphics.enable");
    expect(diagnostics).toMatchObject([
      {
        code: "NT117",
        severity: "warning",
        place: { file: configuration, line: 1 },
        hint: "Write `hardware.graphics.enable` instead.",
      },
    ]);
  });
});

describe("names that a release does not have", () => {
  it("fail the rebuild, and are said so before it", () => {
    const { diagnostics } = plan("{\n  hardware.opengl.driSupport = true;\n}");
    expect(diagnostics).toMatchObject([{ code: "NT117", severity: "error", place: { line: 2 } }]);
  });

  it("are told on an old release, too", () => {
    const { diagnostics } = plan("{ hardware.graphics.enable = true; }", { release: "24.05", open: false });
    expect(diagnostics).toMatchObject([{ code: "NT117", severity: "error" }]);
    expect(diagnostics[0]?.hint).toBe("Write `hardware.opengl.enable` instead.");
  });

  it("are right where the release has them", () => {
    expect(codes(plan("{ hardware.opengl.driSupport = true; }", { release: "24.05", open: false }))).toEqual(
      [],
    );
  });
});

describe("what the person's configuration says otherwise", () => {
  it("is a conflict with its place, and nothing is written", () => {
    const { change, actions, diagnostics } = plan("{ ... }: {\n  hardware.nvidia.open = false;\n}");
    expect({ action: change.action, after: change.after, actions }).toEqual({
      action: "conflict",
      after: null,
      actions: [],
    });
    expect(diagnostics).toMatchObject([
      { severity: "error", code: "NT412", place: { file: configuration, line: 2, column: 3 } },
    ]);
    expect(diagnostics[0]?.detail).toContain(
      "/etc/nixos/configuration.nix:2 sets hardware.nvidia.open to `false`",
    );
    expect(diagnostics[0]?.detail).toContain("refuses to evaluate");
    expect(diagnostics[0]?.hint).toContain("system: { driver: { open: false } }");
  });

  it("is a conflict also if it would win silently", () => {
    const { diagnostics } = plan("{ lib, ... }: { hardware.nvidia.open = lib.mkForce false; }");
    expect(diagnostics[0]?.detail).toContain("mkForce theirs would win");
  });

  it("gives way if it is only a default, and is told so", () => {
    const { change, content, diagnostics } = plan(
      "{ lib, ... }: { hardware.nvidia.open = lib.mkDefault false; }",
    );
    expect(change.action).toBe("create");
    expect(diagnostics).toMatchObject([{ code: "NT417", severity: "info" }]);
    expect(diagnostics[0]?.detail).toContain("`true` of nixtorch.nix counts");
    expect(options(content)).toContain("hardware.nvidia.open");
  });

  it("is a warning under a condition", () => {
    const planned = plan("{ lib, c, ... }: { hardware.nvidia.open = lib.mkIf c false; }");
    expect(codes(planned)).toEqual(["NT416"]);
    expect(options(planned.content)).toContain("hardware.nvidia.open");
  });

  it("stands where only NixOS can compute it", () => {
    const planned = plan("{ config, ... }: { hardware.nvidia.package = config.my.driver; }");
    expect(codes(planned)).toEqual(["NT413"]);
    expect(options(planned.content)).not.toContain("hardware.nvidia.package");
  });

  it("stands in matters of taste", () => {
    const planned = plan("{ hardware.nvidia.nvidiaSettings = true; }");
    expect(planned.diagnostics).toEqual([]);
    expect(options(planned.content)).not.toContain("hardware.nvidia.nvidiaSettings");
    expect(planned.content).toContain('"nvidia-settings"');
  });

  it("names the branch that the config would have to take", () => {
    const { diagnostics } = plan('{ hardware.nvidia.branch = "beta"; }', {
      driver: "legacy_580",
      open: false,
    });
    expect(diagnostics[0]?.detail).toContain("the package silently wins");
    expect(diagnostics[0]?.detail).toContain('sets hardware.nvidia.branch to `"beta"`');
    expect(diagnostics[0]?.detail).not.toContain("nvidiaPackages.beta");
    expect(diagnostics[0]?.hint).toContain('system: { driver: { branch: "beta" } }');
  });

  it("is a conflict for a list that is forced, and a warning for one that is a default", () => {
    const drivers = (value: string) =>
      codes(plan(`{ lib, ... }: { services.xserver.videoDrivers = ${value}; }`));
    expect(drivers('lib.mkForce [ "amdgpu" ]')).toEqual(["NT412"]);
    expect(drivers('lib.mkForce [ "nvidia" ]')).toEqual([]);
    expect(drivers('lib.mkDefault [ "amdgpu" ]')).toEqual(["NT417"]);
    expect(drivers('[ "amdgpu" ]')).toEqual([]);
    expect(drivers("cfg.drivers")).toEqual([]);
  });

  it("cannot have both drivers", () => {
    expect(codes(plan("{ hardware.nvidia.datacenter.enable = true; }"))).toEqual(["NT420"]);
    const fabric = { system: { datacenter: true } };
    expect(codes(plan('{ services.xserver.videoDrivers = [ "nvidia" ]; }', fabric))).toEqual(["NT420"]);
  });
});

describe("experimental features in nix.extraOptions", () => {
  const features = (line: string) =>
    codes(plan(`{ nix.extraOptions = ''\n  keep-outputs = true\n  ${line}\n''; }`));

  it("that win over nix.settings are a warning", () => {
    expect(features("experimental-features = nix-command")).toEqual(["NT425"]);
    const { diagnostics } = plan('{\n  nix.extraOptions = "experimental-features = ca-derivations";\n}');
    expect(diagnostics).toMatchObject([{ severity: "warning", place: { file: configuration, line: 2 } }]);
    expect(diagnostics[0]?.detail).toContain("without nix-command and flakes");
  });

  it("that name what is needed, or only add, are none", () => {
    expect(features("experimental-features = nix-command flakes")).toEqual([]);
    expect(features("extra-experimental-features = ca-derivations")).toEqual([]);
    expect(
      codes(plan('{ nix.extraOptions = "experimental-features = ca-derivations"; }', { flake: false })),
    ).toEqual([]);
  });
});

describe("unfree packages", () => {
  const predicate = "nixpkgs.config.allowUnfreePredicate";

  it("are allowed by name, and only those that are used", () => {
    const { content } = plan("{ }", { driver: "legacy_580", open: false, system: { persistence: true } });
    expect(content).toContain(`"nvidia-x11"\n      "nvidia-kernel-modules"\n      "nvidia-persistenced"\n`);
  });

  it("are left to a configuration that allows all", () => {
    const planned = plan("{ nixpkgs.config.allowUnfree = true; }");
    expect(options(planned.content)).not.toContain(predicate);
    expect(planned.diagnostics).toMatchObject([{ code: "NT414", severity: "info" }]);
  });

  it("are left to a predicate that knows them", () => {
    const planned = plan(
      '{ lib, ... }: { nixpkgs.config.allowUnfreePredicate = pkg: lib.elem (lib.getName pkg) [ "nvidia-x11" "steam" ]; }',
    );
    expect(options(planned.content)).not.toContain(predicate);
    expect(planned.diagnostics).toMatchObject([{ code: "NT414", severity: "info" }]);
  });

  it("are named for a predicate that does not", () => {
    const planned = plan(
      '{ lib, ... }: {\n  nixpkgs.config.allowUnfreePredicate = p: lib.getName p == "steam";\n}',
    );
    expect(options(planned.content)).not.toContain(predicate);
    expect(planned.diagnostics).toMatchObject([{ code: "NT415", severity: "warning", place: { line: 2 } }]);
    expect(planned.diagnostics[0]?.hint).toContain('"nvidia-x11"');
  });

  it("are not settled by a predicate under a condition", () => {
    const planned = plan(
      '{ lib, c, ... }: { nixpkgs.config.allowUnfreePredicate = lib.mkIf c (pkg: lib.getName pkg == "nvidia-x11"); }',
    );
    expect(planned.diagnostics).toMatchObject([{ code: "NT415", severity: "warning" }]);
    expect(planned.diagnostics[0]?.detail).toContain("under a condition");
    expect(planned.diagnostics[0]?.hint).toContain('"nvidia-x11"');
    expect(
      codes(plan("{ lib, c, ... }: { nixpkgs.config.allowUnfreePredicate = lib.mkIf c (_: true); }")),
    ).toEqual(["NT415"]);
  });

  it("join a list that merges, where the release has one", () => {
    const person = '{ nixpkgs.config.allowUnfreePackages = [ "steam" ]; }';
    expect(plan(person).content).toContain('nixpkgs.config.allowUnfreePackages = [ "nvidia-x11" ];');
    expect(options(plan(person, { release: "25.11" }).content)).toContain(predicate);
    const all = plan('{ nixpkgs.config.allowUnfreePackages = [ "nvidia-x11" ]; }');
    expect(options(all.content).filter((option) => option.startsWith("nixpkgs"))).toEqual([]);
  });

  it("are no business of a module when nixpkgs comes from outside", () => {
    const planned = plan("{ pkgs', ... }: { nixpkgs.pkgs = pkgs'; }");
    expect(options(planned.content)).not.toContain(predicate);
    expect(codes(planned)).toEqual(["NT415"]);
  });
});

describe("the module's owner", () => {
  const ours = plan("{ }").content ?? "";
  const files = (text: string) => ({ [configuration]: "{ }", [own]: text });

  it("finds its own module in place", () => {
    const planned = plan(files(ours));
    expect(planned.change.action).toBe("no-op");
    expect(planned.baseline).toEqual({ digest: digestOf(ours) });
  });

  it("is another project, whose module does the same: nothing to do", () => {
    const theirs = plan("{ }", { owner: "vision" }).content ?? "";
    expect(theirs).toContain("for the project vision;");
    expect(plan(files(theirs)).change.action).toBe("no-op");
  });

  it("is another project, whose module does something else: a conflict that names it, and the ways out", () => {
    const theirs = plan("{ }", { owner: "vision", system: { persistence: true } }).content ?? "";
    const { change, actions, diagnostics } = plan(files(theirs));
    expect({ action: change.action, actions }).toEqual({ action: "conflict", actions: [] });
    expect(diagnostics).toMatchObject([{ code: "NT411", severity: "error" }]);
    expect(diagnostics[0]?.detail).toContain("the project vision");
    expect(diagnostics[0]?.hint).toContain("--adopt");
    expect(plan(files(theirs), { adopt: true }).change.action).toBe("update");
  });

  it("is another project also where the machine's baseline has its module", () => {
    const theirs = plan("{ }", { owner: "vision", system: { persistence: true } }).content ?? "";
    const baseline = { digest: digestOf(theirs) };
    const directory = "/home/ada/vision";
    for (const stateOwner of [{ kind: "another", directory }, { kind: "nobody" }] as const) {
      const { change, actions, diagnostics } = plan(files(theirs), { baseline, stateOwner });
      expect({ action: change.action, actions }).toEqual({ action: "conflict", actions: [] });
      expect(diagnostics).toMatchObject([{ code: "NT411", severity: "error" }]);
    }
    const { diagnostics } = plan(files(theirs), { baseline, stateOwner: { kind: "another", directory } });
    expect(diagnostics[0]?.detail).toContain(`the project vision in ${directory}`);
  });

  it("is another project of the same name, in a directory that is still there", () => {
    const theirs = plan("{ }", { system: { persistence: true } }).content ?? "";
    const stateOwner = { kind: "another", directory: "/home/ada/old-lab" } as const;
    const { change, diagnostics } = plan(files(theirs), { stateOwner });
    expect(change.action).toBe("conflict");
    expect(diagnostics).toMatchObject([{ code: "NT411" }]);
    expect(diagnostics[0]?.detail).toContain("in /home/ada/old-lab, and this project, of the same name,");
    expect(plan(files(theirs), { stateOwner, adopt: true }).change.action).toBe("update");
    expect(plan(files(ours), { stateOwner }).change.action).toBe("no-op");
  });

  it("cannot tell, where no record is left of this machine, whether its module was edited", () => {
    const older = plan("{ }", { system: { persistence: true } }).content ?? "";
    const lost = { stateOwner: { kind: "nobody" } } as const;
    expect(codes(plan(files(older), lost))).toEqual(["NT462"]);
    expect(plan(files(older), { ...lost, adopt: true }).change.action).toBe("update");
    expect(plan(files(ours), lost).change.action).toBe("no-op");
  });

  it("is this project under its old name", () => {
    const old = plan("{ }", { owner: "old-name", system: { persistence: true } }).content ?? "";
    expect(plan(files(old), { baseline: { digest: digestOf(old) } }).change.action).toBe("update");
  });

  it("is nobody that is known: a conflict", () => {
    expect(codes(plan(files("{ ... }: { }\n")))).toEqual(["NT401"]);
    expect(plan(files("{ ... }: { }\n"), { adopt: true }).change.action).toBe("update");
  });

  it("sees what was edited by hand since", () => {
    const edited = ours.replace("open = true", "open = false");
    const { drift, change } = plan(files(edited), { baseline: { digest: digestOf(ours) } });
    expect(drift).toMatchObject([{ key: "digest", base: digestOf(ours), observed: digestOf(edited) }]);
    expect(change.action).toBe("update");
    expect(change.details).toEqual([
      { key: "hardware.nvidia.open", before: "false", after: "true", reason: expect.any(String) },
    ]);
  });

  it("may have any name, and it stays one comment", () => {
    const { content } = plan("{ }", { owner: 'a\n}; builtins.abort "x"; # ${b}' });
    expect(options(content)).toEqual(options(ours));
    expect(plan(files(content ?? ""), { owner: 'a\n}; builtins.abort "x"; # ${b}' }).change.action).toBe(
      "no-op",
    );
  });

  it("keeps an empty module that is imported, when the person says it all", () => {
    const planned = plan(
      { [configuration]: "{ programs.nix-ld.enable = true; }", [own]: ours },
      { driver: null, flake: false, baseline: { digest: digestOf(ours) } },
    );
    expect(planned.change.action).toBe("update");
    expect(planned.content).toMatch(/^# Written by nixtorch .*\n\{ \.\.\. \}: \{ \}\n$/);
  });
});

describe("the configuration that is looked at", () => {
  it("is not known where it cannot be read", () => {
    const planned = plan({
      [configuration]: "{ imports = [ ./broken.nix ./gone.nix ./binary.nix ]; }",
      "/etc/nixos/broken.nix": "{\n  a = ;\n}",
      "/etc/nixos/binary.nix": new Uint8Array([0xff, 0xfe, 0x00]),
    });
    expect(planned.change.action).toBe("create");
    expect(planned.diagnostics.map(({ code, severity, place }) => [code, severity, place])).toEqual([
      ["NT418", "error", { file: "/etc/nixos/broken.nix", line: 2, column: 7 }],
      ["NT419", "warning", { file: "/etc/nixos/gone.nix" }],
      ["NT419", "warning", { file: "/etc/nixos/binary.nix" }],
    ]);
  });

  it("is refused where a file of it is not valid Nix, with the place and how to hear more", () => {
    const { diagnostics } = plan({
      [configuration]: '{\n  imports = [ "/etc/nixos/my gpu.nix" ];\n}',
      "/etc/nixos/my gpu.nix": "{\n  a = ;\n}",
    });
    expect(diagnostics).toMatchObject([{ code: "NT418", severity: "error" }]);
    expect(diagnostics[0]?.detail).toMatch(
      /^\/etc\/nixos\/my gpu\.nix:2:7: .+ It is imported in .+\.nix:2\. /,
    );
    expect(diagnostics[0]?.hint).toContain("\n    nix-instantiate --parse '/etc/nixos/my gpu.nix'");
  });

  it("has an end", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [
        `/etc/nixos/m${index}.nix`,
        `{ imports = [ ./m${index + 1}.nix ]; }`,
      ]),
    );
    const observed = observe(
      { ...chain, [configuration]: "{ imports = [ ./m0.nix ]; }" },
      { root: "/", module: configuration },
    );
    expect(observed.configuration.length).toBeLessThanOrEqual(500);
    expect(observed.unread).toMatchObject([{ kind: "limit" }]);
  });

  it("is beside the real file, where links lead to it", () => {
    const files = {
      "/mnt/etc/nixos": { link: "/home/ada/nixos" },
      "/mnt/home/ada/nixos/configuration.nix": { link: "hosts/tower.nix" },
      "/mnt/home/ada/nixos/hosts/tower.nix": "{ imports = [ ../gpu.nix ]; }",
      "/mnt/home/ada/nixos/gpu.nix": "{ hardware.graphics.enable = true; }",
    };
    const observed = observe(files, { root: "/mnt", module: configuration });
    expect(observed.path).toBe("/home/ada/nixos/hosts/nixtorch.nix");
    expect(observed.configuration.map((file) => file.path)).toEqual([
      "/home/ada/nixos/hosts/tower.nix",
      "/home/ada/nixos/gpu.nix",
    ]);
  });
});

describe("values from the config", () => {
  it("are escaped for Nix", () => {
    const { content } = plan("{ }", {
      system: {
        prime: { mode: "sync", nvidiaBusId: 'PCI:${x}"\\', intelBusId: null, amdgpuBusId: "PCI:6:0:0" },
        nixLd: { enable: true, libraries: ["python3.pkgs.or", "a b"] },
      },
    });
    const said = Object.fromEntries(assignments(content ?? "").map((one) => [one.option, one]));
    expect(said["hardware.nvidia.prime.nvidiaBusId"]?.value).toBe('PCI:${x}"\\');
    expect(said["programs.nix-ld.libraries"]?.elements?.map((one) => one.source)).toEqual([
      'pkgs.python3.pkgs."or"',
      'pkgs."a b"',
    ]);
  });

  it("stay out of the module of a machine without a GPU", () => {
    const { content } = plan("{ }", { driver: null, system: { caches: true } });
    expect(content).not.toMatch(/nvidia|cuda/);
    expect(plainSystem.nixLd.enable && content).toContain("programs.nix-ld.enable = true;");
  });
});
