import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check } from "prettier";
import { describe, expect, it } from "vitest";
import { createProject, repository, type Project } from "../support/project.js";

const fixtures = join(repository, "test/fixtures/importing");
const fixture = (path: string) => readFileSync(join(fixtures, path), "utf8");
const config = "nixtorch.config.ts";

/** A grown project: what a person and uv made of it. */
const pyproject = `[project]
name = "lab" # ours
version = "0.1.0"
requires-python = ">=3.12,<3.13"
dependencies = [
    'torch >= 2.7', # any that runs
    "Flash_Attn>=2.8",
    "numpy<2", # pandas 1 needs it
]

[dependency-groups]
dev = ["pytest"]

[[tool.uv.index]]
name = "company"
url = "https://pypi.example/simple"

[[tool.uv.index]]
name = "cuda"
url = "https://download.pytorch.org/whl/cu128"
explicit = true

[tool.uv.sources]
torch = [{ index = "cuda", marker = "sys_platform == 'linux'" }]
numpy = { index = "company" }
`;

const configuration = `{ config, pkgs, ... }:
{
  imports = [ ./hardware.nix ];
  services.xserver.videoDrivers = [ "nvidia" ];
  hardware.graphics.enable = true;
  hardware.nvidia = {
    modesetting.enable = true;
    open = true; # 設定
    package = config.boot.kernelPackages.nvidiaPackages.production;
    dynamicBoost.enable = true;
  };
}
`;

const importing = (project: Project, ...args: string[]) =>
  project.nixtorch("import", "--yes", "--root", join(dirname(project.directory), "root"), ...args);

