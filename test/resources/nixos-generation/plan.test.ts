import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/model/digest.js";
import type { Change } from "../../../src/model/plan.js";
import { plainSystem } from "../../../src/model/plain-system.js";
import {
  planGeneration,
  unplanGeneration,
  type AppliedFiles,
  type GenerationFacts,
} from "../../../src/resources/nixos-generation/index.js";
import { systemDesire, type SystemDesireOptions } from "../nixos-module/desire.js";

const here: GenerationFacts = { hostName: "tower", runningRelease: "26.05", flake: null, unreadLock: null };
const after = digestOf("module");

function moduleChange(action: Change["action"], ...options: string[]): Change {
  return {
    address: "system.module",
    action,
    path: "/etc/nixos/nixtorch.nix",
    before: action === "create" ? null : after,
    after,
    details: options.map((key) => ({ key, before: null, after: "true" })),
    reason: "fixture",
    needs: [],
  };
}

function plan(
  changes: readonly Change[] = [moduleChange("create", "hardware.nvidia.open")],
  options: SystemDesireOptions = {},
  facts: Partial<GenerationFacts> = {},
  applied?: AppliedFiles,
) {
  return planGeneration({
    ...(applied && { applied }),
    moduleChanges: changes,
    desire: systemDesire(options),
    facts: { ...here, ...facts },
  });
}

const kinds = (planned: ReturnType<typeof plan>) => planned.change.needs.map((need) => need.kind);

describe("the rebuild", () => {
  it("follows from a changed module", () => {
    const { change, actions, baseline } = plan();
    expect(change).toMatchObject({ action: "update", after: "known-after-apply" });
    expect(actions).toEqual([
      { type: "rebuild", address: "system.generation", method: "channel", host: null, activation: "switch" },
    ]);
    expect(baseline).toEqual({ module: after });
  });

  it("under another root takes the flake of /etc/nixos by name: nixos-rebuild would look here", () => {
    const { actions, diagnostics } = plan(undefined, { root: "/mnt" }, { flake: "/etc/nixos" });
    expect(actions).toMatchObject([{ method: "flake", host: "tower", activation: "build" }]);
    expect(diagnostics[0]?.hint).toContain("/etc/nixos#tower");
    expect(plan(undefined, {}, { flake: "/etc/nixos" }).actions).toMatchObject([{ method: "channel" }]);
  });

  it("is not asked for while the files stay", () => {
    const { change, actions } = plan([moduleChange("no-op")], { baseline: { module: after } });
    expect({ action: change.action, actions }).toEqual({ action: "no-op", actions: [] });
  });

  it("is asked for while the last one was made with another module", () => {
    const { actions } = plan([moduleChange("no-op")], { baseline: { module: digestOf("old") } });
    expect(actions).toHaveLength(1);
  });

  it("is asked for while files were applied that no rebuild was made with", () => {
    const asked = (applied: Partial<AppliedFiles>, baseline: Record<string, string>) =>
      plan([moduleChange("no-op")], { baseline }, {}, { module: {}, import: {}, ...applied }).actions.length;
    const [module, imported] = [{ digest: after }, { import: "./nixtorch.nix" }];
    expect(asked({}, {})).toBe(0);
    expect(asked({ module }, {})).toBe(1);
    expect(asked({ import: imported }, {})).toBe(1);
    expect(asked({ module, import: imported }, { module: after })).toBe(1);
    expect(asked({ module, import: imported }, { module: after, import: "yes" })).toBe(0);
  });

  it("notes that the module was imported", () => {
    const both = [moduleChange("create"), { ...moduleChange("update"), address: "system.import" as const }];
    expect(plan(both).baseline).toEqual({ module: after, import: "yes" });
  });

  it("is asked for alone, and then made with the files as applied", () => {
    const applied = { module: { digest: after }, import: { import: "./nixtorch.nix" } };
    const { actions, baseline } = plan([], {}, {}, applied);
    expect(actions).toHaveLength(1);
    expect(plan([], { baseline }, {}, applied).actions).toEqual([]);
  });

  it("is asked for again if an apply ended before it", () => {
    const baseline = { module: after, owed: "yes" };
    const planned = plan([moduleChange("no-op")], { baseline });
    expect(planned.actions).toHaveLength(1);
    expect(planned.baseline).toEqual({ module: after });
  });

  it("waits for conflicts", () => {
    expect(
      plan([moduleChange("create"), { ...moduleChange("conflict"), address: "system.import" }]).actions,
    ).toEqual([]);
  });

  it("waits for the import that a person has to add, and is due once it is there", () => {
    const given = {
      moduleChanges: [
        moduleChange("create"),
        { ...moduleChange("no-op"), address: "system.import" as const },
      ],
      desire: systemDesire(),
      facts: here,
    };
    const waiting = planGeneration({ ...given, imported: false });
    expect({ action: waiting.change.action, actions: waiting.actions, baseline: waiting.baseline }).toEqual({
      action: "no-op",
      actions: [],
      baseline: {},
    });
    expect(waiting.change.reason).toContain("nothing imports nixtorch.nix yet");
    const applied = { module: { digest: after }, import: {} };
    const moduleChanges = [moduleChange("no-op")];
    expect(planGeneration({ ...given, moduleChanges, applied, imported: true }).actions).toHaveLength(1);
  });

  it("is of the host's flake", () => {
    const flake = { system: { rebuild: { kind: "flake", host: null } } } as const;
    expect(plan(undefined, flake).actions).toMatchObject([{ method: "flake", host: "tower" }]);
    const named = { system: { rebuild: { kind: "flake", host: "rack" } } } as const;
    expect(plan(undefined, named).actions).toMatchObject([{ method: "flake", host: "rack" }]);
  });
});

