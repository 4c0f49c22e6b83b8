import { describe, expect, it } from "vitest";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { systemFrom } from "../../../src/resources/nixos-module/index.js";
import { systemDesire } from "./desire.js";
import { configuration, observed, plannedModule, type Files } from "./observed.js";

const caches = systemDesire().cudaCaches;

function read(person: string | Files, release = "26.05") {
  const { nvidia, understood, not } = systemFrom(observed(person).walked, release, caches);
  return {
    nvidia,
    understood: Object.fromEntries(understood.map(({ path, value }) => [path.join("."), value])),
    not: not.map(({ what, line, why }) => `${line} ${what}: ${why}`),
  };
}

const laptop = `{ config, pkgs, lib, ... }:
{
  imports = [ ./gpu.nix ];
  services.xserver.videoDrivers = [ "nvidia" ];
  hardware.graphics = {
    enable = true;
    enable32Bit = true;
    extraPackages = [ pkgs.vaapi ];
  };
  programs.nix-ld = { enable = true; libraries = with pkgs; [ zlib xorg.libX11 ]; };
  programs.direnv.enable = true;
  virtualisation.docker.enable = true;
}
`;
const gpu = `{ config, ... }:
{
  hardware.nvidia = {
    modesetting.enable = true;
    open = false;
    nvidiaSettings = true;
    powerManagement.enable = false;
    powerManagement.finegrained = true;
    package = config.boot.kernelPackages.nvidiaPackages.stable;
    prime = {
      offload = { enable = true; enableOffloadCmd = true; };
      intelBusId = "PCI:0:2:0";
      nvidiaBusId = "PCI:1:0:0";
    };
    videoAcceleration = true;
  };
  hardware.nvidia-container-toolkit.enable = true;
}
`;

describe("a person's NVIDIA section as a config", () => {
  it("has every key that the config has one for, and lists the rest", () => {
    expect(read({ [configuration]: laptop, "/etc/nixos/gpu.nix": gpu })).toEqual({
      nvidia: true,
      understood: {
        "system.driver.branch": "stable",
        "system.driver.open": false,
        "system.powerManagement.finegrained": true,
        "system.prime.mode": "offload",
        "system.prime.nvidiaBusId": "PCI:1:0:0",
        "system.prime.intelBusId": "PCI:0:2:0",
        "system.graphics32Bit": true,
        "system.nixLd.libraries": ["zlib", "xorg.libX11"],
        "system.containerToolkit": true,
        "system.direnv": true,
      },
      not: [
        "8 hardware.graphics.extraPackages: no key of nixtorch.config.ts has it, so it stays in your configuration",
        "4 hardware.nvidia.modesetting.enable: no key of nixtorch.config.ts has it, so it stays in your configuration",
        "6 hardware.nvidia.nvidiaSettings: no key of nixtorch.config.ts has it, so it stays in your configuration",
        "11 hardware.nvidia.prime.offload.enableOffloadCmd: no key of nixtorch.config.ts has it, so it stays in your configuration",
        "15 hardware.nvidia.videoAcceleration: no key of nixtorch.config.ts has it, so it stays in your configuration",
      ],
    });
  });

  it("has places", () => {
    const { understood } = systemFrom(
      observed({ [configuration]: laptop, "/etc/nixos/gpu.nix": gpu }).walked,
      "26.05",
      caches,
    );
    expect(understood.find(({ path }) => path.at(-1) === "open")).toMatchObject({
      file: "/etc/nixos/gpu.nix",
      line: 5,
    });
  });

  it("is none without an NVIDIA driver", () => {
    expect(read('{ services.xserver.videoDrivers = [ "amdgpu" ]; hardware.nvidia.open = true; }')).toEqual({
      nvidia: false,
      understood: {},
      not: [],
    });
  });

  it("is read by the names of its release", () => {
    const old = `{ config, ... }: {
      services.xserver.videoDrivers = [ "nvidia" ];
      hardware.opengl = { enable = true; driSupport = true; driSupport32Bit = true; };
      virtualisation.docker.enableNvidia = true;
    }`;
    expect(read(old, "23.11").understood).toEqual({
      "system.graphics32Bit": true,
      "system.containerToolkit": true,
    });
    expect(read(old, "26.05").understood).toEqual({ "system.graphics32Bit": true });
  });

  it("says why something is not understood", () => {
    const text = `{ config, lib, x, ... }: {
  services.xserver.videoDrivers = [ "nvidia" ];
  hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.mkDriver { };
  hardware.nvidia.open = x.open;
  hardware.nvidia.powerManagement.enable = lib.mkIf x.laptop true;
  hardware.nvidia.prime.nvidiaBusId = "PCI:1:0:0";
}`;
    expect(read(text)).toEqual({
      nvidia: true,
      understood: {},
      not: [
        "3 hardware.nvidia.package: it is no driver of the kernel's own set by its name",
        "4 hardware.nvidia.open: only NixOS can compute its value",
        "5 hardware.nvidia.powerManagement.enable: it depends on a condition",
        "6 system.prime.nvidiaBusId: none of offload, sync and reverseSync is enabled, so it has no effect",
      ],
    });
  });

  it("says what counts where options are set twice", () => {
    const forced = `{ lib, ... }: {
      services.xserver.videoDrivers = [ "nvidia" ];
      hardware.nvidia.open = lib.mkDefault false;
      imports = [ { hardware.nvidia.open = true; } ];
    }`;
    expect(read(forced).understood).toEqual({ "system.driver.open": true });
  });

  it("takes the caches for asked for only where they are those of the config", () => {
    const cached = (url: string) =>
      read(
        `{ services.xserver.videoDrivers = [ "nvidia" ]; nix.settings.extra-substituters = [ "${url}" ]; }`,
      ).understood;
    expect(cached(caches[0]!.url)).toEqual({ "system.caches": true });
    expect(cached("https://cache.example")).toEqual({});
  });
});

describe("the module for a config that was read so", () => {
  it("has nothing to say of what was understood", () => {
    const files = { [configuration]: laptop, "/etc/nixos/gpu.nix": gpu };
    const { change, content } = plannedModule(files, {
      driver: "production",
      open: false,
      system: {
        prime: { mode: "offload", nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0", amdgpuBusId: null },
        powerManagement: { enable: false, finegrained: true },
        graphics32Bit: true,
        nixLd: { enable: true, libraries: ["zlib", "xorg.libX11"] },
        containerToolkit: true,
        direnv: true,
      },
    });
    expect(change.action).toBe("create");
    expect(assignments(content ?? "").map(({ option }) => option)).toEqual([
      "nixpkgs.config.allowUnfreePredicate",
      "programs.direnv.nix-direnv.enable",
      "nix.settings.experimental-features",
    ]);
  });
});
