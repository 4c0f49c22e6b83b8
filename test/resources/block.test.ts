import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/model/digest.js";
import { applySpans } from "../../src/model/span.js";
import { releaseBlock, unplanBlock } from "../../src/resources/block-removal.js";
import { planBlock, type BlockFile } from "../../src/resources/block.js";
import { absent, fileOf } from "../support/file-state.js";

const begin = "# >>> nixtorch >>>";
const end = "# <<< nixtorch <<<";

const target = { address: "project.gitignore", path: ".gitignore", reason: "no longer wanted" } as const;

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
    expect(planned.baseline).toEqual({ block: ".venv/", "block~gap": "", "#created": "yes" });
    expect(planned.change.takesOver).toBeUndefined();
  });

  test("and takes a file of the person's over, once", () => {
    const first = plan({ observed: fileOf("a\n") });
    expect(first.change.takesOver).toBe(true);
    expect(first.baseline).toEqual({ block: ".venv/", "block~gap": "\n" });
    const again = plan({ observed: fileOf(first.content ?? ""), baseline: first.baseline, desired: "z" });
    expect(again.change.action).toBe("update");
    expect(again.change.takesOver).toBeUndefined();
    expect(again.baseline).toEqual({ block: "z", "block~gap": "\n" });
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

describe("changes of a block are told line by line", () => {
  test.each([
    ["one line for another", "a\nb\nc", "a\nB\nc", [{ key: "block", before: "b", after: "B" }]],
    ["a new line", "a\nc", "a\nb\nc", [{ key: "block", before: null, after: "b" }]],
    [
      "two places",
      "a\nb\nc\nd",
      "b\nc\nx\ny",
      [
        { key: "block", before: "a", after: null },
        { key: "block", before: "d", after: "x\ny" },
      ],
    ],
  ])("%s", (_name, old, desired, details) => {
    const content = `${begin}\n${old}\n${end}\n`;
    const planned = plan({ observed: fileOf(content), baseline: { block: old }, desired });
    expect(planned.change.details).toEqual(details);
  });
});

describe("without a record, an edited block cannot be told from an old one", () => {
  const content = `x\n${begin}\nmine\n${end}\n`;

  test("so it is a conflict that a person decides", () => {
    const planned = plan({ observed: fileOf(content) });
    expect(planned.change.action).toBe("conflict");
    expect(planned.diagnostics).toMatchObject([{ code: "NT462", place: { file: ".gitignore", line: 2 } }]);
    expect(planned.diagnostics[0]?.hint).toContain("git checkout HEAD -- nixtorch.lock");
    expect(planned.change.conflicts).toEqual([
      {
        key: "block",
        label: "the nixtorch block in .gitignore",
        base: null,
        observed: "mine",
        desired: ".venv/",
      },
    ]);
  });

  test("unless it says what is wanted", () => {
    expect(plan({ observed: fileOf(content), desired: "mine" }).change.action).toBe("no-op");
  });
});

describe("a person decides about a conflict", () => {
  const content = `a\n\n${begin}\nmine\n${end}\n`;
  const given = { observed: fileOf(content), baseline: { block: "other", "block~gap": "\n" } };

  test("theirs: nixtorch's lines are written", () => {
    const planned = plan({ ...given, answers: { block: "theirs" } });
    expect(after(content, planned)).toBe(`a\n\n${begin}\n.venv/\n${end}\n`);
    expect(planned.baseline).toEqual({ block: ".venv/", "block~gap": "\n" });
  });

  test("mine: the lines stay, and it is quiet as long as nixtorch wants the same", () => {
    const first = plan({ ...given, answers: { block: "mine" } });
    expect(first.change).toMatchObject({
      action: "no-op",
      reason: expect.stringContaining("as you decided"),
    });
    expect(first).toMatchObject({ actions: [], drift: [], diagnostics: [], content });
    const later = plan({ ...given, baseline: first.baseline });
    expect(later).toEqual(first);
    const edited = fileOf(content.replace("mine", "mine\nand more"));
    expect(plan({ observed: edited, baseline: first.baseline }).change.action).toBe("no-op");
  });

  test("and is asked again when nixtorch wants something else, even what it wrote first", () => {
    const { baseline } = plan({ ...given, answers: { block: "mine" } });
    for (const desired of ["new", "other"]) {
      const planned = plan({ ...given, baseline, desired });
      expect(planned.change.action).toBe("conflict");
      expect(planned.change.conflicts).toHaveLength(1);
      expect(planned.baseline).toEqual(baseline);
    }
  });

  test("and may come back to it", () => {
    const { baseline } = plan({ ...given, answers: { block: "mine" } });
    const planned = plan({ ...given, baseline, adopt: true });
    expect(planned.change.action).toBe("update");
    expect(planned.baseline).toEqual({ block: ".venv/", "block~gap": "\n" });
  });

  test("without seeing credentials", () => {
    const secret = fileOf(content.replace("mine", "export INDEX=https://me:hunter2@pypi.example/simple"));
    const [conflict] = plan({ ...given, observed: secret }).change.conflicts ?? [];
    expect(conflict?.observed).toBe("export INDEX=https://***@pypi.example/simple");
  });
});

describe("blocks that a person moved about", () => {
  const block = (body: string) => `${begin}\n${body}\n${end}\n`;

  test.each([
    ["a copy", `a\n${block("one\ntwo")}b\n${block("one\ntwo")}c\n`, `a\n${block("new")}b\nc\n`],
    ["a copy that was edited", `${block("one\ntwo")}b\n${block("one\nthree")}`, `${block("new")}b\n`],
    ["without its last marker", `a\n${begin}\none\ntwo\nb\n`, `a\n${block("new")}b\n`],
    ["without its first marker", `a\none\ntwo\n${end}\nb\n`, `a\n${block("new")}b\n`],
    ["with only a marker left", `a\n${begin}\nb\n`, `a\n${block("new")}b\n`],
    ["a marker above a whole one", `${begin}\nx\n${block("one\ntwo")}y\n`, `x\n${block("new")}y\n`],
    ["with its markers the wrong way round", `x\none\ntwo\n${end}\n${begin}\ny\n`, `x\n${block("new")}y\n`],
  ])("%s: nixtorch's lines are known, and only they are touched", (_name, content, expected) => {
    const given = { observed: fileOf(content), baseline: { block: "one\ntwo" }, desired: "new" };
    const asked = plan(given);
    expect(asked.change).toMatchObject({ action: "conflict", conflicts: [{ key: "block" }] });
    expect(asked.diagnostics).toMatchObject([{ code: "NT407" }]);
    expect(asked.drift).toHaveLength(1);
    const planned = plan({ ...given, answers: { block: "theirs" } });
    expect(after(content, planned)).toBe(expected);
    const settled = plan({ ...given, observed: fileOf(expected), baseline: planned.baseline });
    expect(settled).toMatchObject({ change: { action: "no-op" }, drift: [] });
    expect(plan({ ...given, answers: { block: "mine" } }).content).toBe(content);
  });

  test.each([
    ["a line of the person's among nixtorch's", `${begin}\none\nmine\ntwo\n`],
    ["a last line that was edited or deleted", `a\n${begin}\none\nb\n`],
    ["a first line that was edited", `one of mine\ntwo\n${end}\n`],
    ["a gap", `${begin}\ntwo\nb\n`],
    ["half a copy above a whole one", `${begin}\none\nx\n${block("one\ntwo")}y\n`],
  ])("%s makes half a block unclear, so nothing is offered", (_name, content) => {
    for (const answers of [undefined, { block: "theirs" } as const]) {
      const planned = plan({
        observed: fileOf(content),
        baseline: { block: "one\ntwo" },
        desired: "new",
        answers,
      });
      expect(planned).toMatchObject({ change: { action: "conflict" }, actions: [], content });
      expect(planned.change.conflicts).toBeUndefined();
      expect(planned.diagnostics).toMatchObject([{ code: "NT407" }]);
      expect(planned.diagnostics[0]?.detail).toContain("unclear which lines");
    }
  });

  test("a merge that is not finished is named, with the lines of its markers", () => {
    const content = `<<<<<<< HEAD\n${block("one")}=======\n${block("two")}>>>>>>> other\n`;
    const { diagnostics } = plan({ observed: fileOf(content), baseline: { block: "one" } });
    expect(diagnostics[0]?.detail).toContain("unfinished merge, on lines 1, 5 and 9");
  });

  test.each(["#>>> nixtorch >>>", "  # >>>  nixtorch  >>>  ", "#\t>>> nixtorch >>>"])(
    "a marker re-spaced to %j is still one",
    (marker) => {
      const content = `${marker}\n.venv/\n${end}\n`;
      const planned = plan({ observed: fileOf(content), baseline: { block: "old" } });
      expect(planned.diagnostics).toEqual([]);
    },
  );

  test("an indented block keeps its indentation where that does no harm", () => {
    const content = `if x; then\n  ${begin}\n  old\n\n  ${end}\nfi\n`;
    const given = { observed: fileOf(content), baseline: { block: "old\n" }, desired: "new\n\n  deep" };
    expect(after(content, plan({ ...given, indentable: true }))).toBe(
      `if x; then\n  ${begin}\n  new\n\n    deep\n  ${end}\nfi\n`,
    );
    const same = { ...given, desired: "old\n" };
    expect(plan({ ...same, indentable: true }).change.action).toBe("no-op");
    const planned = plan(same);
    expect(planned.drift).toMatchObject([{ detail: "indented since the last apply" }]);
    expect(after(content, planned)).toBe(`if x; then\n${begin}\nold\n\n${end}\nfi\n`);
  });

  test("a block with the wrong line endings for what reads it is drift, whatever else is wanted", () => {
    const content = `a\r\n${begin}\r\nold\r\n${end}\r\n`;
    const given = { observed: fileOf(content), baseline: { block: "old" }, lineEnding: "\n" as const };
    const planned = plan({ ...given, desired: "old" });
    expect(planned.drift).toMatchObject([{ detail: "line endings" }]);
    expect(after(content, planned)).toBe(`a\r\n${block("old")}`);
    expect(after(content, plan({ ...given, desired: "new" }))).toBe(`a\r\n${block("new")}`);
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
  for (const line of lines) expect(planned.diagnostics[0]?.detail).toMatch(new RegExp(`\\b${line}\\b`));
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

const parts = ["a", "ä", "日本", "\n", "\n\n", "\r\n", "\r", "\uFEFF", "#", " ", "\t", ".venv/"];
const texts = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => some.join(""));
const bodies = fc.constantFrom("x", "x\ny", "", "x\n\ny", ".venv/");

/** The file's text after a plan, which may be none. */
const textAfter = (planned: ReturnType<typeof plan>) => planned.content;

describe("whatever a person wrote", () => {
  test("its bytes stay, and a second plan is empty", () => {
    fc.assert(
      fc.property(texts, bodies, (own, desired) => {
        const first = plan({ observed: fileOf(own), desired });
        const written = after(own, first);
        expect(written.startsWith(own)).toBe(true);
        const second = plan({ observed: fileOf(written), desired, baseline: first.baseline });
        expect(second).toMatchObject({ change: { action: "no-op" }, drift: [], baseline: first.baseline });

        const moved = plan({ observed: fileOf(written), desired: "z", baseline: first.baseline });
        expect(after(written, moved).startsWith(own)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("it comes back to the byte when the block goes, however often that changed before", () => {
    fc.assert(
      fc.property(texts, fc.array(bodies, { minLength: 1, maxLength: 3 }), (own, wanted) => {
        let [text, baseline] = [own, {}];
        for (const desired of wanted) {
          const planned = plan({ observed: fileOf(text), desired, baseline });
          [text, baseline] = [planned.content ?? "", planned.baseline];
        }
        const cut = unplanBlock({ ...target, observed: fileOf(text), baseline });
        expect(textAfter(cut)).toBe(own);
        expect(cut.actions).toMatchObject([{ type: "write-spans", after: digestOf(own) }]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("what a person writes before and behind the block stays when it goes", () => {
    fc.assert(
      fc.property(texts, bodies, texts, texts, (own, desired, above, below) => {
        const first = plan({ observed: fileOf(own), desired });
        const put = first.content ?? "";
        const start = put.indexOf(begin);
        // A person adds whole lines, of which none is a line of the block's.
        const added = (text: string) => (text === "" ? "" : `# ${text.replaceAll(/[\r\n]/g, "")}\n`);
        const text = `${added(above)}${put}${added(below)}`;
        if (text.indexOf(begin) !== added(above).length + start || put.startsWith("\uFEFF")) return;
        const cut = unplanBlock({ ...target, observed: fileOf(text), baseline: first.baseline });
        const left = textAfter(cut) ?? "";
        // A last line of theirs that was not finished may have to stay so.
        const ends = ["", "\n", "\r\n"].map((end) => added(above) + own + end + added(below));
        expect(ends).toContain(left);
        if (/^$|\n$/.test(own)) expect(left).toBe(ends[0]);
      }),
      { numRuns: 500 },
    );
  });

  test("a block that a person moves to another line goes without taking a byte of theirs", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b c", "", " "), { maxLength: 6 }), fc.nat(), (lines, at) => {
        const own = lines.map((line) => `${line}\n`).join("");
        const first = plan({ observed: fileOf(own), desired: "x" });
        const gap = first.baseline["block~gap"]!;
        const place = at % (lines.length + 1);
        const block = (first.content ?? "").slice(own.length + gap.length);
        const moved = [
          ...lines.slice(0, place).map((line) => `${line}\n`),
          block,
          ...lines.slice(place).map((line) => `${line}\n`),
        ];
        const cut = unplanBlock({ ...target, observed: fileOf(moved.join("")), baseline: first.baseline });
        const left = textAfter(cut) ?? "";
        // At most the one empty line above it is taken for nixtorch's.
        const shorter = [...lines.slice(0, Math.max(0, place - 1)), ...lines.slice(place)]
          .map((line) => `${line}\n`)
          .join("");
        expect(lines[place - 1] === "" ? [own, shorter] : [own]).toContain(left);
      }),
      { numRuns: 500 },
    );
  });
});

describe("leaving", () => {
  test("a file that nixtorch made goes, an empty one of the person's stays", () => {
    const made = plan({});
    const gone = unplanBlock({ ...target, observed: fileOf(made.content ?? ""), baseline: made.baseline });
    expect(gone.actions).toMatchObject([{ type: "remove-file" }]);
    const filled = plan({ observed: fileOf("") });
    const left = unplanBlock({
      ...target,
      observed: fileOf(filled.content ?? ""),
      baseline: filled.baseline,
    });
    expect(left).toMatchObject({ content: "", actions: [{ type: "write-spans", after: digestOf("") }] });
  });

  test.each([
    ["a copy", `${begin}\none\ntwo\n${end}\n`],
    ["half a block with all of its lines", `${begin}\none\ntwo\n`],
    ["half an indented block with all of its lines", `  one\n  two\n  ${end}\n`],
    ["a marker", `${begin}\n`],
  ])("%s goes with the block", (_name, more) => {
    const content = `a\n\n${begin}\none\ntwo\n${end}\nb\n${more}c\n`;
    const baseline = { block: "one\ntwo", "block~gap": "\n" };
    const cut = unplanBlock({ ...target, observed: fileOf(content), baseline });
    expect(cut).toMatchObject({ content: "a\nb\nc\n", diagnostics: [] });
  });

  test("an edited or unclear block stays, and the lines are named", () => {
    const baseline = { block: "one\ntwo" };
    const cases = [
      [`x\n${begin}\nmine\n${end}\n`, "lines 2 to 4", "edited"],
      [`${begin}\none\nmine\ntwo\n`, "line 1", "incomplete or doubled"],
      [`x\n${begin}\none\n`, "lines 2 to 3", "incomplete or doubled"],
      [`${begin}\ntwo\none\n`, "lines 1 to 2", "incomplete or doubled"],
      [`x\n${begin}\n`, "line 2", "edited"],
      [`${begin}\none\ntwo\n${end}\nx\ntwo\n${end}\n`, "lines 1 to 4, lines 6 to 7", "incomplete or doubled"],
    ] as const;
    for (const [content, lines, why] of cases) {
      const left = unplanBlock({ ...target, observed: fileOf(content), baseline });
      expect(left).toMatchObject({ change: { action: "no-op" }, diagnostics: [{ code: "NT408" }] });
      expect(left.diagnostics[0]?.detail).toContain(lines);
      expect(left.diagnostics[0]?.detail).toContain(why);
    }
  });

  test("a statement of bash whose first line was edited is not left without its end", () => {
    const block = "if ! has nix_direnv_version; then\n  echo slow\nfi\nuse flake";
    const content = `export A=1\n${block.replace("then", "then # mine")}\n${end}\n`;
    const given = { observed: fileOf(content), baseline: { block } };
    const left = unplanBlock({ ...target, ...given });
    expect(left).toMatchObject({ actions: [], content, diagnostics: [{ code: "NT408" }] });
    for (const desired of [block, "use flake"]) {
      const planned = plan({ ...given, desired, adopt: true, indentable: true });
      expect(planned).toMatchObject({ actions: [], content, diagnostics: [{ code: "NT407" }] });
    }
  });

  test("eject takes the markers, however many, and leaves every other byte", () => {
    const cases = [
      [`a\r\n\r\n${begin}\r\none\r\n${end}\r\nb`, "a\r\n\r\none\r\nb"],
      [`\uFEFF${begin}\none\n  ${end}`, "\uFEFFone\n"],
      [`${begin}\none\nmine\n`, "one\nmine\n"],
    ] as const;
    for (const [content, expected] of cases) {
      const released = releaseBlock({ ...target, observed: fileOf(content), baseline: { block: "one" } });
      expect(after(content, released)).toBe(expected);
      expect(released.baseline).toEqual({});
    }
    expect(releaseBlock({ ...target, observed: fileOf("a\n"), baseline: {} }).change.action).toBe("no-op");
    expect(releaseBlock({ ...target, observed: absent, baseline: {} }).change.action).toBe("no-op");
  });

  test("nothing is taken out of a file that may not be written", () => {
    const content = `a\n${begin}\none\n${end}\n`;
    const given = { ...target, observed: fileOf(content), baseline: { block: "one" }, writable: false };
    for (const planned of [unplanBlock(given), releaseBlock(given)])
      expect(planned).toMatchObject({
        change: { action: "conflict" },
        actions: [],
        diagnostics: [{ code: "NT405" }],
      });
  });
});
