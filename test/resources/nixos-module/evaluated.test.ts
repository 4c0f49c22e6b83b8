import { describe, expect, it } from "vitest";
import type { EvaluatedDefinition, EvaluatedOptions } from "../../../src/lang/nix/evaluated-options.js";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { askedOptions, sideEffectFindings } from "../../../src/resources/nixos-module/index.js";
import { systemDesire } from "./desire.js";
import { configuration, plannedModule } from "./observed.js";

const open = "hardware.nvidia.open";

function evaluated(
  option: string,
  priority: number,
  ...definitions: Partial<EvaluatedDefinition>[]
): EvaluatedOptions {
  const whole = (one: Partial<EvaluatedDefinition>): EvaluatedDefinition => ({
    file: configuration,
    source: JSON.stringify(one.value),
    value: undefined,
    elements: null,
    ...one,
  });
  return { [option]: { priority, definitions: definitions.map(whole) } };
}

describe("what the real module system says", () => {
  it("counts before what is read from syntax, and has its place from there", () => {
    const { diagnostics, change } = plannedModule("{ lib, f, ... }: {\n  hardware.nvidia.open = f 1;\n}", {
      evaluated: evaluated(open, 100, { value: false }),
    });
    expect(change.action).toBe("conflict");
    expect(diagnostics).toMatchObject([
      { code: "NT412", place: { file: configuration, line: 2, column: 3 } },
    ]);
    expect(diagnostics[0]?.detail).toContain(
      "configuration.nix:2 sets hardware.nvidia.open to `false` (evaluated)",
    );
  });

  it("tells of files that syntax does not lead to", () => {
    const { diagnostics } = plannedModule("{ f, ... }: { imports = f ./mods; }", {
      evaluated: evaluated(open, 100, { file: "/etc/nixos/mods/gpu.nix", value: false }),
    });
    expect(diagnostics).toMatchObject([{ code: "NT412", place: { file: "/etc/nixos/mods/gpu.nix" } }]);
    expect(diagnostics[0]?.place).not.toHaveProperty("line");
  });

  it("that nobody sets an option settles what could not be read", () => {
    const { diagnostics, content } = plannedModule("{ config = import ./n.nix; }", {
      evaluated: Object.fromEntries(
        [...askedOptions(systemDesire()), "nixpkgs.config.allowUnfreePredicate"].map((option) => [
          option,
          { priority: 1500, definitions: [] },
        ]),
      ),
    });
    expect(diagnostics).toEqual([]);
    expect(content).toContain("hardware.nvidia");
  });

  it("shows that a file which is not valid Nix is in nobody's way", () => {
    const files = {
      [configuration]: "{ lib, ... }: { imports = lib.optional false ./broken.nix; }",
      "/etc/nixos/broken.nix": "{ a = ; }",
    };
    expect(plannedModule(files).diagnostics).toMatchObject([{ code: "NT418", severity: "error" }]);
    const { diagnostics } = plannedModule(files, { evaluated: {} });
    expect(diagnostics).toMatchObject([{ code: "NT418", severity: "warning" }]);
  });

  it("leaves a condition that does not hold out of it", () => {
    const { diagnostics } = plannedModule("{ lib, c, ... }: { hardware.nvidia.open = lib.mkIf c false; }", {
      evaluated: evaluated(open, 1500),
    });
    expect(diagnostics).toEqual([]);
  });

  it("is told apart from what was read", () => {
    const { diagnostics } = plannedModule(
      "{ hardware.nvidia.open = false; hardware.nvidia.powerManagement.enable = false; }",
      {
        evaluated: evaluated(open, 100, { value: false }),
        system: { powerManagement: { enable: true, finegrained: false } },
      },
    );
    expect(
      diagnostics.map(({ detail }) => /\((evaluated|read from syntax)\)/.exec(detail ?? "")?.[1]),
    ).toEqual(["evaluated", "read from syntax"]);
  });

  it("names the driver as syntax does, and says nothing of nixpkgs' own defaults", () => {
    const { content, diagnostics } = plannedModule("{ }", {
      evaluated: {
        ...evaluated("hardware.nvidia.package", 100, {
          source: "config.boot.kernelPackages.nvidiaPackages.production",
        }),
        ...evaluated("hardware.nvidia.open", 1000, {
          file: "/nix/store/x-source/nixos/modules/hardware/video/nvidia.nix",
          value: false,
        }),
      },
    });
    expect(diagnostics).toEqual([]);
    const options = assignments(content ?? "{ }").map(({ option }) => option);
    expect(options).not.toContain("hardware.nvidia.package");
    expect(options).toContain(open);
  });
});

describe("what changes with our module in place", () => {
  const own = "/etc/nixos/nixtorch.nix";
  const ours = `{ hardware.nvidia.open = true; }`;
  const found = (before: EvaluatedOptions, after: EvaluatedOptions, text = ours) =>
    sideEffectFindings(systemDesire(), { before, after, module: { text, file: own } });
  const nothing = evaluated(open, 100);

  it("is an error where ours would have no effect, with the way to keep theirs", () => {
    const [finding, ...more] = found(nothing, evaluated(open, 50, { value: false }));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", code: "NT416", place: { file: configuration } });
    expect(finding?.detail).toContain("sets hardware.nvidia.open to `false` (evaluated) as soon as");
    expect(finding?.hint).toContain("system: { driver: { open: false } }");
  });

  it("is an error where theirs ends, and ours had left the option to it", () => {
    const theirs = evaluated(open, 100, { value: true });
    expect(found(theirs, nothing, "{ }")).toMatchObject([{ severity: "error", code: "NT416" }]);
  });

  it("is nothing where ours counts, where theirs is the same, and where it was known without ours", () => {
    const forced = evaluated(open, 50, { value: false });
    expect(found(nothing, evaluated(open, 100, { file: own, value: true }))).toEqual([]);
    expect(found(nothing, evaluated(open, 50, { value: true }))).toEqual([]);
    expect(found(forced, forced)).toEqual([]);
    expect(found(forced, forced, "{ }")).toEqual([]);
  });

  it("is nothing for a matter of taste", () => {
    const modesetting = "hardware.nvidia.modesetting.enable";
    const after = evaluated(modesetting, 50, { value: false });
    expect(found(evaluated(modesetting, 100), after, `{ ${modesetting} = true; }`)).toEqual([]);
  });

  it("is an error for a list that theirs replaces, unless it has the same in it", () => {
    const drivers = "services.xserver.videoDrivers";
    const after = (name: string) =>
      evaluated(drivers, 50, { elements: [{ source: `"${name}"`, value: name }], value: [name] });
    const text = `{ ${drivers} = [ "nvidia" ]; }`;
    expect(found(evaluated(drivers, 100), after("modesetting"), text)).toMatchObject([{ code: "NT416" }]);
    expect(found(evaluated(drivers, 100), after("nvidia"), text)).toEqual([]);
  });
});
