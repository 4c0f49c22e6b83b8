import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { hostsOf } from "../../../src/lang/nix/flake-hosts.js";
import { addImport, removeImport } from "../../../src/lang/nix/imports.js";
import { importsOf } from "../../../src/lang/nix/module-imports.js";
import { whyNoModule } from "../../../src/lang/nix/no-module.js";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { shellsIn } from "../../../src/lang/nix/shells.js";
import { find, requireTools } from "../../support/tools.js";
import { moduleText } from "./module-text.js";

const path = "./nixtorch.nix";
const imported = (text: string) =>
  importsOf(text, parseNix(text)).map((one) => (one.kind === "path" ? one.path : one.kind));

describe("any module", () => {
  it("takes an import that the module system would see, and gives its bytes back", () => {
    fc.assert(
      fc.property(moduleText, (before) => {
        const edit = addImport(before, path);
        if (edit.outcome !== "edited") throw new Error(JSON.stringify(edit));
        expect(imported(edit.text).filter((one) => one !== path)).toEqual(imported(before));
        expect(imported(edit.text)).toContain(path);
        const removed = removeImport(edit.text, path, edit.kind);
        expect(removed.outcome === "edited" && removed.text).toBe(before);
      }),
      { numRuns: 1500 },
    );
  });

  it("is read without an exception, cut off anywhere", () => {
    const cut = fc.tuple(moduleText, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
    fc.assert(
      fc.property(cut, (text) => {
        const tree = parsed(text);
        if (tree === null) return;
        for (const read of [assignments, importsOf, hostsOf, shellsIn, whyNoModule]) read(text, tree);
      }),
      { numRuns: 500 },
    );
  });
});

function parsed(text: string) {
  try {
    return parseNix(text);
  } catch {
    return null;
  }
}

describe.skipIf(!requireTools("nix") || find("nix-instantiate") === null)("to real Nix", () => {
  it("generated modules are expressions, before and after the edit", () => {
    const before = fc.sample(moduleText, { numRuns: 300, seed: 4 });
    const after = before.map((text) => {
      const edit = addImport(text, path);
      return edit.outcome === "edited" ? edit.text : edit.outcome;
    });
    for (const texts of [before, after]) {
      const input = `[\n${texts.map((text) => `(${text}\n)`).join("\n")}\n]`;
      const { status, stderr } = spawnSync("nix-instantiate", ["--parse", "-"], {
        input,
        encoding: "utf8",
        cwd: "/",
      });
      expect({ status, stderr: stderr.slice(0, 500) }).toEqual({ status: 0, stderr: "" });
    }
  });
});
