import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellStatements } from "../../../src/lang/shell/statements.js";

describe("the statements of a script", () => {
  it.each<[string, string[]]>([
    ["a\nb", ["a", "b"]],
    ["# why\na\n\nb # that", ["# why\na", "\nb # that"]],
    ["if a; then\n  b\nfi\nc", ["if a; then\n  b\nfi", "c"]],
    ["if a; then b; fi\nc", ["if a; then b; fi", "c"]],
    ["for x in 1; do\n  if y; then z; fi\ndone\nc", ["for x in 1; do\n  if y; then z; fi\ndone", "c"]],
    ["case $x in\n  a) b ;;\nesac\nc", ["case $x in\n  a) b ;;\nesac", "c"]],
    ["f() {\n  a\n}\nc", ["f() {\n  a\n}", "c"]],
    ["a \\\n  b\nc", ["a \\\n  b", "c"]],
    ["a &&\n  b\nc", ["a &&\n  b", "c"]],
    ["echo 'a\nb'\nc", ["echo 'a\nb'", "c"]],
    ['echo "if \\" fi"\nc', ['echo "if \\" fi"', "c"]],
    ["cat <<EOF\nif\nEOF\nc", ["cat <<EOF\nif\nEOF", "c"]],
    ["if a; then\nb", ["if a; then\nb"]],
    ["a\n# nothing", ["a", "# nothing"]],
    ["\n", []],
  ])("are told apart in %j", (script, statements) => expect(shellStatements(script)).toEqual(statements));

  it("are the script, whatever is in it", () => {
    const word = fc.constantFrom(
      "if",
      "fi",
      "do",
      "done",
      "{",
      "}",
      "(",
      ")",
      "a",
      "'",
      '"',
      "\\",
      "#",
      "<<E",
      "E",
      "&&",
    );
    const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const script = lines.join("\n");
        expect(script.startsWith(shellStatements(script).join("\n"))).toBe(true);
      }),
    );
  });
});
