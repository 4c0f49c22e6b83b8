import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import type { StagedLock } from "../../../src/model/stage.js";
import { planFlakeLock, unplanFlakeLock } from "../../../src/resources/flake-lock/index.js";

function lock(ref: string, rev: string, lastModified: number): string {
  const original = { owner: "NixOS", ref, repo: "nixpkgs", type: "github" };
  const locked = { lastModified, narHash: "sha256-x", owner: "NixOS", repo: "nixpkgs", rev, type: "github" };
  const nodes = { nixpkgs: { locked, original }, root: { inputs: { nixpkgs: "nixpkgs" } } };
  return JSON.stringify({ nodes, root: "root", version: 7 });
}
const spring = lock("nixos-26.05", "0123456789abcdef0123456789abcdef01234567", Date.UTC(2026, 4, 30) / 1000);
const summer = lock("nixos-26.05", "89abcdef0123456789abcdef0123456789abcdef", Date.UTC(2026, 6, 1) / 1000);
const autumn = lock("nixos-26.11", "fedcba9876543210fedcba9876543210fedcba98", Date.UTC(2026, 10, 9) / 1000);

function plan(text: string | null, staged: StagedLock) {
  const world = memorySystem(text === null ? {} : { "/p/flake.lock": text });
  return planFlakeLock(world.read("/p/flake.lock"), staged, {});
}

describe("flake.lock", () => {
  it("is created with the revision and date of nixpkgs", () => {
    expect(plan(null, { kind: "computed", content: spring }).change).toMatchObject({
      action: "create",
      details: [{ key: "nixpkgs", before: null, after: "nixos-26.05 0123456 (2026-05-30)" }],
    });
  });

  it("tells a newer revision from another release", () => {
    const newer = plan(spring, { kind: "computed", content: summer }).change;
    expect(newer.reason).toBe("moves nixpkgs to a newer revision");
    expect(newer.details).toEqual([
      {
        key: "nixpkgs",
        before: "nixos-26.05 0123456 (2026-05-30)",
        after: "nixos-26.05 89abcde (2026-07-01)",
      },
    ]);
    const other = plan(spring, { kind: "computed", content: autumn }).change;
    expect(other.reason).toBe("flake.nix asks for another nixpkgs than the one that is pinned");
  });

  it("shows what a local checkout has instead of a revision", () => {
    const content = JSON.stringify({
      nodes: {
        n: { locked: { narHash: "sha256-RHfAOLS8e6o/O7jf", type: "path" }, original: { type: "path" } },
        root: { inputs: { nixpkgs: "n" } },
      },
      root: "root",
      version: 7,
    });
    const { details } = plan(null, { kind: "computed", content }).change;
    expect(details).toEqual([{ key: "nixpkgs", before: null, after: "sha256-RHfAOLS8e6o/" }]);
  });

  it("is written over merge markers when Nix made it anew", () => {
    const { change, actions } = plan("<<<<<<< HEAD", { kind: "computed", content: summer });
    expect(change.details).toMatchObject([{ before: null, after: "nixos-26.05 89abcde (2026-07-01)" }]);
    expect(actions).toMatchObject([{ type: "write-file", content: summer }]);
  });

  it("is known after apply without Nix, and needs a download then", () => {
    const staged = { kind: "unknown", reason: "no nix on PATH", diagnostics: [] } as const;
    expect(plan(null, staged)).toMatchObject({
      change: { action: "create", after: "known-after-apply", needs: [{ kind: "download" }] },
      actions: [{ type: "make-lock", address: "project.flake_lock" }],
      content: null,
    });
    expect(plan(spring, staged).change).toMatchObject({ action: "update", after: "known-after-apply" });
  });
});

describe("flake.lock when the environment goes", () => {
  it("goes with the flake, if it is as nixtorch had it made", () => {
    const made = plan(null, { kind: "computed", content: spring });
    const observe = (text: string) => memorySystem({ "/p/flake.lock": text }).read("/p/flake.lock");
    const removal = { baseline: made.baseline, origin: null };
    expect(unplanFlakeLock(observe(spring), removal).change.action).toBe("delete");
    const updated = unplanFlakeLock(observe(summer), removal);
    expect(updated.change.action).toBe("no-op");
    expect(updated.diagnostics[0]?.detail).toContain("changed since nixtorch wrote it");
    expect(updated.diagnostics[0]?.hint).toContain("rm flake.lock");
  });

  it("keeps the record of where it comes from while it satisfies", () => {
    const { baseline } = plan(null, { kind: "computed", content: spring });
    const world = memorySystem({ "/p/flake.lock": spring });
    expect(planFlakeLock(world.read("/p/flake.lock"), { kind: "kept" }, baseline).baseline).toEqual(baseline);
  });
});
