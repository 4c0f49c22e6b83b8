import { describe, expect, test } from "vitest";
import { handwritten, packageOf, recipe, settle } from "./world.js";

describe("packages that compile against torch", () => {
  const recipes = [
    recipe("flash-attn", { env: { MAX_JOBS: "4" } }),
    recipe("apex", {
      metadata: { version: "0.1", requiresDist: ["packaging>20.6"] },
      git: "https://github.com/NVIDIA/apex",
    }),
  ];

  test("are built the right way also where a person asks for them", async () => {
    const { content } = await settle(handwritten.replace("'matplotlib'", "'Flash_Attn'"), { recipes });
    expect(content).toContain(
      '[tool.uv.extra-build-dependencies]\nflash-attn = [{ requirement = "torch", match-runtime = true }, "setuptools", "ninja"]\n',
    );
    expect(content).toContain('[tool.uv.extra-build-variables]\nflash-attn = { MAX_JOBS = "4" }\n');
    expect(content).not.toContain("apex");
  });

  test("keep a person's own source and settings", async () => {
    const own =
      handwritten +
      '\n[tool.uv]\nno-build-isolation-package = ["flash_attn"]\n\n[tool.uv.sources]\napex = { git = "https://git.example/fork" }\n';
    const { content } = await settle(own, { packages: ["flash-attn", "apex"], recipes });
    expect(content).toContain('no-build-isolation-package = ["flash_attn"]\n');
    expect(content).toContain('apex = { git = "https://git.example/fork" }\n');
    expect(content).not.toContain("flash-attn = [");
    // Without isolation a clean checkout has only what the project itself asks for.
    expect(content).toContain('  "setuptools",\n  "ninja",\n');
    expect(content).toContain('requires-dist = ["packaging>20.6"]');
  });

  test("join what a person gives their builds", async () => {
    const own = `${handwritten}\n[tool.uv.extra-build-dependencies]\nflash_attn = ["torch", "setuptools<81"]\n`;
    const { content } = await settle(own, { packages: ["flash-attn"], recipes });
    expect(content).toContain(
      'flash_attn = [{ requirement = "torch", match-runtime = true }, "setuptools<81", "ninja"]\n',
    );
  });

  test("with a URL of their own need no source", async () => {
    const url = packageOf("apex @ git+https://git.example/apex", null);
    const { content } = await settle(handwritten, { packages: [url], recipes });
    expect(content).not.toContain("NVIDIA/apex");
    expect(content).toContain('name = "apex"');
  });

  test("change their way of being built", async () => {
    const packages = ["flash-attn"];
    const { content, first } = await settle(handwritten, { packages, recipes });
    const off = [recipe("flash-attn", { mode: "no-build-isolation" as const, needs: ["setuptools<81"] })];
    const moved = await settle(content, { packages, recipes: off }, first.baseline);
    expect(moved.content).toContain('no-build-isolation-package = ["flash-attn"]');
    expect(moved.content).toContain('"setuptools<81",');
    expect(moved.content).not.toContain("extra-build");
  });
});
