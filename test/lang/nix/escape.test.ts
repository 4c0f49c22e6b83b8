import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nixAttr, nixAttrPath, nixIndented, nixString } from "../../../src/lang/nix/escape.js";
import { requireTools } from "../../support/tools.js";

/** Every character that Nix, or a shell in a Nix string, treats specially, and a few that it does not. */
const hostile = fc
  .array(
    fc.constantFrom("'", "''", "$", "${", "{", "}", '"', "\\", "\n", "\r", "\t", " ", "日本", "🔥", "x", "#"),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(""));

function evaluate(expression: string): unknown {
  const json = execFileSync("nix", ["eval", "--json", "--file", "-"], {
    input: expression,
    encoding: "utf8",
  });
  return JSON.parse(json);
}

describe("what Nix reads is what was written", () => {
  const nix = requireTools("nix");

  test.skipIf(!nix)("as a string", () => {
    const texts = fc.sample(hostile, { numRuns: 400, seed: 1 });
    expect(evaluate(`[ ${texts.map(nixString).join(" ")} ]`)).toEqual(texts);
  });

  test.skipIf(!nix)("as lines of an indented string", () => {
    const texts = fc.sample(hostile, { numRuns: 400, seed: 2 });
    const literals = texts.map((text) => `''\n  first\n${nixIndented(text, "  ")}\n  last\n''`);
    const expected = texts.map((text) => `first\n${text}\nlast\n`);
    expect(evaluate(`[ ${literals.join(" ")} ]`)).toEqual(expected);
  });

  test.skipIf(!nix)("as an attribute name", () => {
    const names = [
      ...new Set([...fc.sample(hostile, { numRuns: 100, seed: 3 }), "or", "if", "a-b", "1x", "rec"]),
    ];
    const set = names.map((name, index) => `${nixAttr(name)} = ${index};`).join(" ");
    expect(evaluate(`{ ${set} }`)).toEqual(Object.fromEntries(names.map((name, index) => [name, index])));
  });
});

test("ordinary text stays as a person would write it", () => {
  expect(nixIndented("echo 'it''s' $HOME", "  ")).toBe("  echo 'it'''s' $HOME");
  expect(nixIndented("if x; then\n\n  y\nfi", "    ")).toBe("    if x; then\n\n      y\n    fi");
  expect(nixAttr("ffmpeg")).toBe("ffmpeg");
});

test("an attribute path keeps its parts", () => {
  expect(nixAttrPath("python312Packages.numpy")).toBe("python312Packages.numpy");
  expect(nixAttrPath('qt6."a.b".or')).toBe('qt6."a.b"."or"');
});
