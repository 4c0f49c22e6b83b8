import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCatalog } from "../../../src/compat/catalog.js";
import { buildRecipes } from "../../../src/compat/recipes.js";
import type { BuildRecipe } from "../../../src/model/build.js";
import { startPackageIndex } from "../../support/package-index.js";
import type { IndexedPackage, PackageIndex } from "../../support/package-index.js";
import { createProject } from "../../support/project.js";
import type { Project } from "../../support/project.js";
import { findPython, requireTools } from "../../support/tools.js";
import { desire, plan, recipe } from "./world.js";
import type { Wanted } from "./world.js";

/** torch as PyTorch's index has it, a few kilobytes instead of gigabytes; the same holds for its companion. */
const torch: IndexedPackage[] = ["cu126", "cu130"].flatMap((variant) => [
  { name: "torch", version: `2.14.1+${variant}`, requiresPython: ">=3.10" },
  { name: "torchvision", version: `0.29.1+${variant}`, requiresDist: ["torch==2.14.1"] },
]);

/** Compiles, as far as a test is concerned: its setup.py needs torch, and keeps which one it saw. */
const setup = (name: string) =>
  [
    "import torch, torch.version",
    "from setuptools import setup",
    `setup(name="${name}", version="1.0", description=f"built against {torch.__version__} for CUDA {torch.version.cuda}",`,
    `      py_modules=["${name.replaceAll("-", "_")}"], install_requires=["torch"])`,
    "",
  ].join("\n");

const needsTorch: IndexedPackage = {
  name: "needs-torch",
  version: "1.0",
  variant: "simple",
  sdist: true,
  requiresDist: ["torch"],
  files: { "setup.py": setup("needs-torch"), "needs_torch.py": "" },
};

const minor = ["3.11", "3.12", "3.13"].find((one) => findPython(one) !== null);
if (minor === undefined && process.env["CI"]) throw new Error("CI needs one of Python 3.11, 3.12 and 3.13");
const ready = requireTools("uv", "git") && minor !== undefined;

let index: PackageIndex;
beforeAll(async () => {
  index = await startPackageIndex([...torch, needsTorch]);
});
afterAll(() => index.close());

/** An empty checkout with nothing but the planned pyproject.toml. */
async function checkout(wanted: Wanted, wheel = "cu126"): Promise<Project> {
  const { content } = await plan(null, {
    python: minor,
    torchvision: "0.29.1",
    wheel,
    index: `${index.url}/${wheel}`,
    ...wanted,
  });
  return createProject({ "pyproject.toml": content! });
}

/** Runs uv without blocking this process, which serves the index. */
function uv(project: Project, ...args: string[]): Promise<string> {
  const env = {
    ...project.env,
    UV_PYTHON: findPython(minor ?? "") ?? "",
    UV_PYTHON_DOWNLOADS: "never",
    NO_PROXY: "127.0.0.1",
    UV_NO_PROGRESS: "1",
  };
  return new Promise((resolve, reject) => {
    execFile("uv", args, { cwd: project.directory, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`uv ${args.join(" ")}\n${project.read("pyproject.toml")}\n${stderr}`));
      else resolve(`${stdout}${stderr}`);
    });
  });
}

function fromHouse(name: string) {
  const source = { kind: "index", index: "house" } as const;
  return {
    indexes: [{ name: "house", url: `${index.url}/simple`, explicit: true, default: false }],
    packages: [{ requirement: name, name, source, declaredAt: "packages[0]" }],
  };
}

/** What an installed package says about its build. */
function summaryOf(project: Project, name: string): string {
  const program = `import importlib.metadata as m; print(m.metadata("${name}")["Summary"])`;
  return project.run(join(project.directory, ".venv/bin/python"), "-c", program).trim();
}

/** As the catalog knows it. */
function known(name: string): BuildRecipe {
  const found = buildRecipes(desire().config, loadCatalog(), [])[name];
  if (found === undefined) throw new Error(`the catalog has no ${name}`);
  return found;
}

