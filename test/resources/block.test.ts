import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/model/digest.js";
import { applySpans } from "../../src/model/span.js";
import { planBlock, type BlockFile } from "../../src/resources/block.js";
import { absent, fileOf } from "../support/file-state.js";

const begin = "# >>> nixtorch >>>";
const end = "# <<< nixtorch <<<";

function plan(given: Partial<BlockFile>) {
  return planBlock({
    address: "project.gitignore",
    path: ".gitignore",
    observed: absent,
    desired: ".venv/",
    baseline: {},
    adopt: false,
    reason: "made by each machine",
    ...given,
  });
}

/** The file after apply. */
function after(content: string, planned: ReturnType<typeof plan>): string {
  const [action] = planned.actions;
  if (action?.type !== "write-spans") throw new Error(`expected write-spans, got ${action?.type}`);
  const bytes = applySpans(new TextEncoder().encode(content), action.spans);
  expect(digestOf(bytes)).toBe(action.after);
  expect(planned.content).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  return planned.content ?? "";
}

describe("a block joins what a person wrote", () => {
  test("in a file of its own where there is none", () => {
    const planned = plan({});
    expect(planned.change.action).toBe("create");
    expect(planned.content).toBe(`${begin}\n.venv/\n${end}\n`);
    expect(planned.actions).toMatchObject([{ type: "write-file", before: null }]);
    expect(planned.baseline).toEqual({ block: ".venv/" });
  });

  test.each([
    ["behind an empty line", "a\n", `a\n\n${begin}\n.venv/\n${end}\n`],
    ["behind an empty line that is there", "a\n\n", `a\n\n${begin}\n.venv/\n${end}\n`],
    ["with the final newline that was missing", "a", `a\n\n${begin}\n.venv/\n${end}\n`],
    ["with the file's line endings", "a\r\n", `a\r\n\r\n${begin}\r\n.venv/\r\n${end}\r\n`],
    ["behind a byte order mark", "\uFEFFä\n", `\uFEFFä\n\n${begin}\n.venv/\n${end}\n`],
    ["at once in an empty file", "", `${begin}\n.venv/\n${end}\n`],
  ])("%s", (_name, content, expected) => {
    expect(after(content, plan({ observed: fileOf(content) }))).toBe(expected);
  });

  test("and is changed in its place", () => {
    const content = `ä\n${begin}\nold\n${end}\nz`;
    const planned = plan({ observed: fileOf(content), baseline: { block: "old" } });
    expect(planned.change.details).toEqual([{ key: "block", before: "old", after: ".venv/" }]);
    expect(after(content, planned)).toBe(`ä\n${begin}\n.venv/\n${end}\nz`);
    expect(planned.drift).toEqual([]);
  });

  test("and is left alone where it says what is wanted", () => {
    for (const lineEnding of ["\n", "\r\n"]) {
      const content = ["a", begin, ".venv/", end, ""].join(lineEnding);
      const planned = plan({ observed: fileOf(content) });
      expect(planned.change.action).toBe("no-op");
      expect(planned.actions).toEqual([]);
      expect(planned.baseline).toEqual({ block: ".venv/" });
    }
  });
});

describe("hand edits in a block are drift", () => {
  const content = `${begin}\nmine\n${end}\n`;

  test("an edit alone is undone, and shown", () => {
    const planned = plan({ observed: fileOf(content), baseline: { block: ".venv/" } });
    expect(planned.drift).toMatchObject([{ key: "block", base: ".venv/", observed: "mine" }]);
    expect(after(content, planned)).toBe(`${begin}\n.venv/\n${end}\n`);
  });

  test("a removed block comes back", () => {
    const planned = plan({ observed: fileOf("a\n"), baseline: { block: ".venv/" } });
    expect(planned.drift).toMatchObject([{ observed: null, detail: "removed since the last apply" }]);
    expect(planned.change.action).toBe("update");
  });

  test("an edit that the config crosses is a conflict, unless adopted", () => {
    const given = { observed: fileOf(content), baseline: { block: "other" } };
    expect(plan(given).change.action).toBe("conflict");
    expect(plan(given).diagnostics).toMatchObject([{ code: "NT409" }]);
    expect(plan({ ...given, adopt: true }).change.action).toBe("update");
  });
});

