import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../src/model/span.js";
import { editToml } from "../../../src/lang/toml/edit.js";
import type { TomlEdit } from "../../../src/lang/toml/edit.js";
import { TomlSyntaxError, parseToml } from "../../../src/lang/toml/parse.js";
import { tomlKey, tomlString } from "../../../src/lang/toml/write.js";

function edited(text: string, ...edits: TomlEdit[]): string {
  const result = editToml(text, edits);
  expect(applyEdits(text, result.edits)).toBe(result.text);
  return result.text;
}

const dependencies = ["project", "dependencies"];
const add = (value: string): TomlEdit => ({ op: "append", path: dependencies, value });
const remove = (...path: (string | number)[]): TomlEdit => ({ op: "remove", path });

describe("a list with one element a line", () => {
  test("takes the new element behind the last one, in its indentation, and keeps every comment", () => {
    const text = [
      "[project]",
      "dependencies = [ # what we need",
      "  'numpy>=2',   # arrays",
      "  # plots",
      '  "matplotlib" , # not seaborn',
      "  # the end",
      "]",
      "",
    ].join("\n");
    expect(edited(text, add("torch==2.14.1"))).toBe(
      text.replace("# not seaborn\n", '# not seaborn\n  "torch==2.14.1",\n'),
    );
  });

  test("without a trailing comma goes on without one", () => {
    const text = '[project]\ndependencies = [\n    "a",\n    "b" # last\n]\n';
    expect(edited(text, add("c"))).toBe(
      '[project]\ndependencies = [\n    "a",\n    "b", # last\n    "c"\n]\n',
    );
  });

  test("loses the line of an element, and keeps the comment on it", () => {
    const text = '[project]\ndependencies = [\n    "a",\n    "b", # why b\n    "c"\n]\n';
    expect(edited(text, remove(...dependencies, 0))).toBe(text.replace('    "a",\n', ""));
    expect(edited(text, remove(...dependencies, 1))).toBe(text.replace('    "b", # why b', "    # why b"));
    expect(edited(text, remove(...dependencies, 2))).toBe(text.replace(', # why b\n    "c"', " # why b"));
  });
});

describe("a list on one line", () => {
  test.each([
    ['["a", "b"]', '["a", "b", "c"]'],
    ['["a", "b",]', '["a", "b", "c",]'],
    ['[ "a" ]', '[ "a", "c" ]'],
    ["[]", '["c"]'],
    ["[ ]", '["c"]'],
    ["[\n]", '[\n    "c",\n]'],
    ["[\n    # none yet\n]", '[\n    # none yet\n    "c",\n]'],
    ['["a",\n "b"]', '["a",\n "b",\n "c"]'],
  ])("%j takes an element", (before, after) => {
    const around = (list: string) => `[project]\ndependencies = ${list} # list\nname = "x"\n`;
    expect(edited(around(before), add("c"))).toBe(around(after));
  });

  test.each([
    ['["a", "b", "c"]', 0, '["b", "c"]'],
    ['["a", "b", "c"]', 1, '["a", "c"]'],
    ['["a", "b", "c"]', 2, '["a", "b"]'],
    ['["a", "b",]', 1, '["a",]'],
    ['["a"]', 0, "[]"],
    ['[ "a", ]', 0, "[  ]"],
    ['["a",\n "b"]', 0, '[\n "b"]'],
  ])("%j loses element %i", (before, index, after) => {
    const around = (list: string) => `[project]\ndependencies = ${list}\n`;
    expect(edited(around(before), remove(...dependencies, index))).toBe(around(after));
  });
});

