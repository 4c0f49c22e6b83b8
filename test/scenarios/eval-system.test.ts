import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, repository, type Project } from "../support/project.js";
import { addChannel } from "../support/nixos-channel.js";
import { stubUrl } from "../support/nix-shell.js";
import { requireTools } from "../support/tools.js";

const config = (more = "system: {}") => `import { defineConfig } from "nixtorch";
export default defineConfig({ project: { name: "lab" }, gpu: "RTX 4090", ${more} });
`;

interface Machine {
  readonly project: Project;
  readonly root: string;
  plan(...flags: string[]): ReturnType<Project["nixtorch"]>;
  read(path: string): string;
}

/** A NixOS of 26.05 below a directory; `channel` false: without the nixpkgs that it was installed from. */
function machine(files: Record<string, string>, channel = true, written = config()): Machine {
  const project = createProject({ "nixtorch.config.ts": written });
  const root = join(dirname(project.directory), "root");
  const all = {
    "etc/NIXOS": "",
    "etc/hostname": "box\n",
    "etc/os-release": 'ID=nixos\nVERSION_ID="26.05"\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  if (channel) addChannel(root, "26.05");
  addProgram(project, "nixos-rebuild", "exit 0");
  const flags = ["--system-only", "--root", root];
  return {
    project,
    root,
    plan: (...more) => project.nixtorch("plan", ...flags, ...more),
    read: (path) => readFileSync(join(root, path), "utf8"),
  };
}

/** Puts a program in front of all others on PATH. */
function addProgram(project: Project, name: string, script: string): void {
  const bin = join(dirname(project.directory), `bin-${name}`);
  mkdirSync(bin);
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
  project.env.PATH = `${bin}:${project.env.PATH}`;
}

const configuration = "etc/nixos/configuration.nix";
const driver = `{ config, ... }: {
  services.xserver.videoDrivers = [ "nvidia" ];
  hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.stable;
  hardware.nvidia.open = true;
}
`;

describe.skipIf(!requireTools("nix"))("plan --eval-system", () => {
  it("leaves out what is computed, and the saved plan is applied without asking again", async () => {
    const { project, root, plan, read } = machine({
      [configuration]: `{ lib, ... }:
let unfree = name: lib.hasPrefix "nvidia" name; in
{
  imports = map (name: ./parts + "/\${name}.nix") [ "driver" ] ++ [ (import ./ld.nix { enable = true; }) ];
  networking.hostName = "box";
  nixpkgs.config.allowUnfreePredicate = pkg: unfree (lib.getName pkg);
}
`,
      "etc/nixos/parts/driver.nix": driver,
      "etc/nixos/ld.nix": "{ enable }: { programs.nix-ld = { inherit enable; }; }",
    });
    const file = join(project.directory, "plan.json");
    const planned = await plan("--eval-system", "--diff", "--out", file);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stderr).toContain("info NT436");
    expect(planned.stderr).toMatch(
      /With nixtorch\.nix it evaluates to \/nix\/store\/.*-nixos-system-box\.drv/,
    );
    expect(planned.stderr).not.toMatch(/^(warning|error)/m);
    for (const said of ["videoDrivers", "nvidiaPackages", "open =", "nix-ld", "allowUnfree"])
      expect(planned.stdout).not.toContain(said);
    expect(planned.stdout).toContain("+ hardware.graphics.enable");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      inputs: { tools: { nix: { version: expect.stringMatching(/^\d/) } } },
    });

    addProgram(project, "nix", 'echo "nix was started" >&2; exit 1');
    const applied = await project.nixtorch("apply", file, "--root", root);
    expect(applied.code, applied.stderr).toBe(0);
    expect(applied.stderr).not.toContain("nix was started");
    expect(read("etc/nixos/nixtorch.nix")).toContain("hardware.graphics.enable = true;");
    expect(read("etc/nixos/nixtorch.nix")).not.toContain("nvidiaPackages");
  });

  it("changes nothing the second time, and sees the module that it wrote as its own", async () => {
    const { project, root, plan } = machine({
      [configuration]: '{ imports = [ { hardware.nvidia.open = true; } ]; networking.hostName = "box"; }\n',
    });
    const flags = ["--system-only", "--root", root, "--eval-system"];
    const applied = await project.nixtorch("apply", "--yes", ...flags);
    expect(applied.code, applied.stderr).toBe(0);
    const again = await plan("--eval-system", "--detailed-exitcode");
    expect(again.code, again.stdout + again.stderr).toBe(0);
    expect(again.stdout).toContain("No changes.");
  });

  it("is a conflict where an inline module says otherwise, and the answer is marked as evaluated", async () => {
    const { plan } = machine({
      [configuration]: `{ lib, ... }: { imports = builtins.concatLists [ [ { hardware.nvidia = lib.genAttrs [ "open" ] (_: false); } ] ]; }\n`,
    });
    const { code, stdout, stderr } = await plan("--eval-system");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ *! +system\.module/m);
    expect(stderr).toContain("error NT412");
    expect(stderr).toMatch(/configuration\.nix.*sets hardware\.nvidia\.open.*\(evaluated\)/s);
  });

  it("stops at what NixOS would refuse, before anything is written", async () => {
    const prime = 'system: { prime: { mode: "offload", nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" } }';
    const { plan } = machine(
      { [configuration]: "{ lib, ... }: { hardware.nvidia.prime = { sync.enable = true; }; }\n" },
      true,
      config(prime),
    );
    const { code, stderr } = await plan("--eval-system");
    expect(code).toBe(1);
    expect(stderr).toContain("error NT438");
    expect(stderr).toContain("- Only one NVIDIA PRIME solution may be used at a time.");
  });

  it.each([
    {
      how: "by a definition that it switches on",
      option: "hardware.nvidia.open",
      value: "lib.mkIf config.hardware.graphics.enable (lib.mkForce false)",
      said: "`false` (evaluated) as soon as nixtorch.nix is there",
    },
    {
      how: "by one that it switches off",
      option: "programs.nix-ld.enable",
      value: "lib.mkIf (!config.hardware.graphics.enable) true",
      said: "`true` (evaluated), but not any more as soon as nixtorch.nix is there",
    },
  ])("finds what changes only with our module, $how", async ({ option, value, said }) => {
    const { plan } = machine({ [configuration]: `{ config, lib, ... }: { ${option} = ${value}; }\n` });
    const { code, stderr } = await plan("--eval-system");
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("error NT416");
    expect(stderr.replace(/\s+/g, " ")).toContain(`configuration.nix sets ${option} to ${said}`);
  });

  it("says nothing of a condition that ours fulfils, and of a value that is wanted", async () => {
    const { plan } = machine({
      [configuration]:
        "{ config, lib, ... }: { hardware.nvidia = lib.mkIf config.hardware.graphics.enable { open = lib.mkForce true; modesetting.enable = lib.mkForce false; }; }\n",
    });
    const { code, stderr } = await plan("--eval-system");
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/^(warning|error)/m);
  });

  it("says that the configuration was broken before, and goes on with its text", async () => {
    const { plan } = machine({
      [configuration]: '{ hardware.nvidia.open = true; netwroking.hostName = "box"; }\n',
    });
    const { code, stdout, stderr } = await plan("--eval-system", "--diff");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("warning NT439");
    expect(stderr).toContain("The option `netwroking' does not exist.");
    expect(stdout).not.toContain("+ hardware.nvidia.open");
  });

  it("reads the text where there is no nixpkgs to ask, and says why", async () => {
    const { plan } = machine({ [configuration]: "{ hardware.nvidia.open = true; }\n" }, false);
    const [plain, asked] = [await plan("--diff"), await plan("--diff", "--eval-system")];
    expect(asked.code, asked.stderr).toBe(0);
    expect(asked.stderr).toMatch(/warning NT437[\s\S]*no nixpkgs was found/);
    expect(asked.stdout).toBe(plain.stdout);
  });

  it("asks a flake's host, with the modules that only the flake knows", async () => {
    const { plan } = machine(
      {
        "etc/nixos/flake.nix": `{
  inputs.nixpkgs.url = "${stubUrl("26.05")}";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = builtins.mapAttrs (name: extra: nixpkgs.lib.nixosSystem {
      modules = [ ./configuration.nix extra { nixpkgs.hostPlatform = "x86_64-linux"; networking.hostName = name; } ];
    }) { box.hardware.nvidia.open = true; };
  };
}
`,
        [configuration]: "{ ... }:\n{\n}\n",
      },
      false,
      config('system: { release: "26.05", rebuild: { kind: "flake", host: "box" } }'),
    );
    const { code, stdout, stderr } = await plan("--eval-system", "--diff");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("nixosConfigurations.box");
    expect(stdout).toContain("nvidiaPackages.production");
    expect(stdout).not.toContain("open = true");
  });

  it("ends with Ctrl-C while Nix evaluates", async () => {
    const { project, root } = machine({ [configuration]: "{ }\n" });
    addProgram(
      project,
      "nix",
      '[ "$1" = --version ] && { echo "nix 2.99.0"; exit 0; }; echo waiting >&2; exec sleep 60',
    );
    const args = ["plan", "--system-only", "--root", root, "--eval-system"];
    const child = spawn(process.execPath, [join(repository, "dist/bin.cjs"), ...args], {
      cwd: project.directory,
      env: project.env,
    });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      if (!stderr.includes("evaluating") && text.toString().includes("evaluating"))
        setTimeout(() => child.kill("SIGINT"), 300);
      stderr += text.toString();
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code, stderr).toBe(130);
  }, 30_000);

  it("contradicts a plan without the system", async () => {
    const project = createProject({ "nixtorch.config.ts": config() });
    const { code, stderr } = await project.nixtorch("plan", "--project-only", "--eval-system");
    expect(code).toBe(1);
    expect(stderr).toContain("error NT584");
  });
});
