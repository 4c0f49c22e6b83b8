import { describe, expect, test } from "vitest";
import { statementsOf } from "../../../src/resources/pyproject/index.js";
import { handwritten, observe, packageOf, plan, recipe, settle } from "./world.js";

const torchIsOurs = "project.dependencies.torch";

describe("what a person had asked for", () => {
  test("is not taken over where it is the same, and stays when the config drops it", async () => {
    const wanted = { packages: ["matplotlib"], groups: { dev: ["pytest"] }, extras: {} };
    const { content, first } = await settle(handwritten, wanted);
    expect(Object.keys(first.baseline).filter((key) => /matplotlib|pytest/.test(key))).toEqual([]);
    const dropped = await plan(content, {}, first.baseline);
    expect([dropped.change.action, dropped.content]).toEqual(["no-op", content]);
  });

  test("is written back when the config drops what had made it stricter", async () => {
    const wanted = { packages: ["matplotlib>=3.9"] };
    const { content, first } = await settle(handwritten, wanted);
    expect(content).toContain("  'matplotlib>=3.9',\n");
    const moved = await settle(content, { packages: ["matplotlib>=3.10"] }, first.baseline);
    const dropped = await settle(moved.content, {}, moved.first.baseline);
    expect(dropped.content).toBe(content.replace("'matplotlib>=3.9'", "'matplotlib'"));
    expect(dropped.first.change.details).toEqual([
      {
        key: "matplotlib",
        before: ">=3.10",
        after: "any version",
        reason: "as it was before nixtorch wrote there",
      },
    ]);
    expect(Object.keys(dropped.first.baseline).filter((key) => key.includes("matplotlib"))).toEqual([]);
  });

  test("comes back after --adopt, too", async () => {
    const own = handwritten.replace("'matplotlib'", '"transformers<4"');
    const adopted = await plan(own, { packages: ["transformers>=4.50"], adopt: true });
    const dropped = await plan(adopted.content, {}, adopted.baseline);
    expect(dropped.content).toContain('"transformers<4"');
  });

  test("of an index are the keys that nixtorch did not add", async () => {
    const house =
      '\n[[tool.uv.index]]\nname = "house"\nurl = "https://pypi.example/simple"\nformat = "flat"\n';
    const indexes = [{ name: "house", url: "https://pypi.example/simple", explicit: true, default: false }];
    const { content, first } = await settle(handwritten + house, { indexes });
    expect(content).toContain(`${house}explicit = true\n`);
    const dropped = await settle(content, {}, first.baseline);
    expect(dropped.content).toBe(content.replace(`${house}explicit = true\n`, house));
  });

  test("stays as it is if the record of it is damaged", async () => {
    const { content, first } = await settle(handwritten, { packages: ["matplotlib>=3.9"] });
    for (const damaged of ["{", "null", '"numpy"', "[null]"]) {
      const baseline = { ...first.baseline, "project.dependencies.matplotlib~was": damaged };
      expect((await plan(content, {}, baseline)).content).toBe(content);
    }
  });

  test("goes for good if the person deletes the line meanwhile", async () => {
    const wanted = { packages: ["matplotlib>=3.9"] };
    const { content, first } = await settle(handwritten, wanted);
    const again = await settle(content.replace("  'matplotlib>=3.9',\n", ""), wanted, first.baseline);
    const dropped = await plan(again.content, {}, again.first.baseline);
    expect(dropped.content).not.toContain("matplotlib");
  });

  test("is known no more with the record gone: then everything stays", async () => {
    const wanted = { packages: ["einops", "matplotlib>=3.9"], groups: { lint: ["ruff"] } };
    const { content } = await settle(handwritten, wanted);
    expect((await plan(content, {}, {})).content).toBe(content);
  });
});

