import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { NixSyntaxError } from "../../../src/lang/nix/syntax-error.js";
import { find, requireTools } from "../../support/tools.js";
import { reprint } from "./reprint.js";
import { accepted, rejected } from "./snippets.js";

const realNix = requireTools("nix") && find("nix-instantiate") !== null;

/** What real Nix makes of a text: its own print of the tree, or `null` if it refuses the syntax. */
function realParse(text: string): string | null {
  const args = ["--extra-experimental-features", "pipe-operators", "--parse", "-"];
  const { status, stdout, stderr } = spawnSync("nix-instantiate", args, {
    input: text,
    encoding: "utf8",
    cwd: "/",
  });
  if (status === 0) return stdout;
  // Names are looked up while parsing; what is asked here is the syntax.
  if (/undefined variable|already defined/.test(stderr)) return "";
  return null;
}

function nixFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".nix"))
    .map((name) => join(directory, name));
}

const tests = fileURLToPath(new URL("../../", import.meta.url));

function failure(text: string): NixSyntaxError {
  try {
    parseNix(text);
  } catch (error) {
    if (error instanceof NixSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(text)}`);
}

describe("parseNix", () => {
  it.each(accepted)("accepts %j", (text) => {
    const { start, end } = parseNix(text);
    expect(text.slice(0, start) + text.slice(end)).toMatch(/^(?:\s|#.*|\/\*[^]*?\*\/)*$/);
  });

  it.each(rejected)("says where $text stops being Nix", ({ text, line, column }) => {
    const error = failure(text);
    expect({ line: error.line, column: error.column }).toEqual({ line, column });
  });

  it("says what it expected, and what stands there", () => {
    expect(failure("{ a = 1 }").message).toBe("expected ';', found '}'");
    expect(failure("let a = 1; a").message).toBe("expected '=', found the end of the file");
  });

  it("says that a path holds ASCII letters only, and how to write it", () => {
    const message = (path: string) => failure(`{ imports = [ ./a.nix ${path} ]; }`).message;
    const only = "a path without quotes holds ASCII letters only";
    expect(message("./設定.nix")).toBe(`${only} (write (./. + "/設定.nix"))`);
    expect(message("../b/設定")).toBe(`${only} (write (./. + "/../b/設定"))`);
    expect(message("/etc/nixos/設定.nix")).toBe(`${only} (write "/etc/nixos/設定.nix")`);
    expect(message("~/設定.nix")).toBe(only);
    expect(message("設定")).toBe('unexpected character "設"');
    expect(message("1 / 🔥")).toMatch(/^expected|^unexpected character "🔥"$/);
  });

  it("counts lines and columns as editors do, also behind wide characters", () => {
    const { line, column, offset } = failure('{\r\n  a = "日本🔥" 1;\r\n}'.replace("1;", "}"));
    expect({ line, column, offset }).toEqual({ line: 2, column: 14, offset: 16 });
  });

  it("refuses a byte order mark, as Nix does", () => {
    const { message, line, column } = failure("\uFEFF{ }");
    expect(message).toMatch(/^unexpected byte order mark/);
    expect({ line, column }).toEqual({ line: 1, column: 1 });
  });

  it("refuses absurd nesting instead of overflowing the stack", () => {
    expect(failure("(".repeat(100_000)).message).toMatch(/nested too deeply/);
    expect(failure("[".repeat(100_000)).message).toMatch(/nested too deeply/);
    expect(failure("[".repeat(20_000) + "]".repeat(20_000)).message).toMatch(/nested too deeply/);
    expect(failure(`${"!".repeat(100_000)}true`).message).toMatch(/nested too deeply/);
  });

  it("never ends in anything but a tree or a NixSyntaxError", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "=",
      ";",
      '"',
      "''",
      "${",
      ".",
      "a",
      "1",
      "./x",
      ":",
      "@",
      " ",
      "let",
      "in",
      "or",
      "?",
    ];
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(soup, (text) => {
        try {
          const { start, end } = parseNix(text);
          expect(start).toBeLessThanOrEqual(end);
        } catch (error) {
          expect(error).toBeInstanceOf(NixSyntaxError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(!realNix)("against real Nix", () => {
  it("sees the tree that Nix sees, in every accepted expression", () => {
    const list = (texts: readonly string[]) =>
      realParse(`[\n${texts.map((text) => `(${text}\n)`).join("\n")}\n]`);
    const real = list(accepted);
    expect(real).not.toBeNull();
    expect(list(accepted.map((text) => reprint(text, parseNix(text))))).toBe(real);
  });

  it("refuses what Nix refuses", () => {
    expect(rejected.filter(({ text }) => realParse(text) !== null)).toEqual([]);
  });

  it("sees the tree that Nix sees, in every Nix file of the tests", () => {
    const files = nixFiles(tests);
    expect(files.length).toBeGreaterThan(20);
    const whole = files.map((file) => readFileSync(file, "utf8"));
    // Behind `with`, a name that is bound nowhere is no error: what is asked here is the syntax.
    const list = (texts: readonly string[]) =>
      realParse(`[\n${texts.map((text) => `(with { }; ${text}\n)`).join("\n")}\n]`);
    const real = list(whole);
    expect(real?.length).toBeGreaterThan(50_000);
    expect(list(whole.map((text) => reprint(text, parseNix(text))))).toBe(real);
  });

  it("agrees with Nix on files that lost one character", () => {
    const text = readFileSync(join(tests, "fixtures/nixos/golden/ada-26.05.nix"), "utf8");
    const places = fc.sample(fc.nat(text.length - 1), { numRuns: 40, seed: 1 });
    const disagreeing = places.filter((at) => {
      const cut = text.slice(0, at) + text.slice(at + 1);
      const real = realParse(cut);
      try {
        parseNix(cut);
        return real === null;
      } catch {
        return real !== null;
      }
    });
    expect(disagreeing).toEqual([]);
  });
});
