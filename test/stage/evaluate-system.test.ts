import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { System } from "../../src/host/system.js";
import { evaluateSystem } from "../../src/stage/evaluate-system.js";
import { requireTools } from "../support/tools.js";
import { leftovers, pathWith, stub } from "./world.js";
import { questionAbout, systemWorld, type Asking, type SystemWorld } from "./system-world.js";

const configuration = "etc/nixos/configuration.nix";
const file = `/${configuration}`;

async function ask(here: SystemWorld, asking: Asking) {
  const answer = await evaluateSystem(here.context, questionAbout(here.root, asking));
  if (answer.kind !== "evaluated") throw new Error(answer.reason.detail);
  return answer;
}

async function reasonNotTo(here: SystemWorld, asking: Asking = {}) {
  const answer = await evaluateSystem(here.context, questionAbout(here.root, asking));
  if (answer.kind !== "unavailable") throw new Error("it was evaluated");
  return answer.reason;
}

const said = (source: string, value: unknown, where = file) => ({
  file: where,
  source,
  value,
  elements: null,
});
const data = (...values: string[]) => values.map((value) => ({ source: JSON.stringify(value), value }));

describe.skipIf(!requireTools("nix"))("asking the real module system", () => {
  it("sees what syntax cannot: inline modules, map, let, calls, conditions", async () => {
    const here = systemWorld({
      [configuration]: `{ config, lib, pkgs, ... }:
        let settings = { modesetting.enable = false; }; in
        {
          imports = [ { hardware.nvidia.open = false; } ] ++ map (name: ./modules + "/\${name}.nix") [ "ld" "cold" ];
          hardware.nvidia = lib.mkMerge [ settings (lib.genAttrs [ "nvidiaSettings" ] (_: lib.mkForce false)) ];
          services.xserver.videoDrivers = lib.mkIf (config.networking.hostName == "box") [ "nvidia" ];
          networking.hostName = "box";
        }`,
      "etc/nixos/modules/ld.nix": "{ ... }: { programs.nix-ld.enable = true; }",
      "etc/nixos/modules/cold.nix": "{ lib, ... }: lib.mkIf false { programs.direnv.enable = true; }",
    });
    const { options, release } = await ask(here, {
      options: [
        "hardware.nvidia.open",
        "hardware.nvidia.modesetting.enable",
        "hardware.nvidia.nvidiaSettings",
        "services.xserver.videoDrivers",
        "programs.nix-ld.enable",
        "programs.direnv.enable",
        "hardware.graphics.enable",
        "hardware.nvidia.nonesuch",
      ],
    });
    expect(release).toBe("26.05");
    expect(options).toEqual({
      "hardware.nvidia.open": { priority: 100, definitions: [said("false", false)] },
      "hardware.nvidia.modesetting.enable": { priority: 100, definitions: [said("false", false)] },
      "hardware.nvidia.nvidiaSettings": { priority: 50, definitions: [said("false", false)] },
      "services.xserver.videoDrivers": {
        priority: 100,
        definitions: [{ file, source: '[ "nvidia" ]', value: ["nvidia"], elements: data("nvidia") }],
      },
      "programs.nix-ld.enable": {
        priority: 100,
        definitions: [said("true", true, "/etc/nixos/modules/ld.nix")],
      },
      // Under a condition that does not hold, and nowhere: nobody sets them.
      "programs.direnv.enable": { priority: 100, definitions: [] },
      "hardware.graphics.enable": { priority: 100, definitions: [] },
    });
    expect(leftovers(here)).toEqual([]);
  });

  it("leaves our own module out, by whatever path it is imported", async () => {
    const here = systemWorld({
      [configuration]: "{ imports = [ ./linked/nixtorch.nix ./nixtorch.nix ]; }",
      "etc/nixos/nixtorch.nix": "{ hardware.nvidia.open = true; }",
    });
    symlinkSync(".", join(here.root, "etc/nixos/linked"));
    const { options } = await ask(here, {
      options: ["hardware.nvidia.open"],
      own: ["/etc/nixos/linked/nixtorch.nix", "/etc/nixos/nixtorch.nix"],
    });
    expect(options["hardware.nvidia.open"]?.definitions).toEqual([]);
  });

  it("knows settings inside an option, with their own priorities", async () => {
    const here = systemWorld({
      [configuration]: `{ lib, ... }: {
        nix.settings = lib.mkIf true {
          experimental-features = lib.mkMerge [ (lib.mkDefault [ "never" ]) [ "flakes" ] ];
          extra-substituters = lib.mkForce [ "https://cache.example" ];
        };
      }`,
      "etc/nixos/other.nix": "{ }",
    });
    const { options } = await ask(here, {
      options: [
        "nix.settings.experimental-features",
        "nix.settings.extra-substituters",
        "nix.settings.trusted-public-keys",
      ],
    });
    expect(options).toMatchObject({
      "nix.settings.experimental-features": {
        priority: 100,
        definitions: [{ file, elements: data("flakes") }],
      },
      "nix.settings.extra-substituters": {
        priority: 50,
        definitions: [{ value: ["https://cache.example"] }],
      },
      "nix.settings.trusted-public-keys": { definitions: [] },
    });
  });

  it("recognises packages: the driver by any of its names, libraries among others", async () => {
    const here = systemWorld({
      [configuration]: `{ config, pkgs, ... }: {
        hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.stable;
        programs.nix-ld.libraries = with pkgs; [ tmux libGL ];
      }`,
    });
    const { options } = await ask(here, {
      options: ["hardware.nvidia.package", "programs.nix-ld.libraries"],
      drivers: ["legacy_580", "production", "stable"],
      packages: ["zlib", "libGL", "xorg.libX11", "no.such"],
    });
    expect(options).toMatchObject({
      "hardware.nvidia.package": {
        definitions: [said("config.boot.kernelPackages.nvidiaPackages.production", undefined)],
      },
      "programs.nix-ld.libraries": {
        definitions: [{ elements: [{ source: "a package" }, { source: "pkgs.libGL" }] }],
      },
    });
  });

  it("finds the file behind an old name that nixpkgs passes on", async () => {
    const here = systemWorld({
      [configuration]: "{ lib, ... }: { hardware.opengl.enable = lib.mkDefault true; }",
    });
    const { options } = await ask(here, {
      options: ["hardware.graphics.enable"],
      former: { "hardware.graphics.enable": ["hardware.opengl.enable"] },
    });
    expect(options).toEqual({
      "hardware.graphics.enable": { priority: 1000, definitions: [said("true", true)] },
    });
  });

  it("calls a predicate instead of reading it", async () => {
    const predicateOf = async (source: string) => {
      const here = systemWorld({
        [configuration]: `{ lib, ... }: { imports = [ { nixpkgs.config.allowUnfreePredicate = ${source}; } ]; }`,
      });
      const { options } = await ask(here, {
        options: ["nixpkgs.config.allowUnfreePredicate"],
        unfree: ["nvidia-x11", "nvidia-settings"],
      });
      return options["nixpkgs.config.allowUnfreePredicate"]?.definitions[0]?.source;
    };
    expect(await predicateOf('pkg: lib.hasPrefix "nvidia-x" (lib.getName pkg)')).toBe(
      'pkg: builtins.elem (lib.getName pkg) [ "nvidia-x11" ]',
    );
    expect(await predicateOf("_: true")).toBe("_: true");
    // This one asks for more than a name: it is left to syntax, and the rest is answered all the same.
    expect(await predicateOf("pkg: pkg.meta.homepage == null")).toBeUndefined();
  });

  it("sees that the system's own packages allow what is unfree", async () => {
    const here = systemWorld({
      [configuration]:
        "{ nixpkgs.pkgs = import <nixpkgs> { config.allowUnfree = true; }; nixpkgs.config.allowUnfree = false; }",
    });
    const { options } = await ask(here, { options: ["nixpkgs.config.allowUnfree"] });
    expect(options["nixpkgs.config.allowUnfree"]?.definitions).toEqual([said("true", true)]);
  });

  it("is asked once, until a file of the configuration changes", async () => {
    const here = systemWorld({
      [configuration]:
        '{ imports = map (name: ./mods + "/${name}") (builtins.attrNames (builtins.readDir ./mods)); }',
      "etc/nixos/mods/a.nix": "{ hardware.nvidia.open = true; }",
    });
    const open = async () =>
      (await ask(here, { options: ["hardware.nvidia.open"] })).options["hardware.nvidia.open"]?.definitions
        .length;
    expect(await open()).toBe(1);
    here.started();
    expect(await open()).toBe(1);
    expect(here.started()).toEqual([]);
    writeFileSync(join(here.root, "etc/nixos/mods/b.nix"), "{ hardware.nvidia.open = true; }");
    expect(await open()).toBe(2);
  });

  it("gives the message of a configuration that NixOS refuses, in its own words", async () => {
    const here = systemWorld({ [configuration]: "{ hardware.nvidia.opne = true; }" });
    expect(await reasonNotTo(here, { options: ["hardware.nvidia.open"] })).toMatchObject({
      severity: "warning",
      code: "NT439",
      detail: expect.stringContaining("The option `hardware.nvidia.opne' does not exist."),
    });
  });

  it("builds nothing: what is imported from a build is left to syntax", async () => {
    const here = systemWorld({
      [configuration]: '{ pkgs, ... }: { hardware.nvidia.open = import (pkgs.writeText "open.nix" "true"); }',
    });
    expect(await reasonNotTo(here, { options: ["hardware.nvidia.open"] })).toMatchObject({
      code: "NT437",
      detail: expect.stringContaining("planning builds nothing"),
    });
  });

  it("asks no network when offline", async () => {
    const here = systemWorld({
      [configuration]: '{ imports = [ (fetchTarball "https://nixtorch.example/hardware.tar.gz") ]; }',
    });
    const offline = { ...here, ...here.with({ offline: true }) };
    expect(await reasonNotTo(offline, { options: ["hardware.nvidia.open"] })).toMatchObject({
      code: "NT437",
      detail: expect.stringContaining("--offline"),
    });
  }, 30_000);

  it("takes the answers of another release for none", async () => {
    const here = systemWorld({ [configuration]: "{ }" }, "25.11");
    const { detail } = await reasonNotTo(here, { options: ["hardware.nvidia.open"] });
    expect(detail).toMatch(/is of NixOS 25\.11, and this plan is made for 26\.05/);
  });
});

