import { expect, test } from "vitest";
import { pythonPreference } from "../../../src/resources/pyproject/index.js";
import { handwritten, observe, plan, project } from "./world.js";

const beside = (text: string) => ({ [`${project}/.python-version`]: text });

test.each([
  ["3.11\n", "3.11"],
  ["# ours\n\n3.12.4\n3.11\n", "3.12"],
  ["cpython@3.13", "3.13"],
  ["cpython-3.10-linux-x86_64-gnu\n", "3.10"],
  ["3.14t\n", "3.14"],
  ["pypy@3.10\n", null],
  [">=3.11\n", null],
  ["system\n", null],
  ["", null],
])("%j asks for %s", (text, minor) => {
  expect(pythonPreference(observe(null, beside(text)))).toBe(minor);
});

test("no file asks for nothing", () => {
  expect(pythonPreference(observe(handwritten))).toBeNull();
});

test.each([handwritten, null])(
  "another Python than the chosen one is told, with both ways out",
  async (text) => {
    const { diagnostics, change } = await plan(text, {}, {}, beside("3.11\n"));
    expect(diagnostics).toMatchObject([
      { code: "NT452", severity: "warning", place: { file: ".python-version" } },
    ]);
    expect(diagnostics[0]!.hint).toContain('    project: { python: "3.11" }');
    expect(diagnostics[0]!.hint).toContain("    echo 3.12 > .python-version");
    expect(change.action).not.toBe("conflict");
    expect((await plan(text, {}, {}, beside("3.12.7\n"))).diagnostics).toEqual([]);
  },
);
