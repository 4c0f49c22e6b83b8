import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPackageIndex } from "../../support/package-index.js";
import type { IndexedPackage, PackageIndex } from "../../support/package-index.js";
import { createProject } from "../../support/project.js";
import { findPython, requireTools } from "../../support/tools.js";
import { plan, recipe, unplan } from "./world.js";
import type { Wanted } from "./world.js";

const folder = new URL("../../fixtures/pyproject-shapes/", import.meta.url);
const shapes = readdirSync(folder)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

/** The same as it comes from Windows. */
const [first] = shapes;
const all = [...shapes, { name: "windows.toml", text: `\uFEFF${first!.text.replaceAll("\n", "\r\n")}` }];

const wanted: Wanted = {
  packages: ["einops>=0.8", "numpy<2"],
  groups: { dev: ["ipython"] },
  recipes: [recipe("flash-attn", { env: { MAX_JOBS: "4" } })],
};

/** `key = value` for every value, in the reading of Python's tomllib. */
function readings(texts: readonly string[]): string[][] {
  const program = `
import json, sys, tomllib
def flat(value, path):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not pairs: return [f"{path[1:]} = {json.dumps(value)}"]
    inner = [("[]" if isinstance(value, list) else "." + key, one) for key, one in pairs]
    return [line for key, one in inner for line in flat(one, path + key)]
json.dump([flat(tomllib.loads(text.removeprefix("\\ufeff")), "") for text in json.load(sys.stdin)], sys.stdout)`;
  const { stdout, stderr } = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as string[][];
}

/** What one reading says more than the other. */
function beyond(more: readonly string[], less: readonly string[]): string[] {
  const left = [...less];
  return more.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

const tomllib = spawnSync("python3", ["-c", "import tomllib"]).status === 0;

describe("files as people have them", () => {
  test.each(all)("$name is edited, settled, and given back byte by byte", async ({ name, text }) => {
    const { content, baseline, change, diagnostics } = await plan(text, { ...wanted, adopt: true });
    if (name === "poetry.toml") {
      expect(diagnostics).toMatchObject([{ code: "NT442" }]);
      return;
    }
    expect(change.action).toBe("update");
    const again = await plan(content, wanted, baseline);
    expect([again.change.action, again.drift]).toEqual(["no-op", []]);
    expect(unplan(content, baseline).content).toBe(text);
  });

  test.skipIf(!tomllib)("mean what they meant, but for what was asked for", async () => {
    const edited = await Promise.all(
      all.map(async ({ name, text }) => ({
        name,
        text,
        content: (await plan(text, { ...wanted, adopt: true })).content!,
      })),
    );
    const read = readings(edited.flatMap(({ text, content }) => [text, content]));
    const lines = edited.flatMap(({ name }, index) => {
      const [before, after] = [read[2 * index]!, read[2 * index + 1]!];
      const told = [
        ...beyond(before, after).map((line) => `- ${line}`),
        ...beyond(after, before).map((line) => `+ ${line}`),
      ];
      return [`# ${name}`, ...told, ""];
    });
    await expect(lines.join("\n")).toMatchFileSnapshot("../../fixtures/pyproject-shapes/meaning.txt");
  });
});

const minor = ["3.11", "3.12", "3.13"].find((one) => findPython(one) !== null);
const ready = requireTools("uv") && minor !== undefined;

describe.skipIf(!ready)("real uv", () => {
  const plain = ["einops", "numpy", "tqdm", "ipython", "packaging", "setuptools", "ninja", "hatchling"];
  const served: IndexedPackage[] = [
    ...["cpu", "cu124", "cu126"].flatMap((variant) => [
      { name: "torch", version: `2.14.1+${variant}` },
      { name: "torchvision", version: `0.29.1+${variant}`, requiresDist: ["torch==2.14.1"] },
    ]),
    { name: "torch", version: "2.14.1", variant: "simple" },
    { name: "torchvision", version: "0.29.1", requiresDist: ["torch==2.14.1"], variant: "simple" },
    ...plain.map((name) => ({ name, version: name === "numpy" ? "1.26.4" : "5.0", variant: "simple" })),
    { name: "flash-attn", version: "2.8", variant: "simple", requiresDist: ["torch", "einops"] },
  ];
  let index: PackageIndex;
  beforeAll(async () => {
    index = await startPackageIndex(served);
  });
  afterAll(() => index.close());

  test.each(all.filter(({ name }) => name !== "poetry.toml"))("locks $name as edited", async ({ text }) => {
    const python = minor ?? "";
    // The addresses in the files are those of this test's index.
    const here = text
      .replaceAll("https://pypi.example/simple", `${index.url}/simple`)
      .replaceAll("https://download.pytorch.org/whl", index.url)
      .replaceAll(/requires-python = "[^"]*"/g, 'requires-python = ">=3.11"');
    const { content } = await plan(here, {
      ...wanted,
      python,
      torchvision: "0.29.1",
      index: `${index.url}/cu126`,
      adopt: true,
    });
    const project = createProject({ "pyproject.toml": content! });
    const env = {
      ...project.env,
      UV_PYTHON: findPython(python) ?? "",
      UV_PYTHON_DOWNLOADS: "never",
      UV_DEFAULT_INDEX: `${index.url}/simple`,
      NO_PROXY: "127.0.0.1",
    };
    const said = await new Promise<string>((resolve) => {
      execFile("uv", ["lock"], { cwd: project.directory, env }, (error, _, stderr) =>
        resolve(error === null ? "" : `${stderr}\n${content}`),
      );
    });
    expect(said).toBe("");
    expect(project.read("uv.lock")).toContain('name = "torch"\nversion = "2.14.1+cu126"');
  });
});
