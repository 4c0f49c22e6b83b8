import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMachine as machine, plainConfiguration as configuration } from "../support/nixos-machine.js";
import { createProject } from "../support/project.js";

const config = (more: string) => `import { defineConfig } from "nixtorch";
export default defineConfig({ project: { name: "lab" }, gpu: "RTX 4090", ${more} });
`;

describe("the system part, below another root", () => {
  it("is planned, written, built and then in place; nothing is ever activated", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root, read } = machine(project, "26.05");
    const flags = ["--system-only", "--root", root];
    const planned = await project.nixtorch("plan", ...flags);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toContain("Plan: 1 to add, 2 to change, 0 to destroy.");
    expect(existsSync(join(root, "etc/nixos/nixtorch.nix"))).toBe(false);

    const applied = await project.nixtorch("apply", "--yes", ...flags);
    expect(applied.code, applied.stderr).toBe(0);
    expect(read("etc/nixos/nixtorch.nix")).toMatch(/^# Written by nixtorch for the project lab/);
    expect(read("etc/nixos/nixtorch.nix")).toMatch(
      /hardware\.graphics\.enable = true;|graphics\.enable = true;/,
    );
    expect(read("etc/nixos/configuration.nix")).toBe(
      configuration.replace("# the disk\n", "# the disk\n    ./nixtorch.nix\n"),
    );
    expect(readFileSync(join(root, "../bin/asked"), "utf8")).toMatch(/^build\b/);
    expect(applied.stderr).toContain("nixos-enter");

    const again = await project.nixtorch("plan", "--detailed-exitcode", ...flags);
    expect(again.code, again.stdout + again.stderr).toBe(0);
    expect(again.stdout).toContain("No changes.");
  });

  it.each([
    ["24.05", "hardware.opengl", "hardware.graphics"],
    ["24.11", "hardware.graphics", "hardware.opengl"],
  ])("has the option names of NixOS %s", async (release, option, other) => {
    const project = createProject({
      "nixtorch.config.ts": config(`system: { release: ${JSON.stringify(release)} }`),
    });
    const { root, read } = machine(project, release);
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    expect(code, stderr).toBe(0);
    expect(read("etc/nixos/nixtorch.nix")).toContain(option);
    expect(read("etc/nixos/nixtorch.nix")).not.toContain(other);
  });

  it("is refused where the driver is too old for the stack, and the edit that helps is named", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root } = machine(project, "24.05");
    const { code, stderr } = await project.nixtorch("plan", "--system-only", "--root", root);
    expect(code).toBe(1);
    expect(stderr).toContain("error NT331");
    expect(stderr).toContain('release: "24.05"');
  });

  it("is a conflict with file and line when the person's configuration says otherwise", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root, read } = machine(project, "26.05", {
      "etc/nixos/hardware-configuration.nix": "{\n  hardware.nvidia.open = false;\n}\n",
    });
    const { code, stdout, stderr } = await project.nixtorch(
      "apply",
      "--yes",
      "--system-only",
      "--root",
      root,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ *! +system\.module/m);
    expect(stderr).toMatch(/hardware-configuration\.nix:2/);
    expect(read("etc/nixos/configuration.nix")).toBe(configuration);
  });

  it("leaves the unfree predicate to a person who has one", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root, read } = machine(project, "26.05", {
      "etc/nixos/hardware-configuration.nix": "{ nixpkgs.config.allowUnfree = true; }\n",
    });
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    expect(code, stderr).toBe(0);
    expect(read("etc/nixos/nixtorch.nix")).not.toContain("allowUnfree");
  });

  it("is not managed without `system`, and plans nothing when it is removed later", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root, read } = machine(project, "26.05");
    await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    const module = read("etc/nixos/nixtorch.nix");
    project.write("nixtorch.config.ts", config(""));
    const { code, stdout, stderr } = await project.nixtorch(
      "plan",
      "--detailed-exitcode",
      "--system-only",
      "--root",
      root,
    );
    expect(code, stdout).toBe(0);
    expect(stderr).toContain("The NixOS configuration is not managed");
    expect(read("etc/nixos/nixtorch.nix")).toBe(module);
  });

  it("takes the driver of the host's own cards", async () => {
    const project = createProject({
      "nixtorch.config.ts": `import { defineConfig } from "nixtorch";
export default defineConfig({
  gpu: ["GTX 1080 Ti", "RTX 4090"],
  hosts: { box: { gpu: "GTX 1080 Ti" } },
});
`,
    });
    const { root, read } = machine(project, "26.05");
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    expect(code, stderr).toBe(0);
    expect(read("etc/nixos/nixtorch.nix")).toContain("nvidiaPackages.legacy_580");
    expect(read("etc/nixos/nixtorch.nix")).toContain("open = false;");
  });

  it("leaves the driver of a Jetson to its board, and says so once", async () => {
    const project = createProject({
      "nixtorch.config.ts": `import { defineConfig } from "nixtorch";
export default defineConfig({
  gpu: "Jetson AGX Orin",
  nix: { systems: ["aarch64-linux"] },
  system: {},
});
`,
    });
    const { root, read } = machine(project, "26.05");
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("NT328");
    expect(stderr).not.toContain("NT595");
    expect(read("etc/nixos/nixtorch.nix")).toContain("nix-ld");
    expect(read("etc/nixos/nixtorch.nix")).not.toContain("nvidia");
  });

  it("is refused for a NixOS whose release nobody knows, and nothing is said to match", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root } = machine(project, "26.05");
    writeFileSync(join(root, "etc/os-release"), "ID=nixos\n");
    const { code, stdout, stderr } = await project.nixtorch("plan", "--system-only", "--root", root);
    expect(code).toBe(1);
    expect(stderr).toContain("error NT435");
    expect(stdout).not.toContain("matches");
  });

  it("is refused for a NixOS that nobody knows the drivers of: the present driver stays", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root, read } = machine(project, "26.05");
    await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    const module = read("etc/nixos/nixtorch.nix");
    writeFileSync(join(root, "etc/os-release"), 'ID=nixos\nVERSION_ID="99.11"\n');
    const { code, stderr } = await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    expect(code).toBe(1);
    expect(stderr).toContain("error NT595");
    expect(read("etc/nixos/nixtorch.nix")).toBe(module);
  });

  it("warns when the driver goes, because the config has no card any more", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root } = machine(project, "26.05");
    await project.nixtorch("apply", "--yes", "--system-only", "--root", root);
    project.write("nixtorch.config.ts", config("system: {}").replace('"RTX 4090"', '"none"'));
    const { stderr } = await project.nixtorch("plan", "--system-only", "--root", root);
    expect(stderr).toContain("warning NT599");
  });

  it("brings the module along when only its import is the target", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { root } = machine(project, "26.05");
    const { code, stderr } = await project.nixtorch(
      "apply",
      "--yes",
      "--target",
      "system.import",
      "--root",
      root,
    );
    expect(code, stderr).toBe(0);
    expect(existsSync(join(root, "etc/nixos/nixtorch.nix"))).toBe(true);
  });

  it("needs a root that is there", async () => {
    const project = createProject({ "nixtorch.config.ts": config("system: {}") });
    const { code, stderr } = await project.nixtorch("plan", "--root", join(project.directory, "nowhere"));
    expect(code).toBe(1);
    expect(stderr).toContain("error NT597");
  });
});