describe("a block that is no longer wanted", () => {
  test("goes, and leaves what surrounds it", () => {
    const content = `a\n\n${begin}\nold\n${end}\nz\n`;
    const planned = plan({ observed: fileOf(content), desired: null, baseline: { block: "old" } });
    expect(after(content, planned)).toBe("a\nz\n");
    expect(planned.baseline).toEqual({});
  });

  test("takes the file with it if that had nothing else", () => {
    const planned = plan({
      observed: fileOf(`${begin}\nold\n${end}\n`),
      desired: null,
      baseline: { block: "old" },
    });
    expect(planned.change.action).toBe("delete");
    expect(planned.actions).toMatchObject([{ type: "remove-file" }]);
  });

  test("stays, with a warning, if it was edited", () => {
    const planned = plan({
      observed: fileOf(`${begin}\nmine\n${end}\n`),
      desired: null,
      baseline: { block: "old" },
    });
    expect(planned.change.action).toBe("no-op");
    expect(planned.diagnostics).toMatchObject([{ severity: "warning", code: "NT408" }]);
  });

  test("needs nothing where there is none", () => {
    for (const observed of [absent, fileOf("a\n"), { kind: "directory" } as const]) {
      expect(plan({ observed, desired: null }).change.action).toBe("no-op");
    }
  });
});

test.each([
  ["only a first marker", `${begin}\nx\n`, [1]],
  ["only a last marker", `x\n${end}\n`, [2]],
  ["two blocks", `${begin}\n${end}\n\n${begin}\n${end}\n`, [1, 2, 4, 5]],
  ["markers the wrong way round", `${end}\n${begin}\n`, [1, 2]],
])("%s is a conflict with line numbers", (_name, content, lines) => {
  const planned = plan({ observed: fileOf(content) });
  expect(planned.change.action).toBe("conflict");
  expect(planned.diagnostics).toMatchObject([
    { code: "NT407", place: { file: ".gitignore", line: lines[0] } },
  ]);
  expect(planned.diagnostics[0]?.detail).toContain(lines.join(", "));
});

test.each([
  ["NT403", { observed: { kind: "directory" } as const }],
  ["NT404", { observed: { kind: "unreadable", reason: "permission denied" } as const }],
  ["NT405", { observed: fileOf("a\n"), writable: false }],
  ["NT406", { observed: fileOf("a\n", "/nix/store/abc/ignore") }],
  ["NT410", { observed: fileOf(new Uint8Array([0xff, 0x41])) }],
])("%s stands in the way", (code, given) => {
  const planned = plan(given);
  expect(planned.change.action).toBe("conflict");
  expect(planned.diagnostics).toMatchObject([{ severity: "error", code }]);
});

test("whatever a person wrote, its bytes stay and a second plan is empty", () => {
  const texts = fc
    .array(fc.constantFrom("a", "ä", "日本", "\n", "\r\n", "\r", "\uFEFF", "#", " ", "\t"), { maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, fc.constantFrom("x", "x\ny", ""), (own, desired) => {
      const first = plan({ observed: fileOf(own), desired });
      const written = after(own, first);
      expect(written.startsWith(own)).toBe(true);
      const second = plan({ observed: fileOf(written), desired, baseline: first.baseline });
      expect(second.change.action).toBe("no-op");
      expect(second.drift).toEqual([]);

      const moved = plan({ observed: fileOf(written), desired: "z", baseline: first.baseline });
      expect(after(written, moved).startsWith(own)).toBe(true);
      const cut = plan({ observed: fileOf(written), desired: null, baseline: first.baseline });
      const left = cut.content ?? "";
      expect(own.startsWith(left) || left.startsWith(own)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