describe("tables", () => {
  test("a new key stands behind the last one, in its indentation", () => {
    const text = "[tool.uv]\n  package = true # yes\n\n[tool.ruff]\nline-length = 100\n";
    expect(edited(text, { op: "set", path: ["tool", "uv", "managed"], value: true })).toBe(
      text.replace("# yes\n", "# yes\n  managed = true\n"),
    );
  });

  test("a new table stands at the end, in header form", () => {
    expect(
      edited('[project]\nname = "x"', { op: "set", path: ["tool", "uv", "package"], value: false }),
    ).toBe('[project]\nname = "x"\n\n[tool.uv]\npackage = false');
  });

  test.each([
    [
      "[tool]\nuv = { package = true }\n",
      '[tool]\nuv = { package = true, sources = { torch = { index = "t" } } }\n',
    ],
    [
      "tool.uv.package = true\n\n[x]\n",
      'tool.uv.package = true\ntool.uv.sources.torch = { index = "t" }\n\n[x]\n',
    ],
    [
      "[tool]\nuv.sources.a.path = 'b'\n",
      "[tool]\nuv.sources.a.path = 'b'\nuv.sources.torch = { index = \"t\" }\n",
    ],
    ["[tool.uv]\nsources = {}\n", '[tool.uv]\nsources = { torch = { index = "t" } }\n'],
    ["[tool.uv.sources]\n", '[tool.uv.sources]\ntorch = { index = "t" }\n'],
    ["[tool.uv]\n[x]\n", '[tool.uv]\n[x]\n\n[tool.uv.sources]\ntorch = { index = "t" }\n'],
  ])("%j is extended in the form it has", (before, after) => {
    expect(
      edited(before, { op: "set", path: ["tool", "uv", "sources", "torch"], value: { index: "t" } }),
    ).toBe(after);
  });

  test("an array of tables grows behind its last one", () => {
    const text = '[[tool.uv.index]]\nname = "a"\n\n# about sources\n[tool.uv.sources]\nb = { index = "a" }\n';
    const index: TomlEdit = {
      op: "append",
      path: ["tool", "uv", "index"],
      value: { name: "t", explicit: true },
      layout: "tables",
    };
    expect(edited(text, index)).toBe(
      text.replace('name = "a"\n', 'name = "a"\n\n[[tool.uv.index]]\nname = "t"\nexplicit = true\n'),
    );
    expect(edited('[tool.uv]\nindex = [{ name = "a" }]\n', index)).toBe(
      '[tool.uv]\nindex = [{ name = "a" }, { name = "t", explicit = true }]\n',
    );
    expect(edited("", index)).toBe('[[tool.uv.index]]\nname = "t"\nexplicit = true\n');
  });

  test("one of them goes without a trace, but a comment in it stays", () => {
    const text = '[a]\nx = 1\n\n[[i]]\nname = "a"\n# mine\nurl = "u" # here\n\n[[i]]\nname = "b"\n';
    expect(edited(text, remove("i", 1))).toBe(text.replace('\n[[i]]\nname = "b"\n', ""));
    expect(edited(text, remove("i", 0))).toBe('[a]\nx = 1\n\n# mine\n# here\n\n[[i]]\nname = "b"\n');
  });

  test("a value changes in place, inside lists of tables too", () => {
    const text = '[[tool.uv.index]]\nname = "a" # mine\nurl = "old"\n';
    expect(edited(text, { op: "set", path: ["tool", "uv", "index", 0, "url"], value: "new" })).toBe(
      text.replace("old", "new"),
    );
  });

  test("a key leaves an inline table", () => {
    const text = "a = { x = 1, y = 2, z = 3 }\n";
    expect(edited(text, remove("a", "x"))).toBe("a = { y = 2, z = 3 }\n");
    expect(edited(text, remove("a", "y"))).toBe("a = { x = 1, z = 3 }\n");
    expect(edited(text, remove("a", "z"))).toBe("a = { x = 1, y = 2 }\n");
  });
});

describe("the surroundings", () => {
  test("a byte order mark and CRLF stay", () => {
    const text = '\uFEFF[project]\r\ndependencies = [\r\n    "a",\r\n]\r\n';
    const result = edited(text, add("b"), { op: "set", path: ["tool", "uv", "package"], value: false });
    expect(result).toBe(
      '\uFEFF[project]\r\ndependencies = [\r\n    "a",\r\n    "b",\r\n]\r\n\r\n[tool.uv]\r\npackage = false\r\n',
    );
  });

  test("several edits come out as few spans of the first text", () => {
    const text = '[project]\ndependencies = ["a"]\n';
    const { edits } = editToml(text, [add("b"), add("c"), remove(...dependencies, 1)]);
    expect(edits).toEqual([{ start: 29, end: 29, text: ', "c"' }]);
  });

  test("an edit that changes nothing is no edit", () => {
    expect(editToml('a = "x"\n', [{ op: "set", path: ["a"], value: "x" }]).edits).toEqual([]);
  });
});

