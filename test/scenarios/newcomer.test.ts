import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, repository } from "../support/project.js";

const readme = readFileSync(join(repository, "README.md"), "utf8");

/** The fenced blocks of a language in a Markdown text. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    (match) => match[1]!,
  );
}

/** The commands of a shell block, without comments. */
function commands(block: string): string[] {
  return block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

describe("the README", () => {
  const [tryIt = "", install = "", use = "", inCi = ""] = blocks(readme, "sh");
  const [config = "", impossible = ""] = blocks(readme, "ts");

  it("names two commands that set everything up, and both are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect(commands(tryIt)).toEqual(["npm start", "npm test"]);
    for (const script of [scripts.start, scripts.test])
      expect(existsSync(join(repository, script.replace("node ", "")))).toBe(true);
  });

  it("leads a newcomer through a packed nixtorch in an empty directory", async () => {
    const project = createProject({ "nixtorch.config.ts": config });
    // What `npm install --save-dev nixtorch` does, from this checkout's tarball and with no network.
    expect(commands(install)).toEqual(["npm install --save-dev nixtorch"]);
    const tarball = execFileSync("npm", ["pack", "--silent", "--pack-destination", project.directory], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
    project.run("npm", "install", "--silent", "--offline", "--save-dev", `./${tarball}`);

    const wanted = commands(use).filter((line) => line.startsWith("npx nixtorch"));
    expect(wanted).toEqual(["plan", "apply", "plan", "explain torch"].map((one) => `npx nixtorch ${one}`));
    const run = (...args: string[]) => project.run("npx", "--no-install", "nixtorch", ...args);
    const npx = (...args: string[]) => run(...args, "--no-lock");
    expect(npx("plan")).toMatch(/torch {2,}2\.\d+\.\d+/);
    expect(readdirSync(project.directory)).not.toContain("flake.nix");
    npx("apply", "--yes");
    expect(project.read("pyproject.toml")).toContain("transformers");
    expect(project.read("flake.nix")).toContain("cudaPackages_");
    expect(npx("plan")).toContain("No changes. The environment matches nixtorch.config.ts.");
    expect(run("explain", "torch")).toContain("Rows of the catalog");

    const [call = "", said = ""] = impossible.split("\n// ");
    project.write("nixtorch.config.ts", `import { defineConfig } from "nixtorch";\nexport default ${call}\n`);
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "nixtorch.config.ts"];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options], {
      cwd: project.directory,
      encoding: "utf8",
    });
    expect(stdout).toContain(`nixtorch.config.ts(2,48): error TS2322: ${said.trim()}`);
  });

  it("has a command for CI that tells changes by its exit code", async () => {
    const [line = ""] = commands(inCi);
    const [program, ...args] = line.split(" ");
    expect(program).toBe("nixtorch");
    const project = createProject({ "nixtorch.config.ts": config });
    expect((await project.nixtorch(...args, "--offline")).code).toBe(2);
  });
});

describe("the examples", () => {
  it.each(readdirSync(join(repository, "examples")))("%s plans", async (name) => {
    const project = createProject({});
    cpSync(join(repository, "examples", name), project.directory, { recursive: true });
    const { code, stdout, stderr } = await project.nixtorch("plan", "--offline");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  });

  it("and this repository's own config resolves to one stack for all its cards", async () => {
    const { code, stdout } = await createProject({}).nixtorch("validate", "-C", repository, "--json");
    expect(code).toBe(0);
    const { resolution } = JSON.parse(stdout);
    expect([resolution.wheel.value, resolution.archList.value]).toEqual(["cu126", ["6.1", "8.9", "9.0"]]);
  });
});

describe("the documentation of the command line", () => {
  it("names every option that the help names, and no other", async () => {
    const project = createProject({});
    const documented = readFileSync(join(repository, "docs/cli.md"), "utf8");
    const named = new Set<string>();
    for (const command of [[], ["import"], ["plan"], ["apply"], ["validate"], ["show"]])
      for (const match of (await project.nixtorch(...command, "--help")).stdout.matchAll(/--[a-z][a-z-]+/g))
        named.add(match[0]);
    const written = new Set([...documented.matchAll(/--[a-z][a-z-]+/g)].map((match) => match[0]));
    expect([...written].sort()).toEqual([...named].sort());
  });
});
