import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { digestOf } from "../../../src/model/digest.js";
import type { StagedLock } from "../../../src/model/stage.js";
import { bestWheel } from "../../../src/resources/uv-lock/downloads.js";
import { installNeeds, namesIn, planUvLock, unplanUvLock } from "../../../src/resources/uv-lock/index.js";
import { repository } from "../../support/project.js";

const fixture = (name: string) => readFileSync(join(repository, "test/fixtures/locks", name), "utf8");
const [before, after] = [fixture("before.uv.lock"), fixture("after.uv.lock")];
const platform = { nixSystem: "x86_64-linux", python: "3.12" };
const inputs = digestOf("inputs");

function plan(text: string | null, staged: StagedLock, baseline = {}) {
  const world = memorySystem(text === null ? {} : { "/p/uv.lock": text });
  return planUvLock(world.read("/p/uv.lock"), staged, baseline, { platform, inputs });
}

describe("uv.lock", () => {
  it("changes as what it means: torch first, then what moves, leaves and comes", () => {
    const { change, actions } = plan(before, { kind: "computed", content: after });
    expect(change.action).toBe("update");
    expect(change.details).toEqual([
      { key: "torch", before: "2.12.1", after: "2.13.0, 2.13.0+cu126" },
      { key: "apex", before: "0.1 (git 0123456)", after: "0.1 (git fedcba9)" },
      { key: "numpy", before: "2.2.0", after: "2.3.0" },
      { key: "old-friend", before: "1.0", after: null },
      { key: "mamba-ssm", before: null, after: "2.2.5" },
      { key: "pywinpty", before: null, after: "3.1.2" },
      { key: "tiny-blas", before: null, after: "1.0" },
      { key: "unasked-for", before: null, after: "1.0" },
    ]);
    expect(actions).toEqual([
      {
        type: "write-file",
        address: "project.uv_lock",
        before: digestOf(before),
        content: after,
        after: digestOf(after),
      },
    ]);
  });

  it("asks for the wheels of this machine, as far as the lock knows their size, and for builds", () => {
    const { change } = plan(before, { kind: "computed", content: after });
    expect(change.needs).toEqual([
      // numpy, its extra's tiny-blas, mamba-ssm's source, apex and torch without a size; nothing of another machine.
      {
        kind: "download",
        detail: "5 packages, and 2 of them of unknown size",
        bytes: 16_600_000 + 300 + 100_000,
      },
      { kind: "build", detail: "apex 0.1 (git fedcba9), mamba-ssm 2.2.5 from source" },
    ]);
  });

  it("counts everything for a venv made from scratch", () => {
    expect(installNeeds(before, platform)).toEqual([
      {
        kind: "download",
        detail: "5 packages, and 1 of them of unknown size",
        bytes: 8_200_000 + 16_000_000 + 1000 + 900_000_000,
      },
      { kind: "build", detail: "apex 0.1 (git 0123456), flash-attn 2.8.2 from source" },
    ]);
  });

  it("is created with all packages but the project", () => {
    const { change } = plan(null, { kind: "computed", content: before });
    expect(change).toMatchObject({ action: "create", before: null, reason: "locks 5 packages" });
    expect(change.details.map((detail) => detail.key)).toEqual([
      "torch",
      "apex",
      "flash-attn",
      "numpy",
      "old-friend",
    ]);
  });

  it("is left alone when it is kept, or when the tool made the same", () => {
    for (const staged of [{ kind: "kept" }, { kind: "computed", content: before }] as const) {
      const { change, actions, content } = plan(before, staged);
      expect(change).toMatchObject({ action: "no-op", before: digestOf(before), after: digestOf(before) });
      expect(actions).toEqual([]);
      expect(content).toBe(before);
    }
  });

  it("is made at apply when it is not known", () => {
    const diagnostic = {
      severity: "warning",
      code: "NT530",
      summary: "There is no uv to lock with",
    } as const;
    const { change, actions, diagnostics } = plan(null, {
      kind: "unknown",
      reason: "no uv and no nix on PATH",
      diagnostics: [diagnostic],
    });
    expect(change).toMatchObject({ after: "known-after-apply", reason: "no uv and no nix on PATH" });
    expect(actions).toEqual([{ type: "make-lock", address: "project.uv_lock" }]);
    expect(diagnostics).toEqual([diagnostic]);
  });

  it("is a conflict where a directory stands", () => {
    const world = memorySystem({ "/p/uv.lock": { directory: true } });
    const observed = world.read("/p/uv.lock");
    const staged = { kind: "computed", content: after } as const;
    const { change, actions, diagnostics } = planUvLock(observed, staged, {}, { platform, inputs });
    expect(change.action).toBe("conflict");
    expect(actions).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: "error", address: "project.uv_lock" }]);
  });
});

