import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startPackageIndex } from "../support/package-index.js";
import { requireTools } from "../support/tools.js";
import { ask, index, lockOf, minor, pyproject } from "./uv-world.js";
import { world } from "./world.js";

describe.skipIf(!requireTools("uv"))("surroundings", () => {
  it("is not led astray by a .python-version that is not here, and notices when it changes", async () => {
    const here = world({ "lab/.python-version": "2.1\n" });
    const first = await ask(here, pyproject());
    expect(first).toMatchObject({ kind: "computed" });
    writeFileSync(join(here.directory, "lab/.python-version"), "2.2\n");
    expect((await ask(here, pyproject())).inputs).not.toBe(first.inputs);
  });

  it("ignores variables that point uv elsewhere, and lists the others with masked secrets", async () => {
    const here = world().with({
      env: {
        VIRTUAL_ENV: "/nowhere",
        UV_PROJECT: "/nowhere",
        UV_PROJECT_ENVIRONMENT: "/nowhere",
        UV_FROZEN: "1",
        UV_LOCKED: "1",
        UV_PYTHON: "2.1",
        PYTHONPATH: "/nowhere",
        UV_HTTP_TIMEOUT: "99",
        UV_INDEX_LOCAL_PASSWORD: "hunter2",
        UV_FIND_LINKS: "https://me:hunter2@links.example/",
      },
    });
    const bare = here.with({ env: { UV_FIND_LINKS: undefined } });
    const staged = await ask(bare, pyproject());
    expect(staged).toMatchObject({
      kind: "computed",
      tools: { uv: { settings: { UV_HTTP_TIMEOUT: "99", UV_INDEX_LOCAL_PASSWORD: "***" } } },
    });
    expect(Object.keys(staged.tools.uv?.settings ?? {})).not.toContain("UV_PROJECT");
    expect(JSON.stringify(staged)).not.toContain("hunter2");
  });

  it("takes another index from the environment into account, and warns that the registry moves", async () => {
    const here = world();
    const text = pyproject().replace(/\[\[tool[\s\S]*/, "");
    const mine = here.with({ env: { UV_DEFAULT_INDEX: `${index.url}/any` } });
    const first = await lockOf(mine, text);
    const second = await startPackageIndex([{ name: "tiny", version: "1.5" }]);
    try {
      const moved = here.with({ env: { UV_DEFAULT_INDEX: `${second.url}/any` } });
      const staged = await ask(moved, text, { existingLock: first, upgrade: true });
      expect(staged).toMatchObject({
        kind: "computed",
        diagnostics: [{ code: "NT536", severity: "warning" }],
      });
      expect(staged.diagnostics[0]?.detail).toContain("UV_DEFAULT_INDEX is set to it");
    } finally {
      await second.close();
    }
  });

  it("has nothing to answer offline that was never asked", async () => {
    const here = world().with({ offline: true });
    const text = pyproject().replace("/any", "/never-asked");
    expect(await ask(here, text)).toMatchObject({
      kind: "unknown",
      reason: "--offline, and uv's cache lacks what is needed",
      diagnostics: [{ code: "NT521", severity: "warning" }],
    });
  });

  it("says when the index cannot be reached", async () => {
    const here = world().with({ env: { UV_HTTP_RETRIES: "0" } });
    const text = pyproject().replace(/url = .*/, 'url = "http://127.0.0.1:9/any"');
    expect(await ask(here, text)).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT521" }] });
    here.started();
    await ask(here, text);
    expect(here.started().some((command) => command.includes(" lock "))).toBe(true);
  });

  it("says why requirements have no solution", async () => {
    const staged = await ask(world(), pyproject({ dependencies: '"tiny>2", "other"' }));
    expect(staged).toMatchObject({
      kind: "unknown",
      diagnostics: [{ code: "NT532", severity: "error", detail: expect.stringContaining("tiny>2") }],
    });
    expect(staged.diagnostics[0]?.detail).not.toContain("staging");
  });

  it("never lets uv download a Python that is not there", async () => {
    const here = world();
    const staged = await ask(here, pyproject().replace(`>=${minor}`, ">=3.99"), {
      requiresPython: ">=3.99",
      pythonVersion: "3.99",
      flake: null,
    });
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: "no Python here satisfies >=3.99",
      diagnostics: [{ code: "NT531" }],
    });
    const started = here.started().filter((command) => !command.endsWith("--version"));
    expect(started.every((command) => command.includes("--no-python-downloads"))).toBe(true);
  });
});
