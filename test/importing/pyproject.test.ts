import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPyproject } from "../../src/importing/pyproject.js";
import { facts, told } from "./told.js";

const grown = readFileSync(join(import.meta.dirname, "../fixtures/importing/pyproject.toml"), "utf8");

function reading(text: string, pythonVersion: string | null = null) {
  return told(readPyproject(text, { facts, pythonVersion }));
}

const project = (lines: string) => `[project]\nname = "lab"\nversion = "1"\n${lines}\n`;

/** What a requirement on torch, or an index, says of the stack. */
function stackOf(text: string): string[] {
  const { understood } = reading(text);
  return understood.filter((line) => /^(?:torch|cuda|gpu)/.test(line));
}

describe("a grown pyproject.toml", () => {
  it("says in a config what it says to uv", () => {
    expect(reading(grown).understood).toMatchInlineSnapshot(`
      [
        "project.name = "lab"  pyproject.toml:3",
        "project.description = "Fine-tuning experiments"  pyproject.toml:5",
        "project.package = false  pyproject.toml:45",
        "project.python = "3.12"  pyproject.toml:6",
        "torch: torch >= 2.7  pyproject.toml:8 (limits the choice where it stands; the first apply makes it exact)",
        "torch.vision = true  pyproject.toml:9",
        "packages = "numpy<2"  pyproject.toml:10 (# pandas 1 needs it)",
        "packages = "flash-attn>=2.8"  pyproject.toml:11",
        "packages = "einops"  pyproject.toml:11",
        "packages = {"name":"my-kernels","git":"https://git.example/my-kernels","tag":"v1"}  pyproject.toml:12",
        "packages = "shared"  pyproject.toml:13",
        "extras.serve = "fastapi"  pyproject.toml:19",
        "groups.dev = "pytest"  pyproject.toml:22",
        "groups.lint = "ruff"  pyproject.toml:23",
        "cuda = "12.8"  pyproject.toml:25",
        "indexes = {"name":"mirror","url":"https://mirror.example/simple"}  pyproject.toml:39",
        "buildIsolation.exceptions.my-kernels.needs = ["torch","ninja"]  pyproject.toml:49",
        "buildIsolation.exceptions.apex.needs: build of apex: torch  pyproject.toml:49 (nixtorch knows that by itself)",
        "buildIsolation.exceptions.my-kernels.env.FORCE_CUDA = "1"  pyproject.toml:52",
        "buildIsolation.exceptions.flash-attn: no build isolation for flash-attn  pyproject.toml:48 (respected where it stands: nixtorch brings what the build needs)",
        "buildIsolation.exceptions.my-kernels.requires = ["torch","einops"]  pyproject.toml:55",
        "buildIsolation.exceptions.my-kernels.version = "1.0"  pyproject.toml:55",
      ]
    `);
  });

  it("leaves the rest to uv, each part with its place and the reason", () => {
    expect(reading(grown).not).toMatchInlineSnapshot(`
      [
        "pyproject.toml:14  "broken ==": it is no requirement: no version after "=="",
        "pyproject.toml:15  private @ git+https://***@git.example/private: it carries credentials, and the config is committed: take them out there, and let \`uv auth login HOST\` keep them (secret)",
        "pyproject.toml:19  "torch": torch and what goes with it belong to the whole project, not to the extra serve",
        "pyproject.toml:30  index pytorch-cpu: https://download.pytorch.org/whl/cpu: no source leads torch to it on Linux; uv goes on reading it here",
        "pyproject.toml:35  index company: https://***@pypi.example/simple: it carries credentials, and the config is committed: uv takes them from UV_INDEX_<NAME>_USERNAME and _PASSWORD (secret)",
        "pyproject.toml:39  index mirror: format: the config has no key for it; uv goes on reading it here",
        "pyproject.toml:67  source of shared: it is a member of the workspace; uv goes on reading it here",
        "pyproject.toml:68  source of einops: the config has no key for its \`marker\`; uv goes on reading it here",
        "pyproject.toml:53  build of my-kernels: KERNELS_TOKEN: it carries credentials, and the config is committed: put it into a file .env that git ignores (secret)",
        "pyproject.toml:22  {"include-group":"lint"}: a group inside a group has no key in the config; uv goes on reading it here",
        "pyproject.toml:47  constraint-dependencies: "protobuf<5": it limits the choice where it stands; the config has no key for it",
        "pyproject.toml:46  [tool.uv] conflicts: the config has no key for it; uv goes on reading it here",
      ]
    `);
  });

  it("keeps every secret to itself", () => {
    const all = JSON.stringify(readPyproject(grown, { facts, pythonVersion: null }));
    expect(all).not.toMatch(/s3cret|t0ken/);
  });

  it("is read the same with Windows line endings and a byte order mark", () => {
    expect(reading(`\uFEFF${grown.replaceAll("\n", "\r\n")}`)).toEqual(reading(grown));
  });
});

