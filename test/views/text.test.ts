import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { humanBytes } from "../../src/views/size.js";
import { block, blockLines, displayWidth, inline, padTo } from "../../src/views/text.js";

describe("neutralised text", () => {
  it("has no control characters, whatever came in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        expect(inline(value)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(block(value)).not.toMatch(/(?![\n\t])\p{Cc}/u);
      }),
    );
  });

  it("leaves ordinary text alone, in any language", () => {
    const text = "größe 日本語 👩‍💻 → ok";
    expect(inline(text)).toBe(text);
  });

  it("shows escapes of one, two and three bytes", () => {
    expect(inline("\u001b\u202e\u{e0041}\r\n\t")).toBe("\\x1b\\u202e\\u{e0041}\\r\\n\\t");
  });

  it("is made in a moment, also from a word of a megabyte", () => {
    const started = performance.now();
    inline("x".repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("knows the lines of a text, however they end", () => {
    expect(blockLines("a\r\nb\n")).toEqual(["a", "b"]);
    expect(blockLines("a\n\n")).toEqual(["a", ""]);
  });
});

describe("display width", () => {
  it.each([
    ["abc", 3],
    ["日本", 4],
    ["ｆ", 2],
    ["e\u0301", 1],
    ["한글", 4],
    ["→—", 2],
    ["🚀", 2],
  ])("of %s is %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
    expect(displayWidth(padTo(text, 10))).toBe(10);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [10 * 1024 * 1024, "10 MiB"],
    [2.5 * 1024 ** 3, "2.5 GiB"],
    [5000 * 1024 ** 4, "5000 TiB"],
  ])("%i bytes read as %s", (bytes, text) => {
    expect(humanBytes(bytes)).toBe(text);
  });
});