describe.skipIf(!requireTools("nix", "git"))("asking about a flake's host", () => {
  const flake = (url: string) => `{
    inputs.nixpkgs.url = "${url}";
    outputs = { nixpkgs, ... }@inputs: {
      nixosConfigurations = import ./hosts { inherit (nixpkgs) lib; };
    };
  }`;
  const hosts = `{ lib }: builtins.mapAttrs (name: module: lib.nixosSystem {
    modules = [ module ../common.nix { nixpkgs.hostPlatform = "x86_64-linux"; networking.hostName = name; } ];
  }) { box = ./box.nix; other = { }; }`;
  const files = {
    "home/me/nixos/flake.nix": flake(stub("26.05")),
    "home/me/nixos/hosts/default.nix": hosts,
    "home/me/nixos/hosts/box.nix": "{ imports = [ ../nixtorch.nix ]; hardware.nvidia.open = false; }",
    "home/me/nixos/nixtorch.nix": "{ hardware.graphics.enable = true; }",
    "home/me/nixos/common.nix": "{ lib, ... }: { programs.nix-ld.enable = lib.mkForce true; }",
  };
  const asking = {
    flake: { directory: "/home/me/nixos", host: "box" },
    own: ["/home/me/nixos/nixtorch.nix"],
    options: ["hardware.nvidia.open", "hardware.graphics.enable", "programs.nix-ld.enable"],
  };

  it.each([
    ["in a directory", false],
    ["in a git repository", true],
  ])("%s: follows modules, and names their files as the person does", async (_what, inGit) => {
    const here = systemWorld(files);
    if (inGit) {
      const git = (...args: string[]) =>
        execFileSync("git", ["-C", join(here.root, "home/me"), ...args], {
          env: { ...process.env, HOME: here.root },
        });
      git("init", "--quiet");
      git("add", ".");
    }
    const { options, source } = await ask(here, asking);
    expect(source.shown).toBe(`nixosConfigurations.box of ${here.root}/home/me/nixos`);
    expect(options).toEqual({
      "hardware.nvidia.open": {
        priority: 100,
        definitions: [said("false", false, "/home/me/nixos/hosts/box.nix")],
      },
      "hardware.graphics.enable": { priority: 100, definitions: [] },
      "programs.nix-ld.enable": {
        priority: 50,
        definitions: [said("true", true, "/home/me/nixos/common.nix")],
      },
    });
  });

  it("names the hosts there are when the one that is asked for is not among them", async () => {
    const here = systemWorld(files);
    const { code, detail } = await reasonNotTo(here, {
      ...asking,
      flake: { directory: "/home/me/nixos", host: "tower" },
    });
    expect(code).toBe("NT437");
    expect(detail).toContain("nixosConfigurations.tower");
    expect(detail).toContain("the flake has box, other");
  });
});

