import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMachine, plainConfiguration } from "../support/nixos-machine.js";
import { createProject, type Project } from "../support/project.js";

const config = (more = "") => `import { defineConfig } from "nixtorch";
export default defineConfig({ project: { name: "lab" }, gpu: "RTX 4090", packages: ["einops"], ${more} });
`;

/** Files as people have them: no newline at the end, blank lines, another flake. */
const grown = {
  "pyproject.toml": `[project]\nname = "lab"   # ours\nversion = "1.0"\n\n[tool.ruff]\nline-length = 100`,
  ".envrc": "export A=1",
  ".gitignore": "*.pyc\n\n\n",
  "flake.nix": "{ outputs = _: { }; }\n",
};

const before = (project: Project) =>
  Object.fromEntries(Object.keys(grown).map((path) => [path, project.read(path)]));

function grownProject(): Project {
  const project = createProject({ "nixtorch.config.ts": config(), ...grown }, { git: true });
  project.run("git", "add", ".");
  project.run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "mine");
  return project;
}

/** What nixtorch would write anyway: it stays, and only git has to know of it. */
async function desiredFlake(): Promise<string> {
  const other = createProject({ "nixtorch.config.ts": config() });
  await apply(other);
  return other.read("flake.nix");
}

async function ok(result: Promise<{ code: number; stdout: string; stderr: string }>) {
  const { code, stdout, stderr } = await result;
  expect(code, stdout + stderr).toBe(0);
  return { stdout, stderr };
}

const apply = (project: Project) => ok(project.nixtorch("apply", "--adopt", "--yes", "--no-lock"));

