import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/compat/catalog.js";
import { buildRecipes } from "../../src/compat/recipes.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { ask, codesOf, configOf } from "./ask.js";

const recipes = (written: WrittenConfig, archList: readonly string[] = []) =>
  buildRecipes(configOf(written), loadCatalog(), archList);

describe("build recipes", () => {
  const known = recipes({ gpu: "RTX 4090" });

  it.each(["flash-attn", "xformers", "deepspeed", "causal-conv1d", "mamba-ssm", "apex"])(
    "%s is built against the locked torch",
    (name) => {
      expect(known[name]).toMatchObject({ name, mode: "match-runtime" });
      expect(known[name]!.needs).toContain(name === "xformers" ? "wheel" : "ninja");
      expect(known[name]!.sources.length).toBeGreaterThan(0);
    },
  );

  it("state the metadata of apex, which comes from git and has none", () => {
    expect(known["apex"]).toMatchObject({
      git: "https://github.com/NVIDIA/apex",
      metadata: { version: "0.1", requiresDist: ["packaging>20.6"] },
      env: { APEX_CPP_EXT: "1", APEX_CUDA_EXT: "1" },
    });
    expect(known["flash-attn"]!.metadata).toBeNull();
    expect(known["torch-sparse"]!.metadata).toEqual({ version: null, requiresDist: ["scipy"] });
  });

  it("leave ordinary wheels alone", () => {
    expect(known["bitsandbytes"]).toBeUndefined();
    expect(known["vllm"]).toBeUndefined();
  });

  it("force no CUDA where there is none", () => {
    expect(known["torch-scatter"]!.env).toEqual({ FORCE_CUDA: "1" });
    expect(recipes({ gpu: "none" })["torch-scatter"]!.env).toEqual({});
    expect(recipes({ gpu: "none" })["apex"]!.env).toEqual({ APEX_CPP_EXT: "1" });
  });

  it("limit compiler jobs by the variable that the package reads", () => {
    const limited = recipes({ gpu: "RTX 4090", buildIsolation: { jobs: 4 } });
    expect(limited["flash-attn"]!.env).toEqual({ MAX_JOBS: "4" });
    expect(limited["apex"]!.env).toMatchObject({ APEX_PARALLEL_BUILD: "4" });
    expect(limited["natten"]!.env).toEqual({ NATTEN_N_WORKERS: "4" });
  });

  it("limit flash-attn to the declared cards, in the words of its setup", () => {
    const archs = (...archList: string[]) =>
      recipes({ gpu: "RTX 4090" }, archList)["flash-attn"]!.env["FLASH_ATTN_CUDA_ARCHS"];
    expect(archs("8.6", "8.9")).toBe("80");
    expect(archs("8.0", "9.0", "12.0")).toBe("80;90;120");
    expect(archs("10.3")).toBe("100");
    // Without a word for one of the cards, its default builds for all that it knows.
    expect(archs("7.5", "8.6")).toBeUndefined();
    expect(archs("11.0")).toBeUndefined();
    expect(archs()).toBeUndefined();
  });

  it("let an exception say what flash-attn is built for", () => {
    const exceptions = { "flash-attn": { env: { FLASH_ATTN_CUDA_ARCHS: "90" } } };
    const changed = recipes({ gpu: "RTX 4090", buildIsolation: { exceptions } }, ["8.9"]);
    expect(changed["flash-attn"]!.env).toEqual({ FLASH_ATTN_CUDA_ARCHS: "90" });
  });

  it("take the config's exceptions over what is known", () => {
    const exceptions = {
      "flash-attn": { needs: ["torch", "setuptools<80"], env: { FLASH_ATTN_CUDA_ARCHS: "80" } },
      "my-kernels": { needs: ["torch", "ninja"], env: { MAX_JOBS: "2" } },
    };
    const changed = recipes({ gpu: "RTX 4090", buildIsolation: { exceptions, jobs: 8 } });
    expect(changed["flash-attn"]).toMatchObject({
      needs: ["setuptools<80"],
      env: { MAX_JOBS: "8", FLASH_ATTN_CUDA_ARCHS: "80" },
    });
    expect(changed["my-kernels"]).toEqual({
      name: "my-kernels",
      mode: "match-runtime",
      needs: ["ninja"],
      env: { MAX_JOBS: "2" },
      metadata: null,
      git: null,
      reason: "declared in buildIsolation.exceptions",
      sources: [],
    });
  });

  it("need no second phase once the dependencies of a git package are stated", () => {
    expect(known["detectron2"]!.mode).toBe("no-build-isolation");
    const exceptions = { detectron2: { requires: ["pillow"], version: "0.6" } };
    const stated = recipes({ gpu: "RTX 4090", buildIsolation: { exceptions } })["detectron2"]!;
    expect(stated).toMatchObject({
      mode: "match-runtime",
      metadata: { version: "0.6", requiresDist: ["pillow"] },
    });
    expect(stated.needs).toContain("setuptools");
  });

  it("leave a usable release on PyPI alone, unless the one in git is asked for", () => {
    expect(recipes({ gpu: "RTX 4090", packages: ["sageattention"] })["sageattention"]).toBeUndefined();
    const packages = [{ name: "sageattention", git: "https://github.com/thu-ml/SageAttention" }];
    expect(recipes({ gpu: "RTX 4090", packages })["sageattention"]).toMatchObject({
      git: null,
      needs: expect.arrayContaining(["ninja"]),
    });
  });

  it("do not mistake torchvision among the needs for torch", () => {
    const exceptions = { mine: { needs: ["torch>=2", "torchvision", "torch-scatter"] } };
    const { mine } = recipes({ gpu: "RTX 4090", buildIsolation: { exceptions } });
    expect(mine!.needs).toEqual(["torchvision", "torch-scatter"]);
  });
});