/** A NixOS below a root of its own, which is otherwise empty. */
function machine(project: Project, files: Record<string, string>): string {
  const root = join(dirname(project.directory), "root");
  const all = {
    "etc/NIXOS": "",
    "etc/os-release": 'ID=nixos\nVERSION_ID="26.05"\n',
    "etc/hostname": "box\n",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe("a project with uv", () => {
  it("gets a config whose plan leaves all of it as it is, but for the exact torch", async () => {
    const project = createProject({ "pyproject.toml": pyproject }, { name: "実験" });
    const { code, stdout, stderr } = await importing(project, "--gpu", "RTX 4090");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/pyproject\.toml {2}torch {2}>=2\.7 → 2\.\d+\.\d+/);
    expect(statSync(join(project.directory, config)).mode & 0o777).toBe(0o644);
    expect(await check(project.read(config), { parser: "typescript" })).toBe(true);
    expect(project.read(config)).toMatchInlineSnapshot(`
      "import { defineConfig } from "nixtorch";

      export default defineConfig({
        // from pyproject.toml:2
        project: { name: "lab", python: "3.12" },
        // from --gpu
        gpu: "RTX 4090",
        // from pyproject.toml:18
        cuda: "12.8",
        // from pyproject.toml:7
        packages: [
          "flash-attn>=2.8",
          // pandas 1 needs it
          { name: "numpy", version: "<2", index: "company" },
        ],
        // from pyproject.toml:12
        groups: { dev: ["pytest"] },
        // from pyproject.toml:14
        indexes: [{ name: "company", url: "https://pypi.example/simple" }],
      });
      "
    `);

    const planned = JSON.parse(
      (await project.nixtorch("plan", "--json", "--no-lock", "--project-only")).stdout,
    );
    const { details, action } = planned.changes.find(
      ({ address }: { address: string }) => address === "project.pyproject",
    );
    expect(action).toBe("update");
    expect(details.filter(({ before }: { before: string | null }) => before !== null)).toMatchObject([
      { key: "torch", before: ">=2.7" },
    ]);

    const applied = await project.nixtorch("apply", "--yes", "--no-lock", "--project-only");
    expect(applied.code, applied.stderr).toBe(0);
    const kept = project.read("pyproject.toml").split("\n");
    const lines = pyproject.split("\n").filter((line) => !line.includes("torch >= 2.7"));
    expect(lines.filter((line) => !kept.includes(line))).toEqual([]);
    const again = await project.nixtorch("plan", "--no-lock", "--project-only", "--detailed-exitcode");
    expect(again.code, again.stdout).toBe(0);
  });

  it("is planned with an older nixpkgs where its CUDA needs one", async () => {
    const project = createProject({
      "requirements.txt": "--index-url https://download.pytorch.org/whl/cu118\ntorch==2.4.1\n",
    });
    const { code, stderr } = await importing(project, "--gpu", "RTX 3090");
    expect(code, stderr).toBe(0);
    expect(project.read(config)).toMatch(
      /cuda: "11\.8",\n.*\n {2}torch: "2\.4\.1",\n {2}\/\/ chosen by import: .*\n {2}nix: \{ nixpkgs: "2\d\.\d\d" \}/,
    );
    expect((await project.nixtorch("validate")).code).toBe(0);
  });

  it("loses what the plan would contradict, and is told why", async () => {
    const project = createProject({ "requirements.txt": "torch==2.4.1+cu121\nnumpy\n" });
    const { code, stdout, stderr } = await importing(project, "--gpu", "RTX 5090");
    expect(code, stderr).toBe(0);
    expect(project.read(config)).not.toContain("cuda");
    expect(stdout).toMatch(/requirements\.txt:1 {2}torch==2\.4\.1\+cu121\n.*RTX 5090/);
  });
});

describe("a flake with only a shell", () => {
  it("is taken over with all that was understood of it", async () => {
    const project = createProject({ "flake.nix": fixture("shells/ld-library-path.nix") });
    const { code, stdout, stderr } = await importing(project, "--gpu", "RTX 4090");
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("nixtorch plan --adopt");
    expect(stdout + stderr + project.read(config)).not.toContain("s3cret");
    const applied = await project.nixtorch("apply", "--yes", "--adopt", "--no-lock", "--project-only");
    expect(applied.code, applied.stderr).toBe(0);
    for (const part of [
      "pkgs.ffmpeg",
      "pkgs.libsndfile",
      "cuda = pkgs.cudaPackages_12_",
      "python312",
      "nixos-25.11",
      "export HF_HOME=",
    ])
      expect(project.read("flake.nix")).toContain(part);
  });
});

describe("a flake with more than that", () => {
  it("stays, and the lines to add to it are printed", async () => {
    const project = createProject({ "flake.nix": fixture("shells/flake-parts.nix") });
    const { code, stdout, stderr } = await importing(project, "--gpu", "RTX 4090");
    expect(code).toBe(0);
    expect(project.read(config)).toContain("flake: false");
    expect(stdout).not.toContain("--adopt");
    expect(stderr).toContain("NT460");
    expect(stderr).toContain("nixtorch-shell.nix");
  });
});

describe("a NixOS with an NVIDIA section", () => {
  it("gets the system part that says the same, from whichever file", async () => {
    const project = createProject({ "requirements.txt": "numpy\n" });
    const root = machine(project, {
      "etc/nixos/configuration.nix": configuration,
      "etc/nixos/hardware.nix": "{ hardware.nvidia.nvidiaPersistenced = true; }\n",
    });
    const { code, stdout, stderr } = await importing(project, "--gpu", "RTX 4090");
    expect(code, stderr).toBe(0);
    expect(project.read(config)).toContain(
      '  system: {\n    driver: { branch: "production", open: true },\n    persistence: true,\n    nixLd: false,\n  },\n',
    );
    expect(stdout).toMatch(/configuration\.nix:10 {2}hardware\.nvidia\.dynamicBoost\.enable/);
    const planned = await project.nixtorch("plan", "--system-only", "--root", root);
    expect(planned.code, planned.stderr).toBe(0);
  });

  it("is left alone where other files are named", async () => {
    const project = createProject({ "requirements.txt": "numpy\n" });
    machine(project, { "etc/nixos/configuration.nix": configuration });
    await importing(project, "requirements.txt", "--gpu", "RTX 4090");
    expect(project.read(config)).not.toContain("system");
  });

  it("says which cards it has, if its driver is loaded", async () => {
    const project = createProject({ "requirements.txt": "torch\n" });
    machine(project, {
      "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA GeForce RTX 3090\n",
    });
    const { code, stderr } = await importing(project);
    expect(code, stderr).toBe(0);
    expect(project.read(config)).toContain('// from this machine\n  gpu: "RTX 3090",');
  });
});

describe("import refuses, and writes nothing,", () => {
  it.each<[string, Record<string, string>, string[], RegExp]>([
    ["where a config is", { "nixtorch.config.mts": "" }, ["--gpu", "T4"], /error NT490/],
    ["where there is nothing", { "README.md": "" }, ["--gpu", "T4"], /error NT491/],
    [
      "where an empty file is all there is",
      { "requirements.txt": "# nothing\n" },
      ["--gpu", "T4"],
      /error NT491/,
    ],
    ["an unknown card", { "requirements.txt": "torch\n" }, ["--gpu", "RTX 9999"], /error NT300/],
    ["without a card", { "requirements.txt": "torch\n" }, [], /error NT493/],
    [
      "invalid TOML",
      { "pyproject.toml": "[project]\nname = lab\n" },
      ["--gpu", "T4"],
      /error NT440[\s\S]*pyproject\.toml:2/,
    ],
    [
      "invalid Nix",
      { "flake.nix": "{\n  outputs = ;\n}\n" },
      ["--gpu", "T4"],
      /error NT494[\s\S]*flake\.nix:2/,
    ],
    ["a file that does not exist", {}, ["--gpu", "T4", "no.txt"], /error NT494[\s\S]*does not exist/],
    ["a file of another kind", { "environment.yml": "" }, ["--gpu", "T4", "environment.yml"], /error NT494/],
  ])("%s", async (_, files, args, expected) => {
    const project = createProject(files);
    const before = project.snapshot();
    const { code, stderr } = await importing(project, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(project.snapshot()).toEqual(before);
  });

  it("text in UTF-16", async () => {
    const project = createProject({});
    writeFileSync(join(project.directory, "requirements.txt"), Buffer.from("\uFEFFtorch\n", "utf16le"));
    const { code, stderr } = await importing(project, "--gpu", "T4");
    expect([code, stderr]).toEqual([1, expect.stringContaining("no text in UTF-8")]);
  });
});
