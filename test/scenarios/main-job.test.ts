import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPackageIndex, type PackageIndex } from "../support/package-index.js";
import { createProject, repository, type Project } from "../support/project.js";
import { requireTools } from "../support/tools.js";

const flakes = ["--extra-experimental-features", "nix-command flakes"];
const stub = join(repository, "test/support/stub-nixpkgs");

/** An environment that this machine can really make: a small torch, the stub nixpkgs, a Python that is here. */
function config(index: PackageIndex, more = ""): string {
  return `import { defineConfig } from "nixtorch";

export default defineConfig({
  project: { python: "3.11" },
  gpu: "RTX 4090",
  torch: { version: "2.14.1", index: ${JSON.stringify(index.url)} },
  packages: ["einops"],
  nix: { nixpkgs: { url: ${JSON.stringify(`path:${stub}?dir=26.05`)}, release: "26.05" } },
  ${more}
});
`;
}

describe.skipIf(!requireTools("nix", "uv", "git"))("the main job, with real Nix and real uv", () => {
  let index: PackageIndex;
  beforeAll(async () => {
    index = await startPackageIndex(
      ["cpu", "cu126", "cu130"].map((variant) => ({ name: "torch", version: `2.14.1+${variant}` })),
    );
  });
  afterAll(() => index.close());

  async function applied(project: Project): Promise<void> {
    const result = await project.nixtorch("apply", "--yes");
    expect(result.code, result.stderr + result.stdout).toBe(0);
  }

  it("plans an empty directory and writes nothing", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    const { code, stdout, stderr } = await project.nixtorch("plan");
    expect(code, stderr).toBe(0);
    for (const address of [
      "flake",
      "flake_lock",
      "pyproject",
      "uv_lock",
      "envrc",
      "gitignore",
      "record",
      "venv",
    ])
      expect(stdout).toContain(`project.${address}`);
    expect(stdout).toMatch(/torch\s+(\(absent\)\s*→\s*)?.*2\.14\.1\+cu130/);
    expect(stdout).not.toContain("known after apply");
    expect(stdout).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
    expect(readdirSync(project.directory).sort()).toEqual([".git", "nixtorch.config.ts"]);
  });

  it("applies, lets the shell be entered, and then has nothing to do", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    await applied(project);
    expect(project.run("git", "ls-files").split("\n")).toEqual(
      expect.arrayContaining(["flake.nix", "flake.lock"]),
    );
    const look = 'echo "$CUDA_HOME"; .venv/bin/python -c "import torch; print(torch.__version__)"';
    const inside = project.run("nix", ...flakes, "develop", "--offline", ".", "-c", "sh", "-c", look);
    expect(inside).toMatch(/cuda-home/);
    expect(inside).toContain("2.14.1+cu130");

    const again = await project.nixtorch("plan", "--detailed-exitcode");
    expect(again.stdout + again.stderr).toContain("No changes. The environment matches nixtorch.config.ts.");
    expect(again.code).toBe(0);

    const before = project.snapshot();
    await applied(project);
    expect(project.snapshot()).toEqual(before);
  });

  it("makes the same plan twice, byte for byte, and asks no tool the second time", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    const first = await project.nixtorch("plan", "--json");
    const asked = index.requests.length;
    const second = await project.nixtorch("plan", "--json");
    expect(second.stdout).toBe(first.stdout);
    expect(index.requests.length).toBe(asked);
  });

  it("applies a saved plan, and refuses it once a file has moved", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    const saved = await project.nixtorch("plan", "--no-venv", "--out", "../saved.plan");
    expect(saved.code, saved.stderr).toBe(0);
    project.write("pyproject.toml", '[project]\nname = "other"\nversion = "1"\n');
    const stale = await project.nixtorch("apply", "../saved.plan");
    expect(stale.code).toBe(1);
    expect(stale.stderr).toContain("pyproject.toml");
    expect(existsSync(join(project.directory, "flake.nix"))).toBe(false);

    project.run("rm", "pyproject.toml");
    const fresh = await project.nixtorch("apply", "../saved.plan");
    expect(fresh.code, fresh.stderr).toBe(0);
    expect(project.read("pyproject.toml")).toContain("torch==2.14.1");
  });

  it("enters a hand-written project and changes only what is its own", async () => {
    const project = createProject(
      { "nixtorch.config.ts": config(index), "pyproject.toml": handWritten, ".gitignore": "*.pt\n" },
      { git: true },
    );
    await applied(project);
    const text = project.read("pyproject.toml");
    for (const line of handWritten.split("\n").filter((one) => one.trim() !== "" && !one.includes("torch>=")))
      expect(text).toContain(line);
    expect(text).toContain('"torch==2.14.1"');
    expect(text).not.toContain("torch>=2.9");
    expect(project.read(".gitignore").startsWith("*.pt\n")).toBe(true);
    const again = await project.nixtorch("plan", "--detailed-exitcode");
    expect(again.code, again.stdout).toBe(0);
  });

  it("is taken away, and comes back whole: the environment too", async () => {
    const project = createProject(
      { "nixtorch.config.ts": config(index), "pyproject.toml": handWritten },
      { git: true },
    );
    await applied(project);
    const destroyed = await project.nixtorch("destroy", "--yes");
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(project.read("pyproject.toml")).toBe(handWritten);
    expect(readdirSync(project.directory).sort()).toEqual([
      ".git",
      ".nixtorch",
      "nixtorch.config.ts",
      "pyproject.toml",
    ]);
    const back = await project.nixtorch("rollback", "--yes");
    expect(back.code, back.stderr).toBe(0);
    const again = await project.nixtorch("plan", "--detailed-exitcode");
    expect(again.code, again.stdout).toBe(0);
    expect(project.run(".venv/bin/python", "-c", "import torch; print(torch.__version__)")).toContain(
      "2.14.1",
    );
  });

  it("is rolled back where the lock was the person's before: without a shell there is no environment", async () => {
    const project = createProject(
      { "nixtorch.config.ts": config(index), "pyproject.toml": handWritten.replace(/^.*torch.*\n/m, "") },
      { git: true },
    );
    project.run("uv", "lock", "--quiet", "--python", "3.11");
    const before = [project.read("pyproject.toml"), project.read("uv.lock")];
    await applied(project);
    const { code, stderr } = await project.nixtorch("rollback", "--yes");
    expect(code, stderr).toBe(0);
    expect([project.read("pyproject.toml"), project.read("uv.lock")]).toEqual(before);
    expect(existsSync(join(project.directory, ".venv"))).toBe(false);
  });

  it("keeps the locks of a fresh clone, where no tool is asked", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    await applied(project);
    project.run("git", "add", "--all");
    project.run(
      "git",
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@example.org",
      "commit",
      "--quiet",
      "-m",
      "environment",
    );
    const clone = createProject({}, { name: "clone" });
    clone.run("git", "clone", "--quiet", project.directory, "work");
    const before = index.requests.length;
    const result = await clone.nixtorch("plan", "-C", "work", "--no-venv", "--detailed-exitcode", "--json");
    expect(result.code, result.stdout).toBe(0);
    expect(JSON.parse(result.stdout).inputs.tools).toEqual({});
    expect(index.requests.length).toBe(before);
  });

  it("moves a package that is asked for, and refuses one that is not locked", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    await applied(project);
    const known = await project.nixtorch("plan", "--upgrade=einops", "--detailed-exitcode");
    expect(known.code, known.stderr).toBe(0);
    const unknown = await project.nixtorch("plan", "--upgrade=nosuch");
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("error NT598");
  });

  it("asks nothing of the network when it is offline, and says what stays to be done", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    project.env.UV_CACHE_DIR = join(project.directory, "../empty-cache");
    const before = index.requests.length;
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--offline");
    expect(code).toBe(1);
    expect(index.requests.length).toBe(before);
    expect(stderr).toContain("NT567");
    expect(project.read("pyproject.toml")).toContain("torch==2.14.1");
    await applied(project);
    expect((await project.nixtorch("plan", "--detailed-exitcode")).code).toBe(0);
  });

  it("gives a project with a flake of its own a shell to import", async () => {
    const project = createProject(
      {
        "nixtorch.config.ts": config(index, "").replace("nix: {", "nix: { flake: false,"),
        "flake.nix": ownFlake,
      },
      { git: true },
    );
    const untracked = await project.nixtorch("plan");
    expect(untracked.stderr).toContain("warning NT596");
    project.run("git", "add", "flake.nix");
    await applied(project);
    expect(project.read("flake.nix")).toBe(ownFlake);
    const shell = project.run(
      "nix",
      ...flakes,
      "develop",
      "--offline",
      ".",
      "-c",
      "sh",
      "-c",
      "echo $CUDA_HOME",
    );
    expect(shell).toMatch(/cuda-home/);
    expect((await project.nixtorch("plan", "--detailed-exitcode")).code).toBe(0);
  });

  it.each([
    ["the CPU alone", 'gpu: "none"', "cpu"],
    ["an old card", 'gpu: "GTX 1080 Ti"', "cu126"],
  ])("makes an environment for %s", async (_name, gpu, wheel) => {
    const text = config(index).replace('gpu: "RTX 4090"', gpu);
    const project = createProject({ "nixtorch.config.ts": text }, { git: true });
    await applied(project);
    expect(project.read("uv.lock")).toContain(`2.14.1+${wheel}`);
    expect((await project.nixtorch("plan", "--detailed-exitcode")).code).toBe(0);
  });

  it("gives the library the same plan as the command line", async () => {
    const project = createProject({ "nixtorch.config.ts": config(index) }, { git: true });
    const { stdout } = await project.nixtorch("plan", "--json");
    const program = `
      import { plan, planToJson, validate } from ${JSON.stringify(join(repository, "dist/index.js"))};
      const planned = await plan({ directory: process.cwd() });
      const { resolution } = await validate({ directory: process.cwd() });
      process.stdout.write(JSON.stringify([await planToJson(planned.plan), resolution.torch.value]));
    `;
    const [plan, torch] = JSON.parse(project.run(process.execPath, "--input-type=module", "-e", program));
    expect(plan).toBe(stdout);
    expect(torch).toBe("2.14.1");
  });
});

const handWritten = `# The lab's project file. Keep the comments.
[project]
name = "lab"          # also the module's name
version = "0.3.1"
requires-python = ">=3.11"
dependencies = [
    "torch>=2.9",     # what we trained with
    'packaging',      # single quotes are fine
]

[dependency-groups]
dev = [
    "iniconfig",
]

[tool.ours]
answer = 42
`;

const ownFlake = `{
  inputs.nixpkgs.url = "path:${stub}?dir=26.05";
  outputs = { nixpkgs, ... }: {
    devShells.x86_64-linux.default = import ./nixtorch-shell.nix { inherit nixpkgs; system = "x86_64-linux"; };
  };
}
`;
