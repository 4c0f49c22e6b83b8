import { describe, expect, test } from "vitest";
import { handwritten, packageOf, plan, recipe, settle } from "./world.js";

describe("when the config moves", () => {
  test("a new wheel variant takes the place of the old one, comments and all", async () => {
    const { content, first } = await settle(handwritten, { torchvision: "0.29.1" });
    const commented = content.replace("[[tool.uv.index]]", "# our wheels\n[[tool.uv.index]]");
    const moved = await plan(commented, { torchvision: "0.29.1", wheel: "cu130" }, first.baseline);
    expect(moved.content).toBe(commented.replaceAll("cu126", "cu130"));
    expect(moved.change.details).toContainEqual(
      expect.objectContaining({ key: "source of torch", before: "pytorch-cu126", after: "pytorch-cu130" }),
    );
    expect(moved.drift).toEqual([]);
    const keys = Object.keys(moved.baseline);
    expect(keys.filter((key) => key.includes("cu126"))).toEqual([]);
    expect(
      (await plan(moved.content, { torchvision: "0.29.1", wheel: "cu130" }, moved.baseline)).change.action,
    ).toBe("no-op");
  });

  test("a new version is an update of one line", async () => {
    const { content, first } = await settle(handwritten);
    const moved = await plan(content, { torch: "2.15.0" }, first.baseline);
    expect(moved.content).toBe(content.replace("torch==2.14.1", "torch==2.15.0"));
    expect(moved.change.details).toEqual([
      { key: "torch", before: "2.14.1", after: "2.15.0", reason: "for the chosen stack" },
    ]);
  });

  test("what it drops goes, and leaves no empty tables behind", async () => {
    const wanted = {
      packages: ["einops", packageOf("kernels", { kind: "path", path: "../k", editable: false })],
      groups: { lint: ["ruff", "mypy"] },
      extras: { serve: ["fastapi"] },
      recipes: [recipe("kernels", { env: { A: "1", B: "2" }, metadata: { version: "1", requiresDist: [] } })],
    };
    const bare = await settle(handwritten);
    const full = await settle(bare.content, wanted, bare.first.baseline);
    const dropped = await plan(full.content, {}, full.first.baseline);
    expect(dropped.content).toBe(bare.content);
    expect(dropped.change.details.map(({ after }) => after)).not.toContain(expect.any(String));
    expect(dropped.baseline).toEqual(bare.first.baseline);
  });

  test("a comment on a dropped line stays", async () => {
    const { content, first } = await settle(handwritten, { packages: ["einops"] });
    const commented = content.replace('"einops",', '"einops",  # for attention');
    const dropped = await plan(commented, {}, first.baseline);
    expect(dropped.content).toContain("  # for attention\n");
    expect(dropped.content).not.toContain("einops");
  });
});

describe("when a person edits what nixtorch wrote", () => {
  test("it is put back, and told as drift", async () => {
    const { content, first } = await settle(handwritten);
    const edited = content.replace("torch==2.14.1", "torch==2.9.0");
    const restored = await plan(edited, {}, first.baseline);
    expect(restored.content).toBe(content);
    expect(restored.drift).toEqual([
      {
        address: "project.pyproject",
        key: "project.dependencies.torch",
        base: "torch==2.14.1",
        observed: "torch==2.9.0",
        detail: "edited since the last apply",
      },
    ]);
  });

  test("a deleted line comes back", async () => {
    const { content, first } = await settle(handwritten);
    const edited = content.replace('  "torch==2.14.1",\n', "");
    const restored = await plan(edited, {}, first.baseline);
    expect(restored.content).toBe(content);
    expect(restored.drift).toMatchObject([{ observed: null, detail: "deleted since the last apply" }]);
  });

  test("and the config moved as well, that is a conflict; --adopt writes", async () => {
    const { content, first } = await settle(handwritten);
    const edited = content.replace("torch==2.14.1", "torch==2.9.0");
    const stuck = await plan(edited, { torch: "2.15.0" }, first.baseline);
    expect(stuck.change.action).toBe("conflict");
    expect(stuck.diagnostics).toMatchObject([{ code: "NT448", severity: "error", place: { line: 10 } }]);
    const adopted = await plan(edited, { torch: "2.15.0", adopt: true }, first.baseline);
    expect(adopted.content).toBe(content.replace("2.14.1", "2.15.0"));
    expect(adopted.drift).toHaveLength(1);
  });

  test("and the config no longer wants it, it is theirs", async () => {
    const { content, first } = await settle(handwritten, { packages: ["einops"] });
    const edited = content.replace('"einops"', '"einops>=0.8"');
    const left = await plan(edited, {}, first.baseline);
    expect([left.change.action, left.content]).toEqual(["no-op", edited]);
    expect(left.drift).toMatchObject([{ key: "project.dependencies.einops", observed: "einops>=0.8" }]);
    expect(left.diagnostics).toMatchObject([{ code: "NT449", severity: "info" }]);
    expect((await plan(edited, {}, left.baseline)).drift).toEqual([]);
  });

  test("what is spelled otherwise is no edit", async () => {
    const { content, first } = await settle(handwritten, { packages: ["flash-attn>=2,<3"] });
    const respelled = content
      .replace('"flash-attn>=2,<3"', "'Flash_Attn < 3, >= 2'")
      .replace("torch==2.14.1", "torch == 2.14.1");
    const again = await plan(respelled, { packages: ["flash-attn>=2,<3"] }, first.baseline);
    expect([again.change.action, again.drift]).toEqual(["no-op", []]);
  });
});