describe.skipIf(!ready)("real uv, in an empty checkout", () => {
  test("locks torch and its companion from the declared index, and other packages from elsewhere", async () => {
    const project = await checkout({ packages: ["packaging"] });
    await uv(project, "lock");
    const lock = project.read("uv.lock");
    expect(lock).toContain('name = "torch"\nversion = "2.14.1+cu126"');
    expect(lock).toContain('name = "torchvision"\nversion = "0.29.1+cu126"');
    expect(lock).toContain("supported-markers");
    expect(index.requests.filter((path) => path.includes("packaging"))).toEqual([]);
  });

  test.each(["flash-attn", "xformers", "deepspeed", "causal-conv1d", "mamba-ssm"])(
    "locks %s without torch installed",
    async (name) => {
      const project = await checkout({ packages: [name], recipes: [known(name)] });
      await uv(project, "lock");
      expect(project.read("uv.lock")).toContain(`name = "${name}"`);
      await uv(project, "lock", "--check");
    },
  );

  test("locks NVIDIA apex from git, and builds it against the locked torch", async () => {
    // A repository of the same shape stands in: its setup.py imports torch and packaging, its pyproject.toml
    // declares neither.
    const upstream = createProject(
      {
        "setup.py": setup("apex")
          .replace("import torch,", "import packaging.version, torch,")
          .replace('version="1.0"', 'version="0.1"')
          .replace('install_requires=["torch"]', 'install_requires=["packaging>20.6"]'),
        "apex.py": "",
        "pyproject.toml":
          '[build-system]\nrequires = ["setuptools", "wheel"]\nbuild-backend = "setuptools.build_meta"\n',
      },
      { git: true },
    );
    const author = ["-c", "user.name=Ada", "-c", "user.email=ada@lab.example"];
    upstream.run("git", "add", ".");
    upstream.run("git", ...author, "commit", "--quiet", "--message", "apex");
    const apex = known("apex");
    expect(apex.git).toBe("https://github.com/NVIDIA/apex");
    const here = { ...apex, git: pathToFileURL(upstream.directory).href };
    const project = await checkout({ packages: ["apex"], recipes: [here] });
    await uv(project, "lock");
    expect(project.read("uv.lock")).toContain('name = "apex"\nversion = "0.1"\nsource = { git = "file://');
    await uv(project, "sync", "--locked");
    expect(summaryOf(project, "apex")).toBe("built against 2.14.1+cu126 for CUDA 12.6");
  });

  test("without the recipe, the same package stops uv: the exception is needed", async () => {
    const project = await checkout(fromHouse("needs-torch"));
    await uv(project, "lock");
    await expect(uv(project, "sync", "--locked")).rejects.toThrow("No module named 'torch'");
  });

  test.each(["cu126", "cu130"])("builds a package against the locked %s torch, isolated", async (wheel) => {
    const wanted = {
      ...fromHouse("needs-torch"),
      recipes: [recipe("needs-torch", { needs: ["setuptools"] })],
    };
    const project = await checkout(wanted, wheel);
    await uv(project, "lock");
    await uv(project, "sync", "--locked");
    expect(summaryOf(project, "needs-torch")).toContain(`built against 2.14.1+${wheel}`);
  });

  test("builds a package without isolation, in the second phase of a first sync", async () => {
    const off = recipe("needs-torch", {
      mode: "no-build-isolation",
      needs: ["setuptools"],
      metadata: { version: "1.0", requiresDist: ["torch"] },
    });
    const project = await checkout({ ...fromHouse("needs-torch"), recipes: [off] });
    await uv(project, "lock");
    expect(await uv(project, "sync", "--locked")).toContain("without build isolation");
    expect(summaryOf(project, "needs-torch")).toContain("built against 2.14.1+cu126");
  });

  test("builds what a person builds without isolation, in an empty checkout", async () => {
    const written = `[project]
name = "lab"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["torch>=2.4", "needs-torch"]

[tool.uv]
no-build-isolation-package = ["needs-torch"]
`;
    const metadata = { version: "1.0", requiresDist: ["torch"] };
    const recipes = [recipe("needs-torch", { needs: ["setuptools"], metadata })];
    const wanted = { ...fromHouse("needs-torch"), recipes, python: minor, index: `${index.url}/cu126` };
    const project = createProject({ "pyproject.toml": (await plan(written, wanted)).content! });
    await uv(project, "lock");
    await uv(project, "sync", "--locked");
    expect(summaryOf(project, "needs-torch")).toContain("built against 2.14.1+cu126");
  });

  test("agrees with a file that was edited in place", async () => {
    const written = `[project]
name = "lab" # ours
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["torch>=2.4", "Needs_Torch"]

[tool.uv.extra-build-dependencies]
Needs_Torch = ["setuptools"]
`;
    const wanted = {
      ...fromHouse("needs-torch"),
      recipes: [recipe("needs-torch", { needs: ["setuptools"] })],
    };
    const { content } = await plan(written, { ...wanted, python: minor, index: `${index.url}/cu126` });
    const project = createProject({ "pyproject.toml": content! });
    await uv(project, "lock");
    await uv(project, "sync", "--locked");
    expect(summaryOf(project, "needs-torch")).toContain("built against 2.14.1+cu126");
  });
});