describe("a person's word on torch", () => {
  const pinned = handwritten.replace('"numpy>=1.26"', '"torch==2.13.0"');

  test("stays a statement after the first apply", async () => {
    const { content, first } = await settle(pinned, { torch: "2.13.0" });
    expect(Object.keys(first.baseline)).not.toContain(torchIsOurs);
    expect(statementsOf(observe(content), first.baseline)).toMatchObject([
      { name: "torch", specifier: "==2.13.0" },
      { name: "requires-python" },
    ]);
  });

  test("stays one where nixtorch made it stricter", async () => {
    for (const [written, said] of [
      ["torch>=2.4,<2.15", ">=2.4,<2.15"],
      ["torch==2.14.1+cu126", "==2.14.1"],
    ] as const) {
      const { content, first } = await settle(handwritten.replace("numpy>=1.26", written));
      expect(content).toContain('"torch==2.14.1"');
      expect(statementsOf(observe(content), first.baseline)[0]).toMatchObject({ specifier: said });
    }
  });

  test("is none any more where --adopt let the config win", async () => {
    const adopted = await plan(handwritten.replace("numpy>=1.26", "torch<2"), { adopt: true });
    expect(statementsOf(observe(adopted.content), adopted.baseline).map(({ name }) => name)).toEqual([
      "requires-python",
    ]);
  });

  test("is not an extra added to nixtorch's own line: the version goes on moving", async () => {
    const { content, first } = await settle(handwritten);
    const added = content.replace("torch==2.14.1", "torch[opt-einsum]==2.14.1");
    const kept = await plan(added, {}, first.baseline);
    expect([kept.change.action, kept.drift]).toEqual(["no-op", []]);
    expect(statementsOf(observe(added), kept.baseline).map(({ name }) => name)).toEqual(["requires-python"]);
    const moved = await settle(added, { torch: "2.15.0" }, kept.baseline);
    expect(moved.content).toBe(added.replace("2.14.1", "2.15.0"));
  });

  test("by an edit of nixtorch's own line is not taken over when the stack follows it", async () => {
    const { content, first } = await settle(handwritten);
    const edited = content.replace("torch==2.14.1", "torch==2.13.0");
    const followed = await plan(edited, { torch: "2.13.0" }, first.baseline);
    expect([followed.change.action, followed.content]).toEqual(["no-op", edited]);
    expect(Object.keys(followed.baseline)).not.toContain(torchIsOurs);
    expect(statementsOf(observe(edited), followed.baseline)[0]).toMatchObject({ specifier: "==2.13.0" });
  });
});

