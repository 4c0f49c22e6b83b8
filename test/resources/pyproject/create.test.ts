import { describe, expect, test } from "vitest";
import { packageOf, plan, recipe, settle } from "./world.js";

describe("an empty directory", () => {
  test("gets a small pyproject.toml for a small config", async () => {
    const { content, first } = await settle(null, { packages: ["transformers>=4.50"] });
    expect(content).toBe(`[project]
name = "my-lab"
version = "0.1.0"
requires-python = ">=3.12,<3.13"
dependencies = [
    "torch==2.14.1",
    "transformers>=4.50",
]

[tool.uv]
package = false
environments = ["sys_platform == 'linux' and platform_machine == 'x86_64'"]

# explicit: only the packages named below come from here.
[[tool.uv.index]]
name = "pytorch-cu126"
url = "https://download.pytorch.org/whl/cu126"
explicit = true

[tool.uv.sources]
torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]
`);
    expect(first.change).toMatchObject({ action: "create", path: "pyproject.toml", before: null });
    expect(first.change.details).toContainEqual({ key: "torch", before: null, after: "2.14.1" });
    expect(first.change.details).toContainEqual({ key: "transformers", before: null, after: ">=4.50" });
    expect(first.baseline).toEqual({
      "file#created": "true",
      "project#created": "true",
      "project.dependencies#created": "true",
      "project.dependencies.torch": "torch==2.14.1",
      "project.dependencies.transformers": "transformers>=4.50",
      "project.name": "my-lab",
      "project.requires-python": ">=3.12,<3.13",
      "project.version": "0.1.0",
      "tool.uv#created": "true",
      "tool.uv.environments#created": "true",
      "tool.uv.environments.sys_platform == 'linux' and platform_machine == 'x86_64'":
        "sys_platform == 'linux' and platform_machine == 'x86_64'",
      "tool.uv.index#created": "true",
      "tool.uv.index.pytorch-cu126":
        '{"explicit":true,"name":"pytorch-cu126","url":"https://download.pytorch.org/whl/cu126"}',
      "tool.uv.package": "false",
      "tool.uv.sources#created": "true",
      "tool.uv.sources.torch": '[{"index":"pytorch-cu126","marker":"sys_platform == \'linux\'"}]',
    });
  });

  test("gets everything that a large config asks for, and stays as it is after that", async () => {
    const { content } = await settle(null, {
      torchvision: "0.29.1",
      project: { name: "llm-lab", description: 'Models, "small" ones', package: true },
      packages: [
        "flash-attn",
        packageOf("kernels[cuda]>=1; sys_platform == 'linux'", {
          kind: "git",
          git: "https://git.example/kernels",
          tag: "v1",
          subdirectory: "python",
        }),
        packageOf("mylib", { kind: "path", path: "../mylib", editable: true }),
        packageOf("vendored", { kind: "index", index: "house" }),
        "apex",
      ],
      groups: { dev: ["ipython", "ruff>=0.14"] },
      extras: { serve: ["fastapi"] },
      indexes: [{ name: "house", url: "https://pypi.example/simple", explicit: true, default: false }],
      systems: ["x86_64-linux", "aarch64-linux"],
      recipes: [
        recipe("flash-attn", {
          needs: ["setuptools", "wheel", "packaging", "psutil", "ninja"],
          env: { MAX_JOBS: "4" },
        }),
        recipe("apex", {
          mode: "no-build-isolation",
          needs: ["setuptools<82", "packaging"],
          git: "https://github.com/NVIDIA/apex",
          metadata: { version: "0.1", requiresDist: ["packaging>20.6"] },
          env: { APEX_CPP_EXT: "1", APEX_CUDA_EXT: "1" },
        }),
        recipe("unrelated"),
      ],
    });
    await expect(content).toMatchFileSnapshot("../../fixtures/pyproject/large.toml");
  });

  test.each([
    ["/home/ada/.Hidden_Dir", "hidden-dir"],
    ["/home/ada/Forschung (neu)", "forschung-neu"],
    ["/home/ada/日本", "project"],
  ])("%s makes a name that uv accepts", async (directory, name) => {
    const { projectNameFrom } = await import("../../../src/resources/pyproject/desired.js");
    expect(projectNameFrom(directory.split("/").at(-1)!)).toBe(name);
  });

  test("a deleted file is drift, and is written again", async () => {
    const { first } = await settle(null);
    const again = await plan(null, {}, first.baseline);
    expect(again.change.action).toBe("create");
    expect(again.drift).toMatchObject([{ observed: null, detail: "deleted since the last apply" }]);
  });
});
