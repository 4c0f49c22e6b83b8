import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject } from "../support/project.js";

const define = (body: string) =>
  `import { defineConfig } from "nixtorch";\nexport default defineConfig(${body});\n`;
const good = define('{ gpu: "RTX 4090", packages: ["einops"] }');

/** What is wrong with the config; the code, the place, and words the message must have. */
const configs: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "an unknown key",
    define('{ gpus: "RTX 4090" }'),
    "NT221",
    /nixtorch\.config\.ts:2:31[^]*Did you mean `gpu`/,
  ],
  ["a wrong type", define("{ packages: 5 }"), "NT220", /nixtorch\.config\.ts:2:41/],
  ["an unknown GPU", define('{ gpu: "RTX 4099" }'), "NT300", /:2:36[^]*Did you mean "RTX 4090"/],
  ["a stack that cannot run", define('{ gpu: "RTX 5090", cuda: "12.4" }'), "NT311", /cuda: "12\.8"/],
  ["an invalid requirement", define('{ packages: ["numpy>>1"] }'), "NT225", /:2:\d+[^]*numpy>>1/],
  ["an error that it throws", `const a: any = 1;\nexport default a.b.c;\n`, "NT205", /:2:\d+/],
  ["a syntax error", define("{ gpu: ; }"), "NT202", /:2:36/],
  ["no export", "export const a = 1;\n", "NT204", /export default defineConfig/],
  ["an import of nothing", 'import "./nowhere.js";\nexport default {};\n', "NT207", /:1:\d+[^]*nowhere/],
  ["an import circle", 'import "./other.js";\nexport default {};\n', "NT209", /other\.ts/],
];

describe("a config with", () => {
  it.each(configs)("%s gets one clear message, and nothing is written", async (_name, text, code, words) => {
    const project = createProject({
      "nixtorch.config.ts": text,
      "other.ts": 'import "./nixtorch.config.js";\n',
    });
    const before = project.snapshot();
    const result = await project.nixtorch("apply", "--yes", "--offline");
    expect(result.code).toBe(1);
    expect(result.stdout).toBe("");
    expect(result.stderr).toContain(`error ${code}`);
    expect(result.stderr).toMatch(words);
    expect(project.snapshot()).toEqual(before);

    const json = await project.nixtorch("plan", "--json", "--offline");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout).diagnostics).toContainEqual(expect.objectContaining({ code }));
  });

  it("several mistakes hears of all of them at once", async () => {
    const text = define('{ gpu: 5, cuda: true, packages: ["a>>1", "b>="], nope: 1 }');
    const { stderr } = await createProject({ "nixtorch.config.ts": text }).nixtorch("validate");
    expect(stderr.match(/^error NT/gm)).toHaveLength(5);
  });

  it("no file at all says how to write one", async () => {
    const { code, stderr } = await createProject({}).nixtorch("plan");
    expect(code).toBe(1);
    expect(stderr).toContain("error NT200");
    expect(stderr).toContain("export default defineConfig");
  });
});

/** A file that stands in the way, the code, and what happens to all others: nothing. */
const files: readonly (readonly [string, string, string | Buffer | null, string])[] = [
  ["a directory for pyproject.toml", "pyproject.toml", null, "NT403"],
  ["an invalid pyproject.toml", "pyproject.toml", "[project\n", "NT440"],
  ["a binary pyproject.toml", "pyproject.toml", Buffer.from([0, 255, 254]), "NT441"],
  ["a flake of somebody else", "flake.nix", "{ }\n", "NT401"],
  ["a binary flake", "flake.nix", Buffer.from([0, 255, 254]), "NT401"],
  ["a directory for flake.nix", "flake.nix", null, "NT403"],
  ["a half block in .envrc", ".envrc", "# >>> nixtorch >>>\nuse flake\n", "NT407"],
  ["a directory for uv.lock", "uv.lock", null, "NT403"],
];

describe("a project with", () => {
  it.each(files)("%s is refused, and nothing is written", async (_name, path, content, code) => {
    const project = createProject({ "nixtorch.config.ts": good });
    if (content === null) mkdirSync(join(project.directory, path));
    else writeFileSync(join(project.directory, path), content);
    const before = project.snapshot();
    const result = await project.nixtorch("apply", "--yes", "--offline");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`error ${code}`);
    expect(result.stderr).toContain(path);
    expect(project.snapshot()).toEqual(before);
  });
});