describe("torch by platform", () => {
  const listed = (...requirements: string[]) =>
    handwritten.replace('"numpy>=1.26"', requirements.map((one) => JSON.stringify(one)).join(", "));

  test("is made exact where the stack applies, and left alone elsewhere", async () => {
    const text = listed("torch>=2.4; sys_platform == 'linux'", "torch==2.2.2; sys_platform == 'darwin'");
    const { content } = await settle(text);
    expect(content).toContain(
      `"torch==2.14.1; sys_platform == 'linux'", "torch==2.2.2; sys_platform == 'darwin'",`,
    );
    expect(content.match(/"torch[^"]*"/g)).toHaveLength(2);
  });

  test("is added for Linux where nothing applies there", async () => {
    const text = listed("torch==2.2.2; sys_platform == 'darwin'", "torchvision; sys_platform == 'win32'");
    const { content, first } = await settle(text, { torchvision: "0.29.1" });
    expect(content).toContain(`"torch==2.14.1; sys_platform == 'linux'"`);
    expect(content).toContain(`"torchvision==0.29.1; sys_platform == 'linux'"`);
    expect(content).toContain("torchvision; sys_platform == 'win32'");
    const moved = await settle(content, { torch: "2.15.0", torchvision: "0.30.0" }, first.baseline);
    expect(moved.content).toBe(content.replace("2.14.1", "2.15.0").replace("0.29.1", "0.30.0"));
  });

  test("moves under a condition as soon as a person adds another platform", async () => {
    const { content, first } = await settle(handwritten);
    const added = content.replace(
      `'matplotlib',`,
      `'matplotlib',\n  "torch==2.2.2; sys_platform == 'darwin'",`,
    );
    const { content: settled } = await settle(added, {}, first.baseline);
    expect(settled).not.toContain('"torch==2.14.1"');
    expect(settled).toContain(`"torch==2.14.1; sys_platform == 'linux'"`);
  });

  test("with a line for all platforms stays as the person has it", async () => {
    const { content } = await settle(listed("torch>=2.4", "torch!=2.5.0; python_version >= '3.12'"));
    expect(content).toContain(`"torch==2.14.1", "torch!=2.5.0; python_version >= '3.12'",`);
  });
});

describe("tables, lists and groups", () => {
  const groups = "\n[tool.uv.sources]\n\n[dependency-groups]\ndev = []\n";
  const bare = handwritten.replace('\n[dependency-groups]\ndev = ["pytest"]\n', groups);

  test("that a person made stay when the last entry of nixtorch goes", async () => {
    const { content, first } = await settle(bare, { groups: { dev: ["ipython"] } });
    expect(content).toContain('dev = ["ipython"]');
    expect((await plan(content, {}, first.baseline)).content).toContain("[dependency-groups]\ndev = []\n");
  });

  test.each([
    ["included by another group", 'all = [{ include-group = "Lint" }]\n'],
    ["synced by default", '\n[tool.uv]\ndefault-groups = ["lint"]\n'],
    ["in a conflict", '\n[tool.uv]\nconflicts = [[{ group = "lint" }, { extra = "x" }]]\n'],
    ["given a Python", '\n[tool.uv.dependency-groups]\nlint = { requires-python = ">=3.12" }\n'],
  ])("that are %s stay, empty", async (_, reference) => {
    const { content, first } = await settle(handwritten, { groups: { lint: ["ruff"] } });
    const referring = content.replace(/(lint = \[\n {4}"ruff",\n\]\n)/, `$1${reference}`);
    expect(referring).not.toBe(content);
    const dropped = await plan(referring, {}, first.baseline);
    expect(dropped.content).toMatch(/lint = \[\s*\]/);
    expect(dropped.content).toContain(reference);
  });

  test("of nixtorch in which a person wrote a comment stay", async () => {
    const { content, first } = await settle(handwritten, { groups: { lint: ["ruff"] } });
    for (const commented of [
      content.replace('    "ruff",\n', '    # fast\n    "ruff",\n'),
      content.replace(/("ruff",\n\])/, "$1 # fast"),
    ]) {
      const dropped = await plan(commented, {}, first.baseline);
      expect(dropped.content).toMatch(/lint = \[[^\]]*\]/);
      expect(dropped.content).toContain("# fast");
    }
  });

  test("of nixtorch go, and their comments with them, and come back once", async () => {
    const wanted = {
      packages: ["kernels"],
      indexes: [{ name: "house", url: "https://pypi.example/simple", explicit: true, default: false }],
      recipes: [recipe("kernels", { metadata: { version: "1", requiresDist: [] } })],
    };
    const bareContent = await settle(handwritten);
    const full = await settle(bareContent.content, wanted, bareContent.first.baseline);
    expect(full.content.match(/^# /gm)).toHaveLength(4);
    const dropped = await settle(full.content, {}, full.first.baseline);
    expect(dropped.content).toBe(bareContent.content);
    const again = await settle(dropped.content, wanted, dropped.first.baseline);
    expect(again.content).toBe(full.content);
  });

  test("keep a comment that a person changed", async () => {
    const packages = { packages: ["kernels"], recipes: [recipe("kernels")] };
    const { content, first } = await settle(handwritten, packages);
    const changed = content.replace("# These compile", "# Those compile");
    expect((await plan(changed, {}, first.baseline)).content).toContain("# Those compile");
  });
});

describe("the project's name", () => {
  test("that nixtorch chose follows the config", async () => {
    const { content, first } = await settle(null);
    const named = await settle(content, { project: { name: "vision" } }, first.baseline);
    expect(named.content).toBe(content.replace('"my-lab"', '"vision"'));
  });

  test("that a person changed since is theirs", async () => {
    const { content, first } = await settle(null);
    const edited = content.replace('"my-lab"', '"mine"');
    const kept = await plan(edited, {}, first.baseline);
    expect([kept.change.action, kept.drift]).toEqual(["no-op", []]);
    const stuck = await plan(edited, { project: { name: "vision" } }, kept.baseline);
    expect(stuck.diagnostics).toMatchObject([{ code: "NT445" }]);
  });
});

test("a source that differs in one key shows that key", async () => {
  const local = (editable: boolean) => ({
    packages: [packageOf("mylib", { kind: "path", path: "../mylib", editable })],
  });
  const { content, first } = await settle(handwritten, local(false));
  const edited = content.replace('{ path = "../mylib" }', '{ path = "../mylib", editable = true }');
  const restored = await plan(edited, local(false), first.baseline);
  expect(restored.change.details).toMatchObject([
    { key: "source of mylib", before: "../mylib (editable = true)", after: "../mylib (no editable)" },
  ]);
  const stuck = await plan(edited, local(false), {});
  expect(stuck.diagnostics[0]!.detail).toContain("`../mylib (editable = true)`");
});
