import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../src/model/span.js";
import { editToml } from "../../../src/lang/toml/edit.js";
import type { TomlEdit } from "../../../src/lang/toml/edit.js";
import { parseToml } from "../../../src/lang/toml/parse.js";

/** A list of strings in one of the ways people write them; each comment occurs once. */
const list = fc
  .record({
    elements: fc.array(fc.stringMatching(/^[a-z][a-z0-9<>=.\\"# -]{0,8}$/), { maxLength: 4 }),
    style: fc.constantFrom("inline", "lines", "commented", "ragged"),
    trailingComma: fc.boolean(),
    indent: fc.constantFrom("  ", "    ", "\t"),
  })
  .map(({ elements, style, trailingComma, indent }) => {
    const quoted = elements.map((one) => (/['"\\]/.test(one) ? JSON.stringify(one) : `'${one}'`));
    const close = trailingComma && quoted.length > 0 ? "," : "";
    if (style === "inline") return `[${quoted.join(", ")}${close}]`;
    if (style === "ragged") return `[${quoted.join(",\n ")}${close} ]`;
    const lines = quoted.map((one, index) => {
      const comma = index < quoted.length - 1 ? "," : close;
      return `${indent}${one}${comma}${style === "commented" ? ` # about ${index}` : ""}`;
    });
    return ["[", ...lines, ...(style === "commented" ? [`${indent}# last`] : []), "]"].join("\n");
  });

const uvTable = fc.constantFrom(
  "",
  "[tool.uv]\npackage = false # virtual\n",
  "[tool]\nuv = { package = true }\n",
  "[tool]\nuv.package = true\n",
  "[tool.uv]\n\n[tool.uv.sources]\nmine = { path = '../mine', editable = true }\n",
  '[[tool.uv.index]]\nname = "mine" # first\nurl = "https://pypi.example/simple"\n\n[tool.uv]\n# only a comment\n',
  '[tool.uv]\nindex = [\n    { name = "mine" }, # first\n]\nsources.mine = { index = "mine" }\n',
);

const documents = fc
  .record({
    list,
    uv: uvTable,
    comment: fc.boolean(),
    crlf: fc.boolean(),
    mark: fc.boolean(),
    finalNewline: fc.boolean(),
    other: fc.constantFrom(
      "",
      "\n[tool.ruff] # style\nline-length = 100\nwhen = 2026-11-22T10:00:00Z\nbig = 9007199254740993\n",
    ),
  })
  .map(({ list, uv, comment, crlf, mark, finalNewline, other }) => {
    const head = comment ? "# Häppy 🔥 project\n\n" : "";
    const body = `${head}[project]\nname = "x" # its name\ndependencies = ${list}\n\n${uv}${other}`;
    const text = finalNewline ? body : body.replace(/\n+$/, "");
    return `${mark ? "\uFEFF" : ""}${crlf ? text.replaceAll("\n", "\r\n") : text}`;
  });

const strings = fc.string({ maxLength: 6, unit: "binary" });

/** Edits of the kinds that nixtorch makes; removals pick among what is there. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("add" as const), value: strings }),
    fc.record({ kind: fc.constant("drop" as const), at: fc.nat(5) }),
    fc.record({ kind: fc.constant("replace" as const), at: fc.nat(5), value: strings }),
    fc.record({ kind: fc.constant("package" as const), value: fc.boolean() }),
    fc.record({
      kind: fc.constant("source" as const),
      name: fc.constantFrom("torch", "a.b", "mine"),
      value: strings,
    }),
    fc.record({ kind: fc.constant("index" as const), value: strings }),
    fc.record({ kind: fc.constant("unindex" as const), at: fc.nat(2) }),
    fc.record({ kind: fc.constant("group" as const), name: fc.constantFrom("dev", "test"), value: strings }),
  ),
  { minLength: 1, maxLength: 5 },
);
type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

interface Project {
  readonly project: { readonly dependencies: readonly unknown[] };
  readonly tool?: { readonly uv?: { readonly index?: readonly unknown[] } };
}

function editFor(text: string, step: Step): TomlEdit | null {
  const { project, tool } = parseToml(text) as unknown as Project;
  const dependencies = ["project", "dependencies"];
  const pick = (at: number, values: readonly unknown[] = []) =>
    values.length === 0 ? null : at % values.length;
  const at =
    "at" in step ? pick(step.at, step.kind === "unindex" ? tool?.uv?.index : project.dependencies) : null;
  switch (step.kind) {
    case "add":
      return { op: "append", path: dependencies, value: step.value };
    case "drop":
      return at === null ? null : { op: "remove", path: [...dependencies, at] };
    case "replace":
      return at === null ? null : { op: "set", path: [...dependencies, at], value: step.value };
    case "package":
      return { op: "set", path: ["tool", "uv", "package"], value: step.value };
    case "source":
      return { op: "set", path: ["tool", "uv", "sources", step.name], value: [{ index: step.value }] };
    case "index":
      return {
        op: "append",
        path: ["tool", "uv", "index"],
        value: { name: step.value, explicit: true },
        layout: "tables",
      };
    case "unindex":
      return at === null ? null : { op: "remove", path: ["tool", "uv", "index", at] };
    case "group":
      return { op: "append", path: ["dependency-groups", step.name], value: step.value, layout: "lines" };
  }
}

/** The document after the steps, one at a time. */
function walk(text: string, taken: readonly Step[]): string {
  return taken.reduce((present, step) => {
    const edit = editFor(present, step);
    if (edit === null) return present;
    const { text: after, edits } = editToml(present, [edit]);
    expect(applyEdits(present, edits)).toBe(after);
    return after;
  }, text);
}

function comments(text: string): string[] {
  return [
    ...text.matchAll(/# (?:its name|about \d|last|virtual|only a comment|first|style|Häppy 🔥 project)/g),
  ]
    .map(([comment]) => comment)
    .sort();
}

describe("any document under any edits", () => {
  // editToml itself compares the new value with the intended one, and throws on any difference.
  test("keeps its comments, its line endings, its byte order mark, and means what was asked for", () => {
    fc.assert(
      fc.property(documents, steps, (text, taken) => {
        const after = walk(text, taken);
        expect(comments(after)).toEqual(comments(text));
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
        if (text.includes("\r\n")) expect(after.replaceAll("\r\n", "")).not.toContain("\n");
        else expect(after).not.toContain("\r\n");
      }),
      { numRuns: 1500 },
    );
  });

  test("setting a value twice is setting it once", () => {
    fc.assert(
      fc.property(documents, strings, (text, value) => {
        const edit: TomlEdit = {
          op: "set",
          path: ["tool", "uv", "sources", "torch"],
          value: { index: value },
        };
        const once = editToml(text, [edit]).text;
        expect(editToml(once, [edit])).toMatchObject({ text: once, edits: [] });
      }),
      { numRuns: 300 },
    );
  });

  test("adding and removing again leaves every byte as it was", () => {
    fc.assert(
      fc.property(documents, strings, (text, value) => {
        const path = ["project", "dependencies"];
        const { dependencies } = (parseToml(text) as unknown as Project).project;
        fc.pre(dependencies.length > 0);
        const added = editToml(text, [{ op: "append", path, value }]).text;
        expect(editToml(added, [{ op: "remove", path: [...path, dependencies.length] }]).text).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  const python = spawnSync("python3", ["-c", "import tomllib"]);
  test.skipIf(python.status !== 0)("is read the same by Python's tomllib", () => {
    const walks = fc.sample(fc.tuple(documents, steps), { numRuns: 300, seed: 20261122 });
    const texts = walks.map(([text, taken]) => walk(text, taken).replace(/^\uFEFF/, ""));
    const program =
      "import json, sys, tomllib\njson.dump([tomllib.loads(t) for t in json.load(sys.stdin)], sys.stdout, default=str)";
    const { stdout, stderr } = spawnSync("python3", ["-c", program], {
      input: JSON.stringify(texts),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    // Dates and integers beyond 2^53 have no JSON form of their own.
    const comparable = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value, (key, inner: unknown) => (key === "when" || key === "big" ? "…" : inner)),
      ) as unknown;
    expect((JSON.parse(stdout) as unknown[]).map(comparable)).toEqual(texts.map(parseToml).map(comparable));
  });
});