describe("declared packages", () => {
  const recalled = loadCatalog().packages.packages.filter((row) => row.confidence === "recalled");

  it.each(recalled.map((row) => row.name))(
    "%s, whose build is known from memory, only draws a warning",
    (name) => {
      const { diagnostics } = ask({ gpu: "RTX 4090", packages: [name] });
      expect(diagnostics).toMatchObject([
        { code: "NT344", severity: "warning", configPath: ["packages", 0] },
      ]);
      expect(diagnostics[0]!.hint).toContain(`"${name}": { needs: ["torch"`);
      expect(recipes({ gpu: "RTX 4090", packages: [name] })[name]).toBeUndefined();
      const buildIsolation = { exceptions: { [name]: { needs: ["torch"] } } };
      expect(codesOf(ask({ gpu: "RTX 4090", packages: [name], buildIsolation }))).toEqual([]);
    },
  );

  it.each([
    ["tinycudann", "https://github.com/NVlabs/tiny-cuda-nn", "bindings/torch"],
    ["flash-attn-3", "https://github.com/Dao-AILab/flash-attention", "hopper"],
  ])("%s must be written with the folder that it lies in", (name, git, subdirectory) => {
    const { diagnostics } = ask({ gpu: "H100", packages: [name] });
    const hint = `{ name: "${name}", git: "${git}", subdirectory: "${subdirectory}" }`;
    expect(diagnostics.find((one) => one.code === "NT341")!.hint).toContain(hint);
    expect(recipes({ gpu: "H100", packages: [name] })[name]!.git).toBeNull();
    expect(codesOf(ask({ gpu: "H100", packages: [{ name, git, subdirectory }] }))).not.toContain("NT341");
  });

  it("megablocks is built where torch is; transformer-engine is wheels", () => {
    expect(recipes({ gpu: "H100" })["megablocks"]).toMatchObject({ needs: ["setuptools<79"] });
    expect(recipes({ gpu: "H100" })["transformer-engine"]).toBeUndefined();
    expect(recipes({ gpu: "H100" })["transformer-engine-torch"]).toBeDefined();
  });

  it("apex is not that of PyPI, where another project has the name", () => {
    const { diagnostics } = ask({ gpu: "RTX 4090", packages: ["transformers", "apex"] });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "NT340", severity: "warning", configPath: ["packages", 1] });
    expect(diagnostics[0]!.detail).toContain("so it is taken from https://github.com/NVIDIA/apex");
    expect(diagnostics[0]!.hint).toContain('{ name: "apex", git: "https://github.com/NVIDIA/apex" }');
  });

  it("apex from git is fine", () => {
    const packages = [{ name: "apex", git: "https://github.com/NVIDIA/apex" }];
    expect(codesOf(ask({ gpu: "RTX 4090", packages }))).toEqual([]);
  });

  it("are looked at in groups and extras as well", () => {
    const answer = ask({
      gpu: "RTX 4090",
      groups: { dev: ["pytest", "sageattention"] },
      extras: { fast: ["detectron2"] },
    });
    expect(answer.diagnostics.map((one) => [one.code, one.severity, one.configPath])).toEqual([
      ["NT340", "warning", ["groups", "dev", 1]],
      ["NT341", "warning", ["extras", "fast", 0]],
      ["NT342", "warning", ["extras", "fast", 0]],
    ]);
  });

  it("from git without metadata ask for it", () => {
    const packages = [{ name: "nvdiffrast", git: "https://github.com/NVlabs/nvdiffrast" }];
    expect(codesOf(ask({ gpu: "RTX 4090", packages }))).toEqual(["NT342"]);
    const buildIsolation = { exceptions: { nvdiffrast: { requires: ["numpy"], version: "0.4.0" } } };
    expect(codesOf(ask({ gpu: "RTX 4090", packages, buildIsolation }))).toEqual([]);
  });

  it("without kernels for a declared card draw a warning", () => {
    const [diagnostic] = ask({ gpu: ["RTX 2080", "RTX 3090"], packages: ["flash-attn"] }).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT343", severity: "warning", configPath: ["packages", 0] });
    expect(diagnostic!.detail).toContain("RTX 2080 (7.5)");
    expect(diagnostic!.detail).not.toContain("RTX 3090");
    expect(codesOf(ask({ gpu: "RTX 3090", packages: ["flash-attn"] }))).toEqual([]);
  });
});