describe("the rebuild without the module", () => {
  const taken = (changes: readonly Change[], root = "/") =>
    unplanGeneration({ changes, system: plainSystem, root, facts: here, baseline: { module: after } });

  it("follows from its removal, and takes a reboot with the driver", () => {
    const removed = {
      ...moduleChange("delete"),
      details: [{ key: "hardware.nvidia.open", before: "true", after: null }],
    };
    const { change, actions, baseline } = taken([removed]);
    expect(actions).toMatchObject([{ type: "rebuild", method: "channel", activation: "switch" }]);
    expect(change.needs.map(({ kind }) => kind)).toEqual(["sudo", "reboot"]);
    expect(baseline).toEqual({});
  });

  it("is not asked for where the module only loses its header, or stays", () => {
    const released = { ...moduleChange("update"), details: [{ key: "header", before: "# …", after: null }] };
    expect(taken([released]).actions).toEqual([]);
    expect(taken([moduleChange("no-op")])).toMatchObject({ change: { action: "no-op" }, baseline: {} });
  });

  it("waits for what is not settled", () => {
    const { actions, baseline } = taken([moduleChange("delete"), moduleChange("conflict")]);
    expect({ actions, baseline }).toEqual({ actions: [], baseline: { module: after } });
  });

  it("only builds under another root", () => {
    const { actions, diagnostics } = taken([moduleChange("delete")], "/mnt");
    expect(actions).toMatchObject([{ activation: "build" }]);
    expect(diagnostics).toMatchObject([{ code: "NT433" }]);
  });
});

describe("what a rebuild asks of a person", () => {
  it("is a reboot for another driver or kernel module", () => {
    expect(kinds(plan())).toEqual(["sudo", "reboot"]);
    expect(kinds(plan([moduleChange("update", "hardware.nvidia.package")]))).toEqual(["sudo", "reboot"]);
  });

  it("is a new login for nix-ld", () => {
    expect(kinds(plan([moduleChange("update", "programs.nix-ld.libraries")]))).toEqual(["sudo", "login"]);
  });

  it("is else no more than the password", () => {
    expect(kinds(plan([moduleChange("update", "nix.settings.extra-substituters")]))).toEqual(["sudo"]);
  });

  it("is a reboot if that is how it takes effect", () => {
    const changes = [moduleChange("update", "programs.direnv.enable")];
    expect(kinds(plan(changes, { system: { activation: "boot" } }))).toEqual(["sudo", "reboot"]);
  });
});

describe("a rebuild that moves the release", () => {
  it("is told", () => {
    const { diagnostics } = plan(undefined, {}, { runningRelease: "25.11" });
    expect(diagnostics).toMatchObject([{ code: "NT431", severity: "warning" }]);
    expect(diagnostics[0]?.detail).toBe(
      "The machine runs NixOS 25.11, and the next rebuild evaluates 26.05.",
    );
  });

  it("needs the legacy driver of an old card in the configuration first", () => {
    const { diagnostics } = plan(
      undefined,
      { driver: "legacy_580", open: false },
      { runningRelease: "25.11" },
    );
    expect(diagnostics[0]?.detail).toContain("legacy_580");
    expect(diagnostics[0]?.detail).toContain("before the machine is rebuilt with 26.05");
  });

  it("is none when the release stays, or is not known", () => {
    expect(plan().diagnostics).toEqual([]);
    expect(plan(undefined, {}, { runningRelease: null }).diagnostics).toEqual([]);
  });
});

describe("a system with a flake", () => {
  it("elsewhere is not found by a rebuild from the channel", () => {
    const { diagnostics } = plan(undefined, {}, { flake: "/home/ada/nixos" });
    expect(diagnostics).toMatchObject([{ code: "NT432", severity: "warning" }]);
    expect(diagnostics[0]?.hint).toContain('system: { rebuild: { kind: "flake", host: "tower" } }');
  });

  it("in /etc/nixos is found", () => {
    expect(plan(undefined, {}, { flake: "/etc/nixos" }).diagnostics).toEqual([]);
  });
});

describe("a flake.lock whose release is not understood", () => {
  const facts = { unreadLock: "/etc/nixos/flake.lock", runningRelease: "26.05", flake: "/etc/nixos" };

  it("is told, whether or not anything is rebuilt, with the way to say the release", () => {
    for (const changes of [undefined, [moduleChange("no-op")]]) {
      const { diagnostics } = plan(changes, {}, facts);
      expect(diagnostics).toMatchObject([
        { code: "NT434", severity: "warning", place: { file: "/etc/nixos/flake.lock" } },
      ]);
      expect(diagnostics[0]?.hint).toContain('system: { release: "26.05" }');
    }
  });
});

describe("a system under another root", () => {
  it("is at most built and never activated, and the plan says how to", () => {
    const { actions, change, diagnostics } = plan(undefined, { root: "/mnt/new disk" });
    expect(actions).toMatchObject([{ activation: "build" }]);
    expect(change.needs).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "NT433", severity: "info" }]);
    expect(diagnostics[0]?.detail).toContain("built if there is a nixos-rebuild on PATH here");
    expect(diagnostics[0]?.hint).toContain("sudo nixos-enter --root '/mnt/new disk' -c 'nixos-rebuild boot'");
  });

  it("with a flake is activated from it", () => {
    const options = { root: "/mnt", system: { rebuild: { kind: "flake", host: null } } } as const;
    const { diagnostics } = plan(undefined, options, { flake: "/etc/nixos" });
    expect(diagnostics[0]?.hint).toContain(
      "sudo nixos-enter --root /mnt -c 'nixos-rebuild boot --flake /etc/nixos#tower'",
    );
  });
});
