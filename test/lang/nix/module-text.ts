import fc from "fast-check";
import { nixString } from "../../../src/lang/nix/escape.js";

/** Any text that Nix can hold, as the name of an attribute. */
const quotedName = fc
  .string({ unit: "binary", maxLength: 8 })
  .filter((text) => !text.includes("\0"))
  .map(nixString);

const blank = fc.constantFrom(
  " ",
  "\n",
  "\r\n",
  "\n  ",
  "\r\n    ",
  "\t",
  " # 備考 🔥\n",
  " /* 備考 */ ",
  "\n\n    ",
);

const value = fc.constantFrom("1", '"設定"', "[ ]", "''\n  é\n''", "{ }", "x", "./a.nix");

/** A module in place of a path. */
const inline = fc
  .tuple(quotedName, blank, value)
  .chain(([name, gap, one]) =>
    fc.constantFrom(`{${gap}${name} = ${one}; }`, `({ lib, ... }:${gap}{ ${name} = ${one}; })`),
  );

/** Entries of `imports`, with what each is for `importsOf`. */
const entry = fc.oneof(
  fc.constantFrom(
    "./a.nix",
    "../b",
    '"/etc/nixos/設定.nix"',
    '"${./.}/設定.nix"',
    '(./. + "/c.nix")',
    "(import ./d.nix { })",
    "<nixpkgs/x.nix>",
    "x.y.z",
    "x",
  ),
  inline,
);

const list = fc
  .tuple(fc.array(fc.tuple(blank, entry), { maxLength: 5 }), blank)
  .map(([entries, last]) => `[${entries.flat().join("")}${last}]`);

const imports = fc
  .tuple(list, fc.constantFrom("", " ++ x", " ++ lib.optionals x [ ./o.nix ]"))
  .map(([written, more]) => `imports = ${written}${more};`);

const binding = fc.tuple(quotedName, value).map(([name, one]) => `${name} = ${one};`);

/** Modules, their first names quoted, with imports anywhere or nowhere, remarks in Japanese and mixed line endings. */
export const moduleText: fc.Arbitrary<string> = fc
  .record({
    head: fc.constantFrom("{ lib, x, ... }:", "{ lib, x, ... }@args:", "lib: x:"),
    gap: blank,
    bindings: fc.uniqueArray(fc.tuple(binding, blank), {
      maxLength: 4,
      selector: ([one]) => one.split(" = ")[0],
    }),
    imports: fc.option(imports),
    at: fc.nat(4),
    last: blank,
  })
  .map(({ head, gap, bindings, imports: written, at, last }) => {
    const entries = bindings.map(([one, behind]) => one + behind);
    if (written !== null) entries.splice(at % (entries.length + 1), 0, `${written} `);
    return `${head}${gap}{${gap}${entries.join("")}${last}}`;
  });