describe("where nothing can be asked, the reason is told", () => {
  const plain = { [configuration]: "{ }" };
  const reasonWith = async (nix: string | null, change: (here: SystemWorld) => void = () => {}) => {
    const here = systemWorld(plain);
    change(here);
    const PATH = nix === null ? "/nowhere" : pathWith(here.directory, { nix });
    const { code, detail } = await reasonNotTo({ ...here, ...here.with({ env: { PATH } }) });
    return `${code} ${detail}`;
  };

  it("without Nix", async () => {
    expect(await reasonWith(null)).toContain(
      "NT437 Nix was not asked about the system: there is no nix on PATH",
    );
  });

  it("with a Nix that is too old, and one without a store", async () => {
    expect(await reasonWith("echo \"error: unrecognised flag '--impure'\" >&2; exit 1")).toContain("too old");
    expect(await reasonWith("echo 'error: cannot connect to daemon' >&2; exit 1")).toContain(
      "cannot use its store",
    );
  });

  it("without a channel, and without a configuration", async () => {
    const here = systemWorld(plain);
    expect((await reasonNotTo(here, { root: join(here.root, "etc") })).detail).toMatch(
      /there is no .*configuration\.nix/,
    );
    mkdirSync(join(here.root, "bare/etc/nixos"), { recursive: true });
    writeFileSync(join(here.root, "bare", configuration), "{ }");
    expect((await reasonNotTo(here, { root: join(here.root, "bare") })).detail).toContain(
      "no nixpkgs was found",
    );
  });

  it.each([
    ["timeout", "it took longer than 5 minutes"],
    ["cancelled", "it was interrupted"],
  ] as const)("when Nix does not get to its end: %s", async (outcome, reason) => {
    const here = systemWorld(plain);
    const system: System = {
      ...here.context.system,
      which: () => "/bin/sh",
      run: ({ program, timeoutMs }) =>
        Promise.resolve({
          command: program,
          outcome,
          exitCode: null,
          stdout: "",
          stderr: "",
          durationMs: timeoutMs,
        }),
    };
    const { detail } = await reasonNotTo({ ...here, context: { ...here.context, system } });
    expect(detail).toContain(`system: ${reason}.`);
  });
});
