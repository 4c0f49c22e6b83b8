import { describe, expect, test } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import type { MemoryEntry } from "../../../src/host/memory.js";
import { observePyproject, planPyproject } from "../../../src/resources/pyproject/index.js";
import { desire, plan, project, recipe, unplan } from "./world.js";
import type { Wanted } from "./world.js";

const head = '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.12"\n';

/** The one error of a plan that changes nothing. */
async function errorOf(text: string | null, wanted: Wanted = {}, others: Record<string, string> = {}) {
  const { change, actions, diagnostics, content } = await plan(text, wanted, {}, others);
  expect([change.action, actions, content]).toEqual(["conflict", [], text]);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toHaveLength(1);
  expect(errors[0]!.summary).not.toMatch(/[0-9"`]|torch[^ ]/);
  return errors[0]!;
}

describe("what a person wrote and what is wanted", () => {
  test("clash in a requirement: both places are named", async () => {
    const error = await errorOf(`${head}dependencies = [\n    "numpy",\n    "transformers<4", # old\n]\n`, {
      packages: ["transformers>=4.50"],
    });
    expect(error).toMatchObject({ code: "NT445", place: { file: "pyproject.toml", line: 7, column: 5 } });
    expect(error.detail).toBe(
      "pyproject.toml:7 has `transformers<4`, while nixtorch.config.ts (packages[0]) wants `transformers>=4.50`.",
    );
    expect(error.hint).toContain("    nixtorch apply --adopt --target project.pyproject\n");
  });

  test("clash, and --adopt lets the config win", async () => {
    const text = `${head}dependencies = ["torch<2"]\n`;
    const { content, change } = await plan(text, { adopt: true });
    expect(change.action).toBe("update");
    expect(content).toContain('dependencies = ["torch==2.14.1"]');
  });

  test("clash in a direct URL", async () => {
    const error = await errorOf(
      `${head}dependencies = ["torch @ https://user:secret@files.example/torch.whl"]\n`,
    );
    expect(error.detail).toContain("`torch @ https://***@files.example/torch.whl`");
  });

  test("clash in a source", async () => {
    const error = await errorOf(
      `${head}dependencies = []\n[tool.uv.sources]\ntorch = { index = "old" }\n[[tool.uv.index]]\nname = "old"\nurl = "https://download.pytorch.org/whl/cu118"\n`,
    );
    expect(error).toMatchObject({ code: "NT445", place: { line: 7 } });
    expect(error.detail).toContain("source of torch `old`");
  });

  test("clash in an index of one name", async () => {
    const error = await errorOf(
      `${head}dependencies = []\n[[tool.uv.index]]\nname = "pytorch-cu126"\nurl = "https://mirror.example/cu126"\n`,
    );
    expect(error).toMatchObject({ code: "NT445", place: { line: 6 } });
  });

  test("clash in the Python version", async () => {
    const error = await errorOf(head.replace(">=3.12", ">=3.9,<3.12"));
    expect(error).toMatchObject({ code: "NT446", place: { line: 4 } });
    expect(error.detail).toContain('">=3.9,<3.12"');
  });

  test.each(["^3.11", "3.11"])(
    "requires-python %j is no specifier, and what to write is told",
    async (range) => {
      const error = await errorOf(head.replace(">=3.12", range));
      expect(error).toMatchObject({ code: "NT453", place: { line: 4 } });
      expect(error.detail).toContain(JSON.stringify(range));
      expect(error.hint).toContain('    requires-python = ">=3.11,<4"');
    },
  );

  test("clash in the project's name", async () => {
    const error = await errorOf(`${head}dependencies = []\n`, { project: { name: "y" } });
    expect(error.detail).toContain("name `x`, while nixtorch.config.ts (project.name) wants name `y`");
  });
});

describe("one requirement in several lines", () => {
  const listed = (...requirements: string[]) =>
    `${head}dependencies = [\n${requirements.map((one) => `  ${JSON.stringify(one)},\n`).join("")}]\n`;

  test("that go together is made exact once, and told with all lines", async () => {
    const { change, content, diagnostics } = await plan(listed("numpy", "torch>=2", "Torch >=2.1"));
    expect(change.action).toBe("update");
    expect(content).toContain('  "torch==2.14.1",\n  "Torch >=2.1",\n');
    expect(diagnostics).toMatchObject([
      { severity: "warning", code: "NT454", place: { line: 7 }, related: [{ place: { line: 8 } }] },
    ]);
    expect(diagnostics[0]!.detail).toBe(
      "pyproject.toml:7 has `torch>=2`, pyproject.toml:8 has `Torch >=2.1`, and the chosen stack wants " +
        "`torch==2.14.1`. nixtorch keeps one of them; the others hold besides.",
    );
  });

  test("that allow nothing of what is wanted stop the plan, also with --adopt", async () => {
    for (const adopt of [false, true]) {
      const { change, diagnostics } = await plan(listed("torch>=2", "torch<2.9"), { adopt });
      expect(change.action).toBe("conflict");
      expect(diagnostics).toMatchObject([{ severity: "error", code: "NT454", place: { line: 6 } }]);
      expect(diagnostics[0]!.detail).toContain("together they allow nothing of that");
    }
  });

  test("that satisfy the config together stay without a word", async () => {
    const { content, diagnostics } = await plan(listed("numpy>=1.26", "numpy<3"), {
      packages: ["numpy>=1.20,<3"],
    });
    expect(content).toContain('"numpy>=1.26",\n  "numpy<3",');
    expect(diagnostics).toEqual([]);
  });

  test("beside nixtorch's own does not take it from nixtorch", async () => {
    const { content, baseline } = await plan(listed("numpy"));
    const added = content!.replace('"numpy"', '"torch", "numpy"');
    const again = await plan(added, {}, baseline);
    expect([again.change.action, again.drift]).toEqual(["no-op", []]);
    const moved = await plan(added, { torch: "2.15.0" }, again.baseline);
    expect(moved.content).toContain('"torch==2.15.0"');
    expect(unplan(moved.content, moved.baseline).content).toBe(
      listed("numpy").replace('"numpy"', '"torch", "numpy"'),
    );
  });
});

test("torch that an extra chooses is told as that, with both ways out", async () => {
  const text = `${head}dependencies = []
[project.optional-dependencies]
cpu = ["torch>=2.7"]
[tool.uv]
conflicts = [[{ extra = "cpu" }, { group = "gpu" }]]
[tool.uv.sources]
torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cu126", group = "gpu" }]
[[tool.uv.index]]
name = "pytorch-cpu"
url = "https://download.pytorch.org/whl/cpu"
`;
  const { change, diagnostics } = await plan(text);
  expect(diagnostics).toMatchObject([{ code: "NT455", place: { line: 11, column: 9 } }]);
  expect(diagnostics[0]!.detail).toContain(
    "extra cpu takes it from pytorch-cpu; group gpu takes it from pytorch-cu126",
  );
  expect(diagnostics[0]!.hint).toContain("    nixtorch apply --adopt --target project.pyproject\n");
  expect(change.conflicts).toMatchObject([{ key: "tool.uv.sources.torch" }]);
  const adopted = await plan(text, { adopt: true });
  expect(adopted.content).toContain(
    `torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]`,
  );
  expect(unplan(adopted.content, adopted.baseline).content).toBe(text);
});

describe("files that nixtorch cannot keep its entries in", () => {
  test.each([
    ["[tool.poetry]\nname = 'x'\n\n[tool.poetry.dependencies]\npython = '^3.12'\n", "NT442", 4],
    ["[tool.poetry.group.dev.dependencies]\npytest = '*'\n", "NT442", undefined],
    [`${head}\n[tool.pdm.dev-dependencies]\ntest = ["pytest"]\n`, "NT442", 6],
    [`${head}dynamic = ["dependencies"]\n`, "NT443", 5],
    [`${head}dependencies = "torch"\n`, "NT450", 5],
    ["tool = 1\n", "NT450", 1],
    [`${head}dependencies = []\n[tool.uv]\nsources = []\n`, "NT450", 7],
    ["[project\n", "NT440", 1],
  ])("%j", async (text, code, line) => {
    const error = await errorOf(text);
    expect(error).toMatchObject({ code, ...(line === undefined ? {} : { place: { line } }) });
    if (code === "NT442" || code === "NT443") expect(error.hint).not.toContain("nixtorch import");
  });

  test("a dynamic version is none of them", async () => {
    const { change, content } = await plan('[project]\nname = "x"\ndynamic = ["version"]\n');
    expect(change.action).toBe("update");
    expect(content).not.toContain("version =");
  });

  test("a member of a workspace is edited at its root", async () => {
    const root = { "/home/ada/pyproject.toml": '[tool.uv.workspace]\nmembers = ["My*", "libs/**"]\n' };
    for (const text of [`${head}dependencies = []\n`, null]) {
      const error = await errorOf(text, {}, root);
      expect(error).toMatchObject({ code: "NT444" });
      expect(error.hint).toContain("    nixtorch -C .. plan");
    }
  });

  test.each([
    '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
    '[tool.uv.workspace]\nmembers = ["*"]\nexclude = ["My*"]\n',
    "[tool.uv]\n# workspace\n",
    "workspace [broken",
  ])("a project beside a workspace is its own: %j", async (text) => {
    const others = { "/home/ada/pyproject.toml": text };
    expect((await plan(`${head}dependencies = []\n`, {}, {}, others)).change.action).toBe("update");
  });

  test("the root of a workspace is edited", async () => {
    const root = `${head}dependencies = []\n[tool.uv.workspace]\nmembers = ["libs/*"]\n`;
    const outer = { "/home/ada/pyproject.toml": '[tool.uv.workspace]\nmembers = ["*"]\n' };
    expect((await plan(root, {}, {}, outer)).change.action).toBe("update");
  });

  test("uv.toml beside it would turn build settings off", async () => {
    const beside = { [`${project}/uv.toml`]: 'resolution = "highest"\n' };
    const packages = { packages: ["flash-attn"], recipes: [recipe("flash-attn")] };
    expect(await errorOf(`${head}dependencies = []\n`, packages, beside)).toMatchObject({ code: "NT451" });
    expect((await plan(`${head}dependencies = []\n`, {}, {}, beside)).change.action).toBe("update");
  });

  test("uv.toml beside it would turn an index for all packages off, and no explicit one", async () => {
    const beside = { [`${project}/uv.toml`]: 'resolution = "highest"\n' };
    const house = { name: "house", url: "https://pypi.example/simple", default: false };
    const error = await errorOf(
      `${head}dependencies = []\n`,
      { indexes: [{ ...house, explicit: false }] },
      beside,
    );
    expect(error).toMatchObject({ code: "NT451" });
    expect(error.detail).toContain("tool.uv.index");
    const explicit = await plan(
      `${head}dependencies = []\n`,
      { indexes: [{ ...house, explicit: true }] },
      {},
      beside,
    );
    expect(explicit.change.action).toBe("update");
  });

  test("a requirement that cannot be read is told, and left alone", async () => {
    const text = `${head}dependencies = [\n    "numpy=1",\n]\n`;
    const { change, content, diagnostics } = await plan(text);
    expect(change.action).toBe("update");
    expect(content).toContain('"numpy=1",');
    expect(diagnostics).toMatchObject([
      { code: "NT210", severity: "warning", place: { line: 6, column: 5 } },
    ]);
  });

  test("an element of a list that is no text is told like that, and an included group is none", async () => {
    const groups =
      '[dependency-groups]\nlint = ["ruff"]\ndev = [\n  { include-group = "lint" },\n  { x = "1" },\n]\n';
    const { change, diagnostics } = await plan(`${head}dependencies = [1, "einops"]\n\n${groups}`);
    expect(change.action).toBe("update");
    expect(diagnostics).toMatchObject([
      { code: "NT210", severity: "warning", place: { line: 5, column: 17 } },
      { code: "NT210", severity: "warning", place: { line: 11, column: 3 } },
    ]);
    expect(diagnostics[0]!.detail).toBe("pyproject.toml:5 has `1`: it is no text. uv will refuse it too.");
  });
});

describe("files that cannot be read or written", () => {
  const at = (entry: MemoryEntry, options = {}) =>
    observePyproject(memorySystem({ [`${project}/pyproject.toml`]: entry }, options), project);

  test.each([
    ["binary", new Uint8Array([0xff, 0xfe, 0x00]), "NT441"],
    ["a directory", { directory: true } as const, "NT403"],
    ["unreadable", { unreadable: "permission denied" }, "NT404"],
    ["a dangling link", { link: "/nowhere" }, "NT404"],
  ])("%s", async (_, entry, code) => {
    const contribution = await planPyproject(at(entry), desire());
    expect(contribution.change.action).toBe("conflict");
    expect(contribution.diagnostics).toMatchObject([{ code, severity: "error" }]);
    expect(contribution.actions).toEqual([]);
  });

  test("broken TOML: line, column and the line itself", () => {
    const { problem } = at('[project]\nname = "x"\nversion = \n');
    expect(problem).toMatchObject({
      code: "NT440",
      place: { file: "pyproject.toml", line: 3, column: 11 },
      excerpt: { text: "version = ", from: 11 },
    });
  });

  test("read-only matters only when something is to be written", async () => {
    const first = await plan(`${head}dependencies = []\n`);
    const readOnly = { readOnly: [project] };
    const stuck = await planPyproject(at(`${head}dependencies = []\n`, readOnly), desire());
    expect(stuck.diagnostics).toMatchObject([{ code: "NT405" }]);
    const settled = await planPyproject(at(first.content!, readOnly), desire());
    expect(settled.change.action).toBe("no-op");
  });

  test("a symbolic link into the Nix store stays", async () => {
    const system = memorySystem({
      [`${project}/pyproject.toml`]: { link: "/nix/store/abc-pyproject.toml" },
      "/nix/store/abc-pyproject.toml": `${head}dependencies = []\n`,
    });
    const stuck = await planPyproject(observePyproject(system, project), desire());
    expect(stuck.diagnostics).toMatchObject([{ code: "NT406" }]);
  });
});
