import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRequirement } from "../../../src/lang/python/requirement.js";
import { parseToml } from "../../../src/lang/toml/parse.js";
import { readPyproject } from "../../../src/lang/python/pyproject.js";
import { statementsOf } from "../../../src/resources/pyproject/index.js";
import { observe, plan, recipe, settle, unplan } from "./world.js";
import type { Wanted } from "./world.js";

/** Lines that are nobody's but the person's. */
const mine = fc.constantFrom(
  "",
  "[tool.ruff] # mine 2\nline-length = 100\n",
  '[tool.mine]\n"ü" = "🔥" # mine 3\n',
);

const dependencies = fc
  .tuple(
    fc.uniqueArray(
      fc.constantFrom(
        "'einops'",
        '"Flash_Attn>=2" ',
        '"torch>=2.4"',
        "\"timm; sys_platform == 'linux'\"",
        "'numpy>=1.26'",
        '"Pillow"',
        "'scipy < 2'",
        "\"x; python_version < '3.13'\"",
      ),
    ),
    fc.constantFrom("inline", "lines", "commented"),
    fc.boolean(),
  )
  .map(([list, style, trailing]) => {
    if (style === "inline") return `[${list.join(", ")}]`;
    const comment = style === "commented" ? " # mine" : "";
    const lines = list.map(
      (one, index) => `  ${one}${trailing || index < list.length - 1 ? "," : ""}${comment}`,
    );
    return ["[", ...lines, "]"].join("\n");
  });

const uvTable = fc.constantFrom(
  "",
  "[tool.uv]\ndefault-groups = [] # mine 4\n",
  "[tool]\nuv = { default-groups = [] } # mine 4\n",
  "[tool.uv.sources]\nmine = { path = 'mine' } # mine 4\n",
  '[[tool.uv.index]]\nname = "mine" # mine 4\nurl = "https://pypi.example/simple"\n',
  '[[tool.uv.index]]\nname = "wheels"\nurl = "https://download.pytorch.org/whl/cu126" # mine 4\nexplicit = true\n',
);

const documents = fc
  .record({
    head: fc.constantFrom("", "# mine 1\n"),
    dependencies,
    uv: uvTable,
    tail: mine,
    crlf: fc.boolean(),
    mark: fc.boolean(),
    group: fc.boolean(),
  })
  .map(({ head, dependencies: list, uv, tail, crlf, mark, group }) => {
    const project = `[project]\nname = "lab"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ${list}\n`;
    const groups = group ? '\n[dependency-groups]\ndev = ["pytest"] # mine 5\n' : "";
    const text = `${head}${project}${groups}\n${uv}\n${tail}`;
    return `${mark ? "\uFEFF" : ""}${crlf ? text.replaceAll("\n", "\r\n") : text}`;
  });

type Lists = Readonly<Record<string, readonly string[]>>;

const wants: fc.Arbitrary<Wanted> = fc.record({
  torch: fc.constantFrom("2.14.1", "2.15.0"),
  wheel: fc.constantFrom("cu126", "cu130", "cpu"),
  packages: fc.subarray(["einops>=0.8", "flash-attn", "timm>=1; sys_platform == 'linux'"]),
  groups: fc.constantFrom<Lists>({}, { dev: ["ipython"] }, { lint: ["ruff", "mypy>=1"] }),
  extras: fc.constantFrom<Lists>({}, { serve: ["fastapi"] }),
  recipes: fc.subarray([recipe("flash-attn", { env: { MAX_JOBS: "4" } })]),
});

interface Document {
  readonly project: { readonly name: string; readonly dependencies: readonly string[] };
  readonly tool?: { readonly uv?: { readonly index?: readonly unknown[]; readonly sources?: object } };
}

