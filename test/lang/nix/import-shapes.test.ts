import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { modulesOfHost } from "../../../src/lang/nix/flake-hosts.js";
import { importsOfModule, type FindImportList } from "../../../src/lang/nix/import-list.js";
import { addImport, removeImport } from "../../../src/lang/nix/imports.js";
import { importsOf } from "../../../src/lang/nix/module-imports.js";
import { parseNix } from "../../../src/lang/nix/parser.js";
import { applySpans } from "../../../src/model/span.js";
import { find as findProgram, requireTools } from "../../support/tools.js";

const shapes = fileURLToPath(new URL("../../fixtures/nix-shapes/", import.meta.url));
const path = "./nixtorch.nix";

function texts(folder: string): [name: string, text: string][] {
  return readdirSync(shapes + folder)
    .sort()
    .map((name) => [name, readFileSync(`${shapes}${folder}/${name}`, "utf8")]);
}

function isRefused(name: string): boolean {
  return name.startsWith("refused-");
}

const modules = texts("imports");
const editable = modules.filter(([name]) => !isRefused(name));

/** Each host list that can be edited, in the file that has it. */
const lists: [name: string, text: string, host: string | null][] = [
  ["plain-flake.nix", "box"],
  ["plain-flake.nix", "lap-top"],
  ["hosts.nix", "box"],
  ["hosts.nix", "lab"],
  ["one-host.nix", null],
  ["flake-parts.nix", "box"],
].map(([name, host]) => [name!, readFileSync(`${shapes}hosts/${name}`, "utf8"), host ?? null]);

function added(text: string, find?: FindImportList) {
  const edit = addImport(text, path, find);
  if (edit.outcome !== "edited") throw new Error(JSON.stringify(edit));
  return edit;
}

function expectRoundTrip(text: string, find: FindImportList = importsOfModule): void {
  const edit = added(text, find);
  const bytes = applySpans(new TextEncoder().encode(text), edit.spans);
  expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).toBe(edit.text);
  expect(addImport(edit.text, path, find)).toEqual({ outcome: "unchanged", conditional: false });
  const removed = removeImport(edit.text, path, edit.kind, find);
  expect(removed.outcome === "edited" && removed.text).toBe(text);
}

describe("a module as people write it", () => {
  it.each(editable)("takes one more import and gives its bytes back: %s", (_name, text) => {
    expectRoundTrip(text);
    const after = added(text).text;
    const paths = importsOf(after, parseNix(after)).flatMap((one) => (one.kind === "path" ? [one.path] : []));
    expect(paths).toContain(path);
  });

  it.each(modules.filter(([name]) => isRefused(name)))("is left to its owner: %s", (_name, text) => {
    expect(addImport(text, path).outcome).toBe("refused");
  });

  it.each(lists)("in a host's list, the same: %s (%#)", (_name, text, host) => {
    expectRoundTrip(text, modulesOfHost(host));
  });
});

describe.skipIf(!requireTools("nix") || findProgram("nix-instantiate") === null)("to real Nix", () => {
  it("every edited file is an expression", () => {
    const all = [
      ...editable.map(([, text]) => added(text).text),
      ...lists.map(([, text, host]) => added(text, modulesOfHost(host)).text),
    ];
    const input = `[\n${all.map((text) => `(${text}\n)`).join("\n")}\n]`;
    const { status, stderr } = spawnSync("nix-instantiate", ["--parse", "-"], {
      input,
      encoding: "utf8",
      cwd: "/",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
