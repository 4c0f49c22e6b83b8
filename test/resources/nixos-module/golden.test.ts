import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { observeModule, planModule } from "../../../src/resources/nixos-module/index.js";
import { walkConfiguration } from "../../../src/resources/nixos-walk.js";
import { compareDotted } from "../../../src/model/version.js";
import { plainSystem } from "../../../src/model/plain-system.js";
import { find, requireTools } from "../../support/tools.js";
import { machineDesire, machineNames } from "./machines.js";

const fixture = (path: string) => fileURLToPath(new URL(`../../fixtures/nixos/${path}`, import.meta.url));
const place = { root: "/", module: plainSystem.module };
const bare = memorySystem({ "/etc/nixos/configuration.nix": "{ ... }: { }\n" });

function rendered(name: string): string {
  const { content } = planModule(
    observeModule(bare, place, walkConfiguration(bare, place, null)),
    machineDesire(name),
  );
  return content ?? "";
}

interface KnownOption {
  readonly option: string;
  readonly since?: string;
  readonly until?: string;
}

/** Options by release, from facts/nixos-options.json (`check.since`, `check.until`); see README.md beside it. */
const known = JSON.parse(readFileSync(fixture("options.json"), "utf8")) as readonly KnownOption[];

function isKnown(option: string, release: string): boolean {
  const newest = release === "unstable";
  return known.some(
    (one) =>
      one.option === option &&
      (one.since === undefined || newest || compareDotted(release, one.since) >= 0) &&
      (one.until === undefined || (!newest && compareDotted(release, one.until) <= 0)),
  );
}

describe("nixtorch.nix", () => {
  it.each(machineNames)("reads for %s as an expert wrote it", async (name) => {
    await expect(rendered(name)).toMatchFileSnapshot(fixture(`golden/${name}.nix`));
  });

  it.skipIf(!requireTools("nixfmt")).each(machineNames)("is laid out for %s as nixfmt would", (name) => {
    const text = rendered(name);
    expect(execFileSync("nixfmt", ["-"], { input: text, encoding: "utf8", stdio: "pipe" })).toBe(text);
  });

  it.each(machineNames)("names for %s only options that the release has", (name) => {
    const { release } = machineDesire(name);
    const set = assignments(rendered(name)).map((one) => one.option);
    expect(set.length).toBeGreaterThan(1);
    expect(set.filter((option) => !isKnown(option, release))).toEqual([]);
  });
});

/** The arguments of a module, as far as ours uses them. */
const moduleArguments = `{
  config.boot.kernelPackages.nvidiaPackages = builtins.listToAttrs (map
    (name: { inherit name; value = name; }) [ "production" "latest" "legacy_580" ]);
  options.programs.nix-ld.libraries.default = [ "base" ];
  lib.getName = package: package.pname;
  pkgs = { zlib = "zlib"; libGL = "libGL"; glib = "glib"; xorg.libX11 = "libX11"; };
}`;

describe.skipIf(!requireTools("nix") || find("nix-instantiate") === null)("evaluated by real Nix", () => {
  /** Every module, with functions asked instead of shown. */
  const evaluated: Record<string, Record<string, any>> = JSON.parse(
    execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-"], {
      encoding: "utf8",
      input: `let
        ask = module: module // {
          nixpkgs = map (pname: [ pname (module.nixpkgs.config.allowUnfreePredicate { inherit pname; }) ])
            (if module ? nixpkgs then [ "nvidia-x11" "nvidia-kernel-modules" "nvidia-dc" "steam" ] else [ ]);
        };
      in builtins.mapAttrs (_: path: ask (import path (${moduleArguments}))) {
        ${machineNames.map((name) => `"${name}" = ${fixture(`golden/${name}.nix`)};`).join("\n")}
      }`,
    }),
  );

  it("takes the driver that was chosen from the configured kernel", () => {
    const drivers = machineNames.map((name) => evaluated[name]?.["hardware"]?.nvidia?.package ?? null);
    const chosen = machineNames.map((name) => {
      const { system, resolution } = machineDesire(name);
      return system.datacenter ? null : (resolution.driver?.value ?? null);
    });
    expect(drivers).toEqual(chosen);
  });

  it("allows the driver's packages, and no other unfree ones", () => {
    const allowed = (name: string) =>
      ((evaluated[name]?.["nixpkgs"] ?? []) as [string, boolean][])
        .filter(([, yes]) => yes)
        .map(([pname]) => pname);
    expect(allowed("ada-26.05")).toEqual(["nvidia-x11"]);
    expect(allowed("pascal-26.05")).toEqual(["nvidia-x11", "nvidia-kernel-modules"]);
    expect(allowed("fabric-unstable")).toEqual(["nvidia-dc"]);
    expect(allowed("cpu-26.05")).toEqual([]);
  });

  it("adds libraries to nix-ld's own", () => {
    expect(evaluated["ada-26.05"]?.["programs"]["nix-ld"].libraries).toEqual(["zlib", "libGL", "libX11"]);
    expect(evaluated["old-nix-ld-23.11"]?.["programs"]["nix-ld"].libraries).toEqual([
      "base",
      "libGL",
      "glib",
    ]);
  });
});