describe("torch", () => {
  it.each([
    ["torch==2.9.1", ['torch.version = "2.9.1"  pyproject.toml:4']],
    ["torch==2.9", ['torch.version = "2.9.0"  pyproject.toml:4']],
    ["torch==2.9.1+cu126", ['cuda = "12.6"  pyproject.toml:4', 'torch.version = "2.9.1"  pyproject.toml:4']],
    ["torch==2.9.1+cpu", ['gpu = "none"  pyproject.toml:4', 'torch.version = "2.9.1"  pyproject.toml:4']],
    ["torch", ["torch: torch  pyproject.toml:4 (nixtorch chooses the version)"]],
    [
      "torch>=2.7,<3",
      [
        "torch: torch>=2.7,<3  pyproject.toml:4 (limits the choice where it stands; the first apply makes it exact)",
      ],
    ],
    ["torchaudio==2.9.1", ["torch.audio = true  pyproject.toml:4 (in the release that goes with torch)"]],
    ["torch @ https://files.example/torch.whl", []],
    ["torch; sys_platform == 'win32'", []],
  ])("is understood from %s", (requirement, expected) => {
    expect(stackOf(project(`dependencies = [${JSON.stringify(requirement)}]`))).toEqual(expected);
  });

  const index = (name: string, url: string, more = "") =>
    `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n${more}\n`;

  it.each([
    ["https://download.pytorch.org/whl/cu130", ['cuda = "13.0"  pyproject.toml:5']],
    ["https://download.pytorch.org/whl/cpu/", ['gpu = "none"  pyproject.toml:5']],
    [
      "https://mirror.example/whl/cu128",
      ['cuda = "12.8"  pyproject.toml:5', 'torch.index = "https://mirror.example/whl"  pyproject.toml:5'],
    ],
    ["https://download.pytorch.org/whl/rocm6.3", []],
    ["https://download.pytorch.org/whl/nightly/cu130", []],
  ])("has its build from the index %s", (url, expected) => {
    expect(stackOf(project("") + index("any", url))).toEqual(expected);
  });

  it("has its build from the index that its source leads to on Linux", () => {
    const text =
      project("") +
      index("a", "https://download.pytorch.org/whl/cu118", "explicit = true") +
      index("b", "https://download.pytorch.org/whl/cu128", "explicit = true") +
      '[tool.uv.sources]\ntorch = [{ index = "a", marker = "sys_platform == \'win32\'" }, { index = "b", marker = "sys_platform == \'linux\'" }]\n';
    expect(stackOf(text)).toEqual(['cuda = "12.8"  pyproject.toml:9']);
  });

  it("has no build that follows from an extra", () => {
    const text =
      project("") +
      index("a", "https://download.pytorch.org/whl/cu118", "explicit = true") +
      '[tool.uv.sources]\ntorch = { index = "a", extra = "cu118" }\n';
    expect(stackOf(text)).toEqual([]);
    expect(reading(text).not[0]).toContain("no source leads torch to it on Linux");
  });
});

describe("the Python", () => {
  const python = (range: string, file: string | null = null) =>
    reading(project(`requires-python = "${range}"`), file).understood.filter((line) =>
      line.startsWith("project.python"),
    );

  it("is that of requires-python where it allows one", () => {
    expect(python(">=3.12,<3.13")).toEqual(['project.python = "3.12"  pyproject.toml:4']);
    expect(python("==3.11.*", "3.12")).toEqual(['project.python = "3.11"  pyproject.toml:4']);
    expect(python("==3.10.12")).toEqual(['project.python = "3.10"  pyproject.toml:4']);
  });

  it("is that of .python-version where it allows several", () => {
    expect(python(">=3.10", "3.12").at(-1)).toBe('project.python = "3.12"  .python-version');
    expect(python(">=3.10")).toEqual([
      'project.python: requires-python = ">=3.10"  pyproject.toml:4 (limits the choice where it stands)',
    ]);
  });
});

describe("another package manager's file", () => {
  it("is named, and says nothing that a config has words for", () => {
    const { understood, not } = reading(
      '[tool.poetry]\nname = "lab"\n[tool.poetry.dependencies]\ntorch = "^2.7"\n',
    );
    expect(understood).toEqual([]);
    expect(not).toEqual([
      "pyproject.toml:1  [tool.poetry]: poetry reads it, and uv does not: move its dependencies to [project]",
    ]);
  });

  it("is named where a build backend computes the dependencies", () => {
    expect(reading(project('dynamic = ["dependencies", "readme"]')).not).toEqual([
      "pyproject.toml:4  dynamic: dependencies: a build backend computes it, so there is nothing to read",
    ]);
  });
});

describe("whatever stands in the tables", () => {
  it("never makes reading fail", () => {
    const value = fc.constantFrom(
      '"text"',
      "1",
      "true",
      "[]",
      '["torch"]',
      "[1]",
      "{ }",
      '{ index = "a" }',
      '[{ url = "https://a.example" }]',
      "1979-05-27",
    );
    const key = fc.constantFrom(
      "project.dependencies",
      "project.name",
      "project.requires-python",
      "project.dynamic",
      "project.optional-dependencies.x",
      "dependency-groups.dev",
      "tool.uv.index",
      "tool.uv.sources.torch",
      "tool.uv.sources.a",
      "tool.uv.package",
      "tool.uv.extra-build-dependencies.a",
      "tool.uv.extra-build-variables.a.b",
      "tool.uv.no-build-isolation-package",
      "tool.uv.dependency-metadata",
      "tool.uv.conflicts",
      "tool.poetry.dependencies",
    );
    const document = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 8 });
    fc.assert(
      fc.property(document, (entries) => {
        const text = entries.map(([name, written]) => `${name} = ${written}\n`).join("");
        const { understood, not } = readPyproject(text, { facts, pythonVersion: null });
        expect([...understood, ...not].every(({ place }) => (place.line ?? 1) <= entries.length)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