function comments(text: string): string[] {
  return [...text.matchAll(/# mine ?\d?/g)].map(([comment]) => comment).sort();
}

function names(text: string): string[] {
  const { project } = parseToml(text) as unknown as Document;
  return project.dependencies.map((one) => parseRequirement(one).normalizedName);
}

describe("any file under any config", () => {
  test("is settled by one apply, keeps what the person wrote, and follows the config back and forth", async () => {
    await fc.assert(
      fc.asyncProperty(documents, wants, wants, async (text, first, second) => {
        const once = await settle(text, first);
        const moved = await settle(once.content, second, once.first.baseline);
        expect(moved.first.drift).toEqual([]);
        const back = await settle(moved.content, first, moved.first.baseline);
        expect(back.first.baseline).toEqual(once.first.baseline);
        for (const { content } of [once, moved, back]) {
          expect(comments(content)).toEqual(comments(text));
          expect(names(content)).toEqual(expect.arrayContaining(names(text)));
          expect(content.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
          if (text.includes("\r\n")) expect(content.replaceAll("\r\n", "")).not.toContain("\n");
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a record with any keys and values does no harm to what a person wrote", async () => {
    const keys = fc.oneof(
      fc.constantFrom(
        "project.dependencies.numpy",
        "tool.uv.sources.mine",
        "tool.uv.index.mine",
        "project.name",
        "x",
      ),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(documents, fc.dictionary(keys, fc.string()), async (text, baseline) => {
        const { content } = await plan(text, {}, baseline);
        const [before, after] = [text, content!].map((one) => parseToml(one) as unknown as Document);
        expect(after!.project.dependencies).toEqual(
          expect.arrayContaining(before!.project.dependencies.filter((one) => !one.startsWith("torch"))),
        );
        expect(after!.project.name).toBe(before!.project.name);
        expect(after!.tool?.uv?.index ?? []).toEqual(
          expect.arrayContaining([...(before!.tool?.uv?.index ?? [])]),
        );
        expect(after!.tool?.uv?.sources).toMatchObject(before!.tool?.uv?.sources ?? {});
      }),
      { numRuns: 100 },
    );
  });

  test("is refused or settled, and given back, whatever type its values have", async () => {
    const values = fc.constantFrom(
      "1",
      "9007199254740993",
      "1.5",
      "2026-01-01",
      "true",
      '"x"',
      "'torch>=2'",
      '["torch>=2", "torch"]',
      "[]",
      "[1]",
      "[[]]",
      "{}",
      "{ name = 'x' }",
      "[{ name = 1 }]",
      "[{}]",
      "[9007199254740993]",
      "[{ name = 'pytorch-cu126', url = 3 }]",
      "{ torch = 9007199254740993 }",
      "{ torch = [] }",
      "{ torch = [[{ index = 'x' }]] }",
      "{ torch = {} }",
      "{ dev = 3 }",
      "{ dev = ['torch', {}] }",
    );
    const keys = fc.constantFrom(
      "project",
      "project.name",
      "project.version",
      "project.description",
      "project.requires-python",
      "project.dependencies",
      "project.optional-dependencies",
      "project.dynamic",
      "dependency-groups",
      "tool",
      "tool.uv",
      "tool.uv.index",
      "tool.uv.sources",
      "tool.uv.sources.torch",
      "tool.uv.package",
      "tool.uv.environments",
      "tool.uv.conflicts",
      "tool.uv.extra-build-dependencies",
      "tool.uv.extra-build-variables",
      "tool.uv.no-build-isolation-package",
      "tool.uv.dependency-metadata",
      "tool.uv.constraint-dependencies",
    );
    const wanted: Wanted = { packages: ["flash-attn"], groups: { dev: ["ipython"] }, project: { name: "n" } };
    const lines = fc.uniqueArray(fc.tuple(keys, values), { selector: ([key]) => key, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (written, adopt) => {
        const text = written.map(([key, value]) => `${key} = ${value}\n`).join("");
        const observed = observe(text);
        fc.pre(observed.problem === null);
        readPyproject(text);
        statementsOf(observed, {});
        const { change, content, baseline } = await plan(text, { ...wanted, adopt });
        if (change.action === "conflict") return;
        const again = await plan(content, wanted, baseline);
        expect([again.change.action, again.drift]).toEqual(["no-op", []]);
        expect(unplan(content, baseline).content).toBe(text);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 300) },
    );
  });
});
