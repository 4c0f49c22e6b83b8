import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { pathOf } from "../../../src/lang/nix/path-value.js";
import { Scope, type Scoped } from "../../../src/lang/nix/scope.js";
import { textParts } from "../../../src/lang/nix/text-parts.js";
import { valueOf } from "../../../src/lang/nix/value.js";
import { requireTools } from "../../support/tools.js";

const scoped = (text: string): Scoped => ({ node: parseNix(text), scope: Scope.of(text) });

/** What real Nix makes of expressions, evaluated in the root directory. */
function evaluated(expressions: readonly string[]): unknown[] {
  const input = `[\n${expressions.map((one) => `(${one}\n)`).join("\n")}\n]`;
  const json = execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-"], {
    input,
    encoding: "utf8",
    cwd: "/",
  });
  return JSON.parse(json) as unknown[];
}

/** Text as it may stand between quotes: all that Nix treats specially there. */
const raw = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces, "a", " ", "\n", "$", "{", "}", "設", "🔥", "\t"), { maxLength: 12 });
const plain = raw(['\\"', "\\\\", "\\n", "\\${", "\\x", "$$", "\r\n", "''", "${v}"]).map(
  (all) => `"${all.join("")}"`,
);
const indented = raw(["'''", "''${", "''\\n", "''\\t", '"', "$$", "\n  ", "\n    ", "${v}", "\\"]).map(
  (all) => `''${all.join("")}''`,
);

describe.skipIf(!requireTools("nix"))("what an expression is worth, by real Nix", () => {
  it.each([
    ["texts", plain, 5],
    ["indented texts", indented, 6],
  ])("%s", (_name, arbitrary, seed) => {
    const texts = fc
      .sample(arbitrary, { numRuns: 600, seed })
      .map((text) => `let v = "w"; in ${text}`)
      .filter((text) => isNix(text));
    expect(texts.length).toBeGreaterThan(300);
    const real = evaluated(texts);
    const joined = texts.map((text) =>
      textParts(scoped(text))
        .map((part) => (part.kind === "text" ? part.text : "?"))
        .join(""),
    );
    expect(joined).toEqual(real);
    const values = texts.map((text) => valueOf(scoped(text)));
    // An indented text with `${…}` is none that is written out.
    expect(values.map((value, index) => value ?? real[index])).toEqual(real);
  });

  it("paths", () => {
    const paths = [
      "./a.nix",
      "a/b.nix",
      "./a/../b/./c.nix",
      "../x",
      './. + "/a.nix"',
      "./. + /a.nix",
      '/. + "etc/x"',
      '/a + "b"',
      '(./a + "/") + "b"',
      'toString ./a + "/" + "b"',
      './a + "/../c"',
      '/${"a"}/b.nix',
      './${"a"}/b.nix',
      './a-${"b"}.nix',
      'builtins.toPath "/a/b"',
      '"/a//b/../c"',
      'let p = ./a; n = "b"; in p + "/${n}.nix"',
      'let f = { d = ./d; }; in f.d + "/e"',
      "rec { a = ./a; b = a; }.b",
      "(x: x) ./a",
    ];
    const read = paths.map((path) => pathOf(scoped(path)));
    const real = evaluated(
      paths.map((path) => `/. + toString (${path})`).map((path) => `toString (${path})`),
    );
    expect(read.map((path) => path && path.replace(/^\.\//, "/").replace(/^\.\.\//, "/"))).toEqual([
      ...real.slice(0, -1),
      null,
    ]);
  });
});

function isNix(text: string): boolean {
  try {
    parseNix(text);
    return true;
  } catch {
    return false;
  }
}

it.each(['"relative"', './. + "x"', "~/a", "<nixpkgs>", "1", "x", "./${x}", '"${x}/a"', "./a + ./b"])(
  "only evaluation knows the path %s",
  (text) => {
    expect(pathOf(scoped(text))).toBeNull();
  },
);
