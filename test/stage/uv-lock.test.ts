import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOnly } from "../../src/host/read-only.js";
import { digestOf } from "../../src/model/digest.js";
import { find, requireTools } from "../support/tools.js";
import { ask, lockOf, pyproject } from "./uv-world.js";
import { leftovers, world } from "./world.js";

describe.skipIf(!requireTools("uv"))("a lock", () => {
  it("is made in a copy, and remembered without starting uv again", async () => {
    const here = world();
    const staged = await ask(here, pyproject());
    expect(staged).toMatchObject({
      kind: "computed",
      content: expect.stringContaining('name = "tiny"\nversion = "1.0"'),
      tools: { uv: { version: expect.stringMatching(/^\d+\.\d+/), path: find("uv") } },
      inputs: expect.stringMatching(/^sha256:/),
    });
    expect(leftovers(here)).toEqual([]);
    expect(existsSync(join(here.directory, "lab"))).toBe(false);
    expect(here.progress.join("\n")).toContain("Resolved 2 packages");
    here.started();

    expect(await ask(here, pyproject())).toEqual(staged);
    expect(await ask(here, `# a comment\n${pyproject()}`)).toEqual(staged);
    expect(here.started()).toEqual([]);
  });

  it("is kept without asking where the record says that it fits, also without a cache", async () => {
    const here = world();
    const staged = await ask(here, pyproject());
    if (staged.kind !== "computed") throw new Error(staged.kind);
    const recorded = { inputs: staged.inputs!, lock: digestOf(staged.content) };
    const clone = world().with({ env: { PATH: "/nowhere" } });
    expect(await ask(clone, pyproject(), { existingLock: staged.content, recorded })).toMatchObject({
      kind: "kept",
      tools: {},
      inputs: staged.inputs,
    });
    expect(clone.started()).toEqual([]);
  });

  it("is kept where uv says that it fits, and uv is asked once", async () => {
    const here = world();
    const existingLock = await lockOf(here, pyproject());
    const other = world();
    expect(await ask(other, pyproject(), { existingLock })).toMatchObject({
      kind: "kept",
      tools: { uv: {} },
    });
    expect(other.started().filter((command) => command.includes("lock"))).toHaveLength(1);
    expect(await ask(other, pyproject(), { existingLock })).toMatchObject({ kind: "kept" });
    expect(other.started()).toEqual([]);
  });

  it("moves only what has to", async () => {
    const here = world();
    const existingLock = await lockOf(here, pyproject());
    const loose = pyproject({ dependencies: '"tiny", "other"' });
    const moved = await lockOf(here, loose, { existingLock });
    expect(moved).toContain('name = "other"');
    expect(moved).toContain('name = "tiny"\nversion = "1.0"');
    expect(await lockOf(here, loose, { existingLock: moved, upgrade: "tiny" })).toContain(
      'name = "tiny"\nversion = "2.0"',
    );
    expect(await lockOf(here, loose, { existingLock: moved, upgrade: true })).toContain('version = "2.0"');
  });

  it("is made anew from merge markers, with a word about it", async () => {
    const here = world();
    expect(await ask(here, pyproject(), { existingLock: "<<<<<<< HEAD\n" })).toMatchObject({
      kind: "computed",
      diagnostics: [{ code: "NT529" }],
    });
  });
});

describe.skipIf(!requireTools("uv"))("a cache that is a link to another disk", () => {
  it("is written by its own name, and leaves no trace in locks and messages", async () => {
    const here = world({ "disk/.keep": "", "lab/uv.toml": "" });
    symlinkSync(join(here.directory, "disk"), join(here.directory, "cache"));
    const inCache = (path: string) => path.startsWith(`${join(here.directory, "cache")}/`);
    const linked = { ...here, context: { ...here.context, system: readOnly(here.context.system, inCache) } };
    expect(await ask(linked, pyproject())).toMatchObject({ kind: "computed" });
    const staged = await ask(linked, '[project]\nname = 1\ndynamic = ["version"]\n');
    expect(staged).toMatchObject({ kind: "unknown", diagnostics: [{ severity: "error" }] });
    expect(JSON.stringify(staged)).not.toContain(join(here.directory, "disk"));
  });
});
