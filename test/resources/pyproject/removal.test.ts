import { describe, expect, test } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { observePyproject, unplanPyproject } from "../../../src/resources/pyproject/index.js";
import { handwritten, plan, project, recipe, settle, unplan } from "./world.js";

const torchIndex = (content: string) => content.slice(content.indexOf("\n# explicit"));

describe("taking nixtorch away", () => {
  test("takes its entries out and tells which, and the file is as it was", async () => {
    const { content, first } = await settle(handwritten, {
      packages: ["matplotlib>=3.9"],
      groups: { lint: ["ruff"] },
    });
    const removal = unplan(content, first.baseline);
    expect(removal.content).toBe(handwritten);
    expect([removal.change.action, removal.baseline, removal.diagnostics]).toEqual(["update", {}, []]);
    expect(removal.change.details).toEqual(
      expect.arrayContaining([
        { key: "torch", before: "2.14.1", after: null },
        {
          key: "matplotlib",
          before: ">=3.9",
          after: "any version",
          reason: "as it was before nixtorch wrote there",
        },
        { key: "group lint: ruff", before: "any version", after: null },
      ]),
    );
  });

  test("takes a file away that nixtorch made", async () => {
    const { content, first } = await settle(null, {
      packages: ["einops", "flash-attn"],
      groups: { dev: ["ipython"] },
      recipes: [
        recipe("flash-attn", { env: { MAX_JOBS: "4" }, metadata: { version: "1", requiresDist: [] } }),
      ],
    });
    const removal = unplan(content, first.baseline);
    expect([removal.change.action, removal.actions.map(({ type }) => type), removal.content]).toEqual([
      "delete",
      ["remove-file"],
      null,
    ]);
  });

  test("leaves a file that nixtorch made to a person who wrote into it", async () => {
    const { content, first } = await settle(null);
    const removal = unplan(`${content}\n[tool.ruff]\nline-length = 100\n`, first.baseline);
    expect(removal.content?.trimStart()).toBe("[tool.ruff]\nline-length = 100\n");
    const named = unplan(content.replace('"my-lab"', '"mine"'), first.baseline);
    expect(named.content).toBe('[project]\nname = "mine"\n');
  });

  test("leaves what was edited since, and says so", async () => {
    const { content, first } = await settle(handwritten, { packages: ["einops>=0.8"] });
    const edited = content.replace('"einops>=0.8"', '"einops>=0.9"');
    const removal = unplan(edited, first.baseline);
    expect(removal.content).toBe(handwritten.replace("  'matplotlib',\n", `$&  "einops>=0.9",\n`));
    expect(removal.diagnostics).toMatchObject([
      { severity: "info", code: "NT456", place: { file: "pyproject.toml", line: 11 } },
    ]);
    expect(removal.diagnostics[0]!.detail).toContain("einops, which was edited since nixtorch wrote it");
    expect(removal.drift).toMatchObject([{ key: "project.dependencies.einops" }]);
  });

  test("leaves a value with a comment in it that a person wrote", async () => {
    const { content, first } = await settle(handwritten);
    const commented = content.replace(/torch = \[(.*)\]/, "torch = [\n  $1, # the card in the lab\n]");
    const removal = unplan(commented, first.baseline);
    expect(removal.content).toContain("# the card in the lab");
    expect(removal.diagnostics.map(({ code }) => code)).toEqual(["NT456", "NT456"]);
  });

  test("leaves an index that a person's source names", async () => {
    const { content, first } = await settle(handwritten);
    const used = `${content}torchao = { index = "pytorch-cu126" }\n`;
    const removal = unplan(used, first.baseline);
    expect(removal.content).toBe(
      handwritten + torchIndex(content).replace(/torch = .*\n/, 'torchao = { index = "pytorch-cu126" }\n'),
    );
    expect(removal.diagnostics).toMatchObject([{ code: "NT456" }]);
    expect(removal.diagnostics[0]!.detail).toContain("the source of torchao still names it");
    const moved = await plan(used, { wheel: "cu130" }, first.baseline);
    expect(moved.content).toContain('name = "pytorch-cu126"');
    expect(moved.content).toContain('name = "pytorch-cu130"');
  });

  test("leaves what it cannot know any more, where the record is damaged", async () => {
    const { content, first } = await settle(handwritten, { packages: ["matplotlib>=3.9"] });
    for (const damaged of ["'x", "1", "'numpy'", "'matplotlib'\ny = 2", "[]"]) {
      const baseline = { ...first.baseline, "project.dependencies.matplotlib~was": damaged };
      const removal = unplan(content, baseline);
      expect(removal.content).toContain("'matplotlib>=3.9'");
      expect(removal.diagnostics).toMatchObject([{ code: "NT456" }]);
    }
  });

  test("does nothing where nothing is nixtorch's", () => {
    for (const text of [handwritten, null]) {
      const { change, actions, baseline } = unplan(text, {});
      expect([change.action, actions, baseline]).toEqual(["no-op", [], {}]);
    }
    expect(unplan(null, { "project.dependencies.torch": "torch==2.14.1" }).change.action).toBe("no-op");
  });

  test("stops at a file that it cannot read or write, and keeps the record", async () => {
    const { content, first } = await settle(handwritten);
    const broken = unplan(`${content}[`, first.baseline);
    expect(broken.change.action).toBe("conflict");
    expect([broken.diagnostics[0]?.code, broken.baseline]).toEqual(["NT440", first.baseline]);
    const locked = memorySystem({ [`${project}/pyproject.toml`]: content }, { readOnly: [project] });
    const stuck = unplanPyproject(observePyproject(locked, project), first);
    expect([stuck.change.action, stuck.diagnostics[0]?.code]).toEqual(["conflict", "NT405"]);
  });
});
