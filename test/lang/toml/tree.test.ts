import fc from "fast-check";
import { parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import { describe, expect, test } from "vitest";
import { editToml } from "../../../src/lang/toml/edit.js";
import type { TomlEdit } from "../../../src/lang/toml/edit.js";
import { parseToml } from "../../../src/lang/toml/parse.js";
import { positionAt, positionOf, positionsIn } from "../../../src/lang/toml/position.js";
import { editedTree, findSlot, parseTree } from "../../../src/lang/toml/tree.js";
import type { Path, Tree } from "../../../src/lang/toml/tree.js";
import { applyEdits } from "../../../src/model/span.js";
import { shapes } from "../../resources/pyproject/shapes.js";

/** Every value with its path and place, as another parser sees it. */
function expectedSlots(text: string): { path: Path; range: readonly [number, number] }[] {
  const entry = (node: AST.TOMLKeyValue, prefix: Path): ReturnType<typeof expectedSlots> => {
    const keys = node.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value));
    return value(node.value, [...prefix, ...keys]);
  };
  const value = (node: AST.TOMLContentNode, path: Path): ReturnType<typeof expectedSlots> => {
    const inner =
      node.type === "TOMLInlineTable"
        ? node.body.flatMap((one) => entry(one, path))
        : node.type === "TOMLArray"
          ? node.elements.flatMap((one, index) => value(one, [...path, index]))
          : [];
    return [{ path, range: node.range }, ...inner];
  };
  return parseTOML(text, { tomlVersion: "1.1" }).body[0].body.flatMap((node) =>
    node.type === "TOMLTable" ? node.body.flatMap((one) => entry(one, node.resolvedKey)) : entry(node, []),
  );
}

const odd = String.raw`
"quoted key" . 'and.dotted' = "a # b \" ]" # "not [ a value
'' = '''
[not.a.header]
'''''
long = """ \"""
# no comment """"" # comment
when = 1979-05-27 07:32:00 # a space inside
numbers = [ 0x1F, -inf, +1_000.5e3, 07:32:00, ] # [
nested = [[1, [2]], { a = { b = [ { c = "}" } ] }, "é" = '\' }, # ]
]

  [ a . "b.c" ] # header
x.y = {}
[[list]]
[[list.inner]]
n = 1
[[list.inner]]
n = 2
[list.table]
[[list]]
[[list.inner]] # of the second
n = 3
[ "\u0061fter" ]
`;

describe("places in a document", () => {
  test.each([odd, odd.replaceAll("\n", "\r\n")])("are those that another parser finds", (text) => {
    const tree = parseTree(text);
    const expected = expectedSlots(text);
    expect(expected.length).toBeGreaterThan(20);
    for (const { path, range } of expected) {
      const found = findSlot(tree, path)?.value;
      expect({ path, range: [found?.start, found?.end] }).toEqual({ path, range });
    }
    expect(tree.sections.map(({ path }) => path.join("."))).toEqual(
      ["", "a.b.c", "list.0", "list.0.inner.0", "list.0.inner.1", "list.0.table"].concat(
        "list.1",
        "list.1.inner.0",
        "after",
      ),
    );
  });

  test("are those that another parser finds in any pyproject.toml", () => {
    fc.assert(
      fc.property(shapes, (given) => {
        const text = given.replace(/^\uFEFF/, "");
        const tree = parseTree(text);
        for (const { path, range } of expectedSlots(text)) {
          const found = findSlot(tree, path)?.value;
          expect([found?.start, found?.end]).toEqual(range);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are told by line and column, a byte order mark not counted", () => {
    const text = '\uFEFFa = 1\r\n[t]\r\n"ü" = [\r\n  { b = 2 },\r\n]\r\n';
    expect(positionOf(text, ["a"])).toEqual({ line: 1, column: 5 });
    expect(positionOf(text, ["t", "ü", 0, "b"])).toEqual({ line: 4, column: 9 });
    expect(positionOf(text, ["t"])).toEqual({ line: 2, column: 1 });
    expect(positionOf(text, ["t", "x"])).toBeNull();
    expect(positionAt("", 0)).toEqual({ line: 1, column: 1 });
  });

  test("are the same for one and for many", () => {
    fc.assert(
      fc.property(shapes, (text) => {
        const many = positionsIn(text);
        for (const { path } of expectedSlots(text.replace(/^\uFEFF/, "")))
          expect(many(path)).toEqual(positionOf(text, path));
      }),
      { numRuns: 100 },
    );
  });
});

/** What a tree says, without its text. */
function outline({ sections }: Tree): unknown {
  return sections.map(({ path, start, end, until, entries }) => ({ path, start, end, until, entries }));
}

test("a tree brought up to date is the tree of the new text", () => {
  const appended: TomlEdit[] = [
    { op: "append", path: ["tool", "uv", "index"], value: { name: "x" }, layout: "tables" },
    { op: "set", path: ["tool", "a", "b"], value: 1 },
    { op: "set", path: ["zz", "b"], value: [1, 2] },
  ];
  fc.assert(
    fc.property(shapes, fc.subarray(appended, { minLength: 1 }), (given, edits) => {
      const text = given.replace(/^\uFEFF/, "");
      fc.pre(!Array.isArray((parseToml(text) as { tool?: { uv?: { index?: unknown } } }).tool?.uv?.index));
      const edited = editToml(text, edits);
      const before = parseTree(text);
      const updated = editedTree(before, edited.edits, applyEdits(text, edited.edits));
      const shown = outline(updated);
      parseTree("");
      expect(shown).toEqual(outline(parseTree(edited.text)));
    }),
    { numRuns: 300 },
  );
});