describe("destroy", () => {
  it("leaves every file as it was before nixtorch came, also after several applies", async () => {
    const project = grownProject();
    await apply(project);
    expect(before(project)).not.toEqual(grown);
    project.write("nixtorch.config.ts", config('cuda: "12.8"'));
    await apply(project);
    const { stdout } = await ok(project.nixtorch("destroy", "--yes"));
    expect(stdout).toContain("Destroy complete: 0 added, 4 changed, 1 destroyed.");
    expect(before(project)).toEqual(grown);
    expect(project.run("git", "status", "--short")).toBe(" M nixtorch.config.ts\n");
    const again = await ok(project.nixtorch("destroy", "--yes"));
    expect(again.stdout).toContain("Nothing to destroy.");
    expect(again.stderr).toContain("NT566");
  });

  it("is a plan first, which writes nothing and can be saved", async () => {
    const project = grownProject();
    await apply(project);
    const applied = project.snapshot();
    const planned = await project.nixtorch(
      "plan",
      "--destroy",
      "--detailed-exitcode",
      "--out",
      "../gone.json",
    );
    expect(planned.code, planned.stderr).toBe(2);
    expect(planned.stdout).toContain("Destroy: what nixtorch made here is taken away");
    expect(project.snapshot()).toEqual(applied);
    await ok(project.nixtorch("apply", "../gone.json"));
    expect(before(project)).toEqual(grown);
  });

  it("leaves what a person has changed since, and says so", async () => {
    const project = grownProject();
    await apply(project);
    project.write("flake.nix", `${project.read("flake.nix")}# mine\n`);
    project.write("pyproject.toml", project.read("pyproject.toml").replace('"einops"', '"einops>=0.7"'));
    const { stderr } = await ok(project.nixtorch("destroy", "--yes"));
    expect(stderr).toContain("NT408");
    expect(project.read("flake.nix")).toContain("# mine");
    expect(project.read("pyproject.toml")).toContain('"einops>=0.7"');
    expect(project.read("pyproject.toml")).not.toContain("torch==");
  });

  it("keeps what the policy protects", async () => {
    const project = createProject({
      "nixtorch.config.ts": config('policy: { neverDestroy: ["project.flake"] }'),
    });
    await apply(project);
    const { code, stderr } = await project.nixtorch("destroy", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("NT594");
    expect(existsSync(join(project.directory, "flake.nix"))).toBe(true);
  });

  it("of one resource keeps the record of the others", async () => {
    const project = grownProject();
    await apply(project);
    await ok(project.nixtorch("destroy", "--yes", "--target", "project.envrc"));
    expect(project.read(".envrc")).toBe(grown[".envrc"]);
    const { stdout } = await ok(project.nixtorch("plan", "--no-lock"));
    expect(stdout).toContain("Plan: 0 to add, 2 to change, 0 to destroy.");
    expect(stdout).not.toContain("project.pyproject");
  });

  it("refuses while the record is damaged, as nothing else tells what nixtorch made", async () => {
    const project = grownProject();
    await apply(project);
    const record = project.read("nixtorch.lock");
    project.write("nixtorch.lock", `<<<<<<< HEAD\n${record}`);
    const damaged = project.snapshot();
    const { code, stderr } = await project.nixtorch("destroy", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("error NT486");
    expect(project.snapshot()).toEqual(damaged);
    project.write("nixtorch.lock", record);
    await ok(project.nixtorch("destroy", "--yes"));
    expect(before(project)).toEqual(grown);
  });

  it("leaves a file that was taken over on another machine, which alone has the text from before", async () => {
    const project = grownProject();
    await apply(project);
    project.run("rm", "-r", ".nixtorch");
    const { stderr } = await ok(project.nixtorch("destroy", "--yes"));
    expect(stderr).toContain("NT408");
    expect(project.read("flake.nix")).toContain("Written by nixtorch");
    expect({ ...before(project), "flake.nix": "" }).toEqual({ ...grown, "flake.nix": "" });
  });

  it("works in a project whose config is gone", async () => {
    const project = grownProject();
    await apply(project);
    project.run("rm", "nixtorch.config.ts");
    await ok(project.nixtorch("destroy", "--yes"));
    expect(before(project)).toEqual(grown);
  });
});

describe("rollback", () => {
  it("gives back what was there before the last apply, and a second one what was there after it", async () => {
    const project = grownProject();
    await apply(project);
    const first = before(project);
    project.write("nixtorch.config.ts", config('cuda: "12.8"'));
    await apply(project);
    const second = before(project);
    expect(second).not.toEqual(first);
    await ok(project.nixtorch("rollback", "--yes"));
    expect(before(project)).toEqual(first);
    await ok(project.nixtorch("rollback", "--yes"));
    expect(before(project)).toEqual(second);
  });

  it("takes a first apply back, and a destroy", async () => {
    const project = grownProject();
    await apply(project);
    const applied = before(project);
    await ok(project.nixtorch("rollback", "--yes"));
    expect(before(project)).toEqual(grown);
    expect(project.run("git", "status", "--short")).toBe("");
    await apply(project);
    await ok(project.nixtorch("destroy", "--yes"));
    await ok(project.nixtorch("rollback", "--yes"));
    expect(before(project)).toEqual(applied);
    expect((await ok(project.nixtorch("plan", "--no-lock"))).stdout).toContain("No changes.");
  });

  it("takes back that a file was made known to git which stayed as the person has it", async () => {
    const files = { "nixtorch.config.ts": config(), "flake.nix": await desiredFlake() };
    const project = createProject(files, { git: true });
    await ok(project.nixtorch("apply", "--yes", "--no-lock"));
    expect(project.run("git", "ls-files")).toBe("flake.nix\n");
    await ok(project.nixtorch("rollback", "--yes"));
    expect(project.run("git", "ls-files")).toBe("");
    await ok(project.nixtorch("rollback", "--yes"));
    expect(project.run("git", "ls-files")).toBe("flake.nix\n");
  });

  it("stops at a file that was edited since", async () => {
    const project = grownProject();
    await apply(project);
    project.write(".envrc", `${project.read(".envrc")}export B=2\n`);
    const edited = before(project);
    const { code, stderr } = await project.nixtorch("rollback", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("NT574");
    expect(before(project)).toEqual(edited);
  });

  it("of a project that nothing was applied to says so", async () => {
    const project = grownProject();
    const { stdout, stderr } = await ok(project.nixtorch("rollback", "--yes"));
    expect(stdout).toContain("Nothing to roll back.");
    expect(stderr).toContain("NT575");
  });
});

describe("eject", () => {
  it("leaves plain files that no longer mention nixtorch, and is taken back by rollback", async () => {
    const project = grownProject();
    await apply(project);
    const applied = before(project);
    const { stderr } = await ok(project.nixtorch("eject", "--yes"));
    expect(stderr).toContain("NT562");
    expect(existsSync(join(project.directory, "nixtorch.lock"))).toBe(false);
    for (const path of ["flake.nix", ".envrc", ".gitignore"])
      expect(
        project
          .read(path)
          .split("\n")
          .filter((line) => /^#.*nixtorch/.test(line)),
        path,
      ).toEqual([]);
    expect(project.read(".envrc")).toContain("use flake");
    expect(project.read("pyproject.toml")).toBe(applied["pyproject.toml"]);
    await ok(project.nixtorch("rollback", "--yes"));
    expect(before(project)).toEqual(applied);
  });
});

describe("the system part", () => {
  const flags = (root: string) => ["--system-only", "--yes", "--root", root];

  it("stays when the project's is destroyed, and goes only when asked for, with a warning", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const machine = createMachine(project, "26.05");
    await ok(project.nixtorch("apply", ...flags(machine.root)));
    await ok(project.nixtorch("destroy", "--yes", "--root", machine.root));
    expect(machine.read("etc/nixos/configuration.nix")).toContain("./nixtorch.nix");

    const { stderr } = await ok(project.nixtorch("destroy", ...flags(machine.root)));
    expect(stderr).toContain("NT599");
    expect(machine.read("etc/nixos/configuration.nix")).toBe(plainConfiguration);
    expect(existsSync(join(machine.root, "etc/nixos/nixtorch.nix"))).toBe(false);
    expect(machine.rebuilds()).toHaveLength(2);
  });

  it("is found again when the config has no system any more", async () => {
    const project = createProject({
      "nixtorch.config.ts": config('system: { module: "/etc/nixos/hosts/box.nix" }'),
    });
    const machine = createMachine(project, "26.05", { "etc/nixos/hosts/box.nix": "{ imports = [ ]; }\n" });
    await ok(project.nixtorch("apply", ...flags(machine.root)));
    project.write("nixtorch.config.ts", config());
    await ok(project.nixtorch("destroy", ...flags(machine.root)));
    expect(machine.read("etc/nixos/hosts/box.nix")).toBe("{ imports = [ ]; }\n");
  });

  it("is rolled back together with the project, and rebuilt", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const machine = createMachine(project, "26.05");
    await ok(project.nixtorch("apply", "--yes", "--no-lock", "--root", machine.root));
    await ok(project.nixtorch("rollback", "--yes", "--root", machine.root));
    expect(existsSync(join(project.directory, "flake.nix"))).toBe(false);
    expect(machine.read("etc/nixos/configuration.nix")).toBe(plainConfiguration);
    expect(machine.rebuilds()).toHaveLength(2);
  });

  it("can be ejected: the module stays imported, as the person's own", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const machine = createMachine(project, "26.05");
    await ok(project.nixtorch("apply", ...flags(machine.root)));
    await ok(project.nixtorch("eject", ...flags(machine.root)));
    expect(machine.read("etc/nixos/configuration.nix")).toContain("./nixtorch.nix");
    expect(machine.read("etc/nixos/nixtorch.nix")).not.toContain("Written by nixtorch");
  });
});