describe("what cannot be", () => {
  test("broken TOML is told with its line and column", () => {
    const broken = "[project]\nname = \n";
    expect(() => parseToml(broken)).toThrow(TomlSyntaxError);
    expect(() => editToml(broken, [])).toThrow(expect.objectContaining({ line: 2, column: 8 }));
  });

  test("a path that is no list, or not there, is a mistake of ours", () => {
    expect(() => editToml("a = 1\n", [{ op: "append", path: ["a"], value: "x" }])).toThrow("a is no list");
    expect(() => editToml("a = 1\n", [remove("b")])).toThrow("b is not there");
    expect(() => editToml("a = 1\n", [{ op: "set", path: ["a", "b"], value: 1 }])).toThrow("a is no table");
  });
});

describe("escaping", () => {
  test.each(["plain", 'a "b" \\ c', "tab\tline\nreturn\r", "\u0000\u001f\u007f", "ünï 🔥", "\ud800 lone"])(
    "%j",
    (value) => {
      expect(parseToml(`a = ${tomlString(value)}`)).toEqual({ a: value.replace("\ud800", "\ufffd") });
      expect(parseToml(`${tomlKey(value)} = 1`)).toEqual({ [value.replace("\ud800", "\ufffd")]: 1 });
    },
  );
});

describe("comments above headers", () => {
  const comment = "# why these";
  const indexes = ["tool", "uv", "index"];
  const table = (value: string): TomlEdit => ({
    op: "append",
    path: indexes,
    value: { name: value },
    layout: "tables",
    comment,
  });

  test("come with a header that is made, and with no other", () => {
    expect(edited("a = 1\n", table("x"))).toBe('a = 1\n\n# why these\n[[tool.uv.index]]\nname = "x"\n');
    const inline = "[tool.uv]\nindex = []\n";
    expect(edited(inline, table("x"))).toBe('[tool.uv]\nindex = [{ name = "x" }]\n');
    const list: TomlEdit = { op: "append", path: ["build", "x"], value: "torch", comment };
    expect(edited("", list)).toBe('# why these\n[build]\nx = ["torch"]\n');
    expect(edited("[build]\n", list)).toBe('[build]\nx = ["torch"]\n');
  });

  test.each(["\n", "\r\n"])("go with it, if they are these very words right above it (%j)", (ending) => {
    const text = 'a = 1\n\n# mine\n# why these\n[[tool.uv.index]]\nname = "x"\n'.replaceAll("\n", ending);
    const gone: TomlEdit = { op: "remove", path: [...indexes, 0], comment };
    expect(edited(text, gone)).toBe(`a = 1${ending}${ending}# mine${ending}`);
    const apart = text.replace("these", "not these");
    expect(edited(apart, gone)).toContain("# why not these");
    expect(edited(`# why these${ending}[b]${ending}`, { op: "prune", path: ["b"], comment })).toBe("");
  });

  test.each([
    ["[a]\n# mine\n", false],
    ["[a] # mine\n", false],
    ["[a]\n\n# mine\n", false],
    ["[a]\n# mine\n[b]\nx = 1\n", false],
    ["[a]\n\n# about b\n[b]\nx = 1\n", true],
    ["a = [\n  # mine\n]\n", false],
    ["a = [] # mine\n", false],
    ["a = {} \nb = 1 # about b\n", true],
    ["t = { a = [] } # about t\n", true],
  ])("inside something empty, or behind it, keep it: %j", (text, pruned) => {
    const path = text.startsWith("t") ? ["t", "a"] : ["a"];
    expect(edited(text, { op: "prune", path }) !== text).toBe(pruned);
  });
});
