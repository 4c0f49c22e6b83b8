import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellQuote } from "../../../src/lang/shell/quote.js";

test("a shell reads back exactly the quoted text", () => {
  const texts = fc.sample(
    fc.array(fc.constantFrom("'", '"', "$", "`", "\\", "\n", " ", "*", "~", "!", "日本", "-", "a"), {
      maxLength: 10,
    }),
    { numRuns: 300, seed: 4 },
  );
  const words = texts.map((parts) => parts.join(""));
  const script = words.map((word) => `printf '%s\\0' ${shellQuote(word)}`).join("\n");
  const output = execFileSync("bash", ["-c", script], { encoding: "utf8" });
  expect(output.split("\0").slice(0, -1)).toEqual(words);
});

test("plain words stay bare", () => {
  expect(shellQuote("./.hf")).toBe("./.hf");
  expect(shellQuote("")).toBe("''");
});
