import { applyPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textDiff } from "../../src/diff/text.js";
import { fileDiffs } from "../../src/views/file-diffs.js";
import { diffLines } from "../../src/views/diff.js";
import { plain } from "../../src/views/style.js";

const secretBefore = "[a]\ntoken = 'hunter2'\nx = 1\n";
const partial = {
  address: "project.pyproject",
  path: "pyproject.toml",
  before: secretBefore,
  after: secretBefore.replace("x = 1", "x = 2"),
  ownership: "partial",
} as const;

describe("the text diff", () => {
  it("is a patch that makes the new text from the old one", async () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
      .map((lines) => lines.join("\n"));
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 0, max: 3 }), async (before, after, context) => {
        const hunks = await textDiff(before, after, context);
        const patch = {
          oldFileName: "",
          newFileName: "",
          oldHeader: "",
          newHeader: "",
          hunks: [...(hunks ?? [])],
        };
        expect(applyPatch(before, patch as Parameters<typeof applyPatch>[1])).toBe(after);
      }),
    );
  });

  it("of a new or removed file is all of its lines", async () => {
    expect(await textDiff(null, "a\nb\n", 3)).toEqual([
      { oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, lines: ["+a", "+b"] },
    ]);
    expect(await textDiff("a", null, 3)).toEqual([
      { oldStart: 1, oldLines: 1, newStart: 0, newLines: 0, lines: ["-a", "\\ No newline at end of file"] },
    ]);
  });

  it("gives up on texts that have nothing in common, quickly", async () => {
    const lines = (word: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join("\n");
    expect(await textDiff(lines("a"), lines("b"), 3)).toBeNull();
    const view = diffLines({ address: "project.flake", path: "flake.nix", hunks: null }, plain);
    expect(view).toEqual(["(the text differs too much to show line by line)"]);
  });
});

describe("the diff of a file owned in part", () => {
  const text = async (onTerminal: boolean) => {
    const [diff] = await fileDiffs([partial], { onTerminal });
    return diffLines(diff!, plain).join("\n");
  };

  it("has the lines around a change on a terminal only", async () => {
    expect(await text(true)).toContain("hunter2");
    expect(await text(false)).toBe("@@ -3,1 +3,1 @@\n-x = 1\n+x = 2");
  });

  it("has them everywhere when the file is all ours", async () => {
    const [diff] = await fileDiffs([{ ...partial, ownership: "whole" }], { onTerminal: false });
    expect(diffLines(diff!, plain).join("\n")).toContain("hunter2");
  });

  it("leaves out files that stay as they are", async () => {
    expect(await fileDiffs([{ ...partial, after: partial.before }], { onTerminal: true })).toEqual([]);
  });
});

describe("line ends", () => {
  const lines = async (before: string, after: string) =>
    diffLines({ address: "project.flake", path: "f", hunks: await textDiff(before, after, 0) }, plain);

  it("are shown when they are what differs, and not otherwise", async () => {
    expect(await lines("a\r\n", "a\n")).toEqual(["@@ -1,1 +1,1 @@", "-a\\r", "+a"]);
    expect(await lines("a\r\nb\r\n", "a\r\nc\r\n")).toEqual(["@@ -2,1 +2,1 @@", "-b", "+c"]);
  });
});