describe("the record of uv.lock", () => {
  it("says which lock fits which inputs", () => {
    expect(plan(before, { kind: "computed", content: after }).baseline).toEqual({
      inputs,
      lock: digestOf(after),
      "#written": digestOf(after),
    });
    expect(plan(before, { kind: "kept" }).baseline).toEqual({ inputs, lock: digestOf(before) });
  });

  it("does not move because apply made a lock that the plan did not know", () => {
    const planned = plan(null, { kind: "unknown", reason: "", diagnostics: [] }).baseline;
    expect(planned).toEqual({ inputs, "#created": "yes" });
    expect(plan(before, { kind: "kept" }, planned).baseline).toEqual(planned);
  });
});

describe("uv.lock when the environment goes", () => {
  const observe = (text: string | null) =>
    memorySystem(text === null ? {} : { "/p/uv.lock": text }).read("/p/uv.lock");
  const computed = (content: string) => ({ kind: "computed", content }) as const;

  it("goes if nixtorch made it and nobody changed it", () => {
    const made = plan(null, computed(before)).baseline;
    const moved = plan(before, computed(after), made).baseline;
    expect(moved).toMatchObject({ "#created": "yes", "#written": digestOf(after) });
    const gone = unplanUvLock(observe(after), { baseline: moved, origin: null });
    expect(gone).toMatchObject({
      change: { action: "delete", before: digestOf(after), after: null },
      actions: [{ type: "remove-file", address: "project.uv_lock", before: digestOf(after) }],
      diagnostics: [],
    });
    const atApply = plan(null, { kind: "unknown", reason: "", diagnostics: [] }).baseline;
    expect(unplanUvLock(observe(before), { baseline: atApply, origin: null }).change.action).toBe("delete");
  });

  it("becomes what it was if it was there before", () => {
    const taken = plan(before, computed(after));
    expect(taken.change.takesOver).toBe(true);
    expect(plan(after, computed(before), taken.baseline).change.takesOver).toBeUndefined();
    const back = unplanUvLock(observe(after), { baseline: taken.baseline, origin: before });
    expect(back).toMatchObject({ content: before, change: { action: "update" }, diagnostics: [] });
  });

  it.each([
    ["somebody changed it since", after, plan(null, computed(before)).baseline, null],
    ["what it was is not kept", after, plan(before, computed(after)).baseline, null],
    ["it was never nixtorch's", before, plan(before, { kind: "kept" }).baseline, null],
  ])("stays if %s, with the word that it may not fit", (_name, text, baseline, origin) => {
    const left = unplanUvLock(observe(text), { baseline, origin });
    expect(left).toMatchObject({ change: { action: "no-op" }, actions: [], content: text });
    expect(left.diagnostics).toMatchObject([{ severity: "warning", code: "NT477" }]);
    expect(left.diagnostics[0]?.hint).toContain("uv lock\n");
  });

  it("is nobody's business without a record of it", () => {
    for (const text of [before, null])
      expect(unplanUvLock(observe(text), { baseline: {}, origin: null }).diagnostics).toEqual([]);
  });
});

describe("namesIn", () => {
  it("finds every package once", () => {
    expect([...namesIn(after)]).toEqual([
      "apex",
      "flash-attn",
      "lab",
      "mamba-ssm",
      "numpy",
      "pywinpty",
      "tiny-blas",
      "torch",
      "unasked-for",
    ]);
  });
});

describe("bestWheel", () => {
  const wheel = (tags: string) => ({ file: `x-1.0-${tags}.whl`, size: null });
  const best = (tags: string[], on: { nixSystem: string; python: string } = platform) =>
    bestWheel(tags.map(wheel), on)?.file.slice("x-1.0-".length, -".whl".length) ?? null;

  it.each([
    [["py3-none-any", "cp312-cp312-manylinux_2_28_x86_64"], "cp312-cp312-manylinux_2_28_x86_64"],
    [["py3-none-any", "cp39-abi3-manylinux2014_x86_64"], "cp39-abi3-manylinux2014_x86_64"],
    [["cp313-abi3-manylinux2014_x86_64", "py2.py3-none-any"], "py2.py3-none-any"],
    [["py310-none-any"], "py310-none-any"],
    [["py313-none-any"], null],
    [["cp312-cp312t-manylinux_2_28_x86_64"], null],
    [["cp312-cp312-musllinux_1_2_x86_64"], null],
    [["cp312-cp312-manylinux_2_28_aarch64"], null],
    [["py3-none-manylinux_2_27_x86_64"], "py3-none-manylinux_2_27_x86_64"],
    [["1-cp312-cp312-linux_x86_64"], "1-cp312-cp312-linux_x86_64"],
  ])("of %j is %s", (tags, expected) => {
    expect(best(tags)).toBe(expected);
  });

  it("is another on another machine", () => {
    const tags = ["cp312-cp312-manylinux_2_28_aarch64", "cp312-cp312-macosx_11_0_arm64"];
    expect(best(tags, { nixSystem: "aarch64-linux", python: "3.12" })).toBe(tags[0]);
    expect(best(tags, { nixSystem: "aarch64-darwin", python: "3.12" })).toBe(tags[1]);
  });
});
