import { execFileSync } from "node:child_process";
import { existsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { treeLimitBytes } from "../../src/stage/project-tree.js";
import { requireTools } from "../support/tools.js";
import { ask, index, lockOf, minor, pyproject } from "./uv-world.js";
import { world, type World } from "./world.js";

describe.skipIf(!requireTools("uv", "git"))("a project with sources", () => {
  const library = (requirement: string) =>
    `[project]\nname = "lib"\nversion = "3.0"\ndependencies = ["${requirement}"]\n[build-system]\nrequires = []\nbuild-backend = "none"\nbackend-path = ["."]\n`;
  const git = (here: World, ...args: string[]) =>
    execFileSync("git", ["-C", here.directory, ...args], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    });

  it("takes an editable ../lib at the same relative place", async () => {
    const here = world({ "lib/pyproject.toml": library("tiny>1"), "lab/.keep": "" });
    git(here, "init", "--quiet");
    const lock = await lockOf(
      here,
      pyproject({
        dependencies: '"lib"',
        rest: '[tool.uv.sources]\nlib = { path = "../lib", editable = true }\n',
      }),
    );
    expect(lock).toContain('source = { editable = "../lib" }');
    expect(lock).toContain('name = "tiny"\nversion = "2.0"');
    expect(lock).not.toContain(here.directory);
  });

  it("asks again when the requirements of ../lib change, and not for its README", async () => {
    const here = world({ "lib/pyproject.toml": library("tiny>1"), "lab/.keep": "" });
    git(here, "init", "--quiet");
    const text = pyproject({ dependencies: '"lib"', rest: '[tool.uv.sources]\nlib = { path = "../lib" }\n' });
    const first = await ask(here, text);
    writeFileSync(join(here.directory, "lib/README.md"), "new");
    expect((await ask(here, text)).inputs).toBe(first.inputs);
    writeFileSync(join(here.directory, "lib/pyproject.toml"), library("tiny<2"));
    const second = await ask(here, text);
    expect(second.inputs).not.toBe(first.inputs);
    expect(second).toMatchObject({ kind: "computed", content: expect.stringContaining('version = "1.0"') });
  });

  it("locks a workspace with its members", async () => {
    const here = world({
      "lab/packages/one/pyproject.toml": library("tiny").replace("lib", "one"),
      "lab/packages/two/pyproject.toml":
        library("one").replace("lib", "two") + "[tool.uv.sources]\none = { workspace = true }\n",
      "lab/packages/not-one/README": "",
    });
    git(here, "init", "--quiet");
    const lock = await lockOf(
      here,
      pyproject({
        rest: '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/not-*"]\n',
      }),
    );
    expect(lock).toMatch(/members = \[\s*"lab",\s*"one",\s*"two",\s*\]/);
  });

  it("sends the person to the root of the workspace that the project belongs to", async () => {
    const root = `[tool.uv.workspace]\nmembers = ["lab", "lib"]\n`;
    const here = world({
      "pyproject.toml": root,
      "lab/.keep": "",
      "lib/pyproject.toml": library("tiny"),
    });
    git(here, "init", "--quiet");
    const text = pyproject({
      dependencies: '"lib"',
      rest: "[tool.uv.sources]\nlib = { workspace = true }\n",
    });
    expect(await ask(here, text)).toMatchObject({
      kind: "unknown",
      reason: "the project belongs to a workspace further up",
      diagnostics: [{ code: "NT444", severity: "error", hint: expect.stringContaining(here.directory) }],
    });
  });

  it("does not copy a repository of many megabytes", async () => {
    const here = world({ "lib/pyproject.toml": library("tiny"), "lab/weights.bin": "" });
    truncateSync(join(here.directory, "lab/weights.bin"), treeLimitBytes + 1);
    git(here, "init", "--quiet");
    const text = pyproject({
      dependencies: '"lib"',
      rest: '[tool.uv.sources]\nlib = { path = "../lib" }\n',
    });
    git(here, "add", "lib");
    expect(await ask(here, text)).toMatchObject({ kind: "computed" });
    git(here, "add", "lab");
    const other = { ...here, context: { ...here.context, cacheDirectory: join(here.directory, "cache2") } };
    expect(await ask(other, text)).toMatchObject({
      kind: "unknown",
      diagnostics: [
        { code: "NT540", severity: "warning", hint: expect.stringContaining("git rm --cached FILE") },
      ],
    });
  });

  it("names the source that lies outside the repository", async () => {
    const here = world({
      "elsewhere/pyproject.toml": library("tiny"),
      "lab/.git/HEAD": "ref: refs/heads/main",
    });
    const staged = await ask(
      here,
      pyproject({ dependencies: '"lib"', rest: '[tool.uv.sources]\nlib = { path = "../elsewhere" }\n' }),
    );
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: `../elsewhere (tool.uv.sources.lib) lies outside ${join(here.directory, "lab")}`,
      diagnostics: [{ code: "NT534", severity: "warning" }],
    });
  });

  it("names the source that git ignores", async () => {
    const here = world({ ".gitignore": "lib\n", "lib/pyproject.toml": library("tiny"), "lab/.keep": "" });
    git(here, "init", "--quiet");
    const staged = await ask(
      here,
      pyproject({ dependencies: '"lib"', rest: '[tool.uv.sources]\nlib = { path = "../lib" }\n' }),
    );
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: "../lib (tool.uv.sources.lib) is ignored by git",
      diagnostics: [{ code: "NT534" }],
    });
  });

  it("reads a dynamic version from the source tree, in a repository or not", async () => {
    const backend = `
import re
def _version():
    return re.search('"(.*)"', open("src/lab/__init__.py").read()).group(1)
def _metadata(directory):
    import os
    name = f"lab-{_version()}.dist-info"
    os.makedirs(os.path.join(directory, name))
    with open(os.path.join(directory, name, "METADATA"), "w") as file:
        file.write(f"Metadata-Version: 2.1\\nName: lab\\nVersion: {_version()}\\nRequires-Dist: tiny<2\\n")
    return name
def prepare_metadata_for_build_editable(directory, config_settings=None):
    return _metadata(directory)
def prepare_metadata_for_build_wheel(directory, config_settings=None):
    return _metadata(directory)
def get_requires_for_build_editable(config_settings=None):
    return []
def get_requires_for_build_wheel(config_settings=None):
    return []
`;
    const files = { "lab/src/lab/__init__.py": '__version__ = "7.1"\n', "lab/backend/backend.py": backend };
    const text = `[project]
name = "lab"
dynamic = ["version", "dependencies"]
requires-python = ">=${minor}"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["backend"]
[[tool.uv.index]]
name = "local"
url = "${index.url}/any"
default = true
`;
    const here = world(files);
    expect(await lockOf(here, text)).toContain('name = "tiny"\nversion = "1.0"');
    const repository = world(files);
    git(repository, "init", "--quiet");
    expect(await lockOf(repository, text)).toContain('name = "tiny"\nversion = "1.0"');
    expect(existsSync(join(here.directory, "lab/src/lab/__pycache__"))).toBe(false);

    const empty = await ask(world({ "lab/backend/backend.py": backend }), text);
    expect(empty).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT541", severity: "error" }] });
    expect(empty.diagnostics[0]?.detail).toContain("src/lab/__init__.py");
  });
});
