import { describe, expect, it } from "vitest";
import type { EvaluatedDefinition, EvaluatedOptions } from "../../../src/lang/nix/evaluated-options.js";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { askedOptions } from "../../../src/resources/nixos-module/index.js";
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
