import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stageFlakeLock } from "../../src/stage/flake-lock.js";
import { find, requireTools } from "../support/tools.js";
import { ask } from "./uv-world.js";
import { pathWith, stub, world, type World } from "./world.js";

describe("other tools", () => {
  const text = '[project]\nname = "lab"\nversion = "0"\n';
  const quiet = { pythonVersion: "3.12", requiresPython: ">=3.12" };

  it("names what is missing", async () => {
    const here = world().with({ env: { PATH: "/nowhere" } });
    expect(await ask(here, text, quiet)).toMatchObject({
      kind: "unknown",
      reason: "no uv and no nix on PATH",
      diagnostics: [{ code: "NT530" }],
      inputs: expect.stringMatching(/^sha256:/),
    });
  });

  it("calls a uv that writes no lock a failure", async () => {
    const here = world();
    const script = 'if [ "$1" = python ]; then echo /bin/sh; else echo uv 1.2.3; fi';
    const PATH = `${pathWith(here.directory, { uv: script })}:/usr/bin:/bin`;
    const staged = await ask(here.with({ env: { PATH } }), text, quiet);
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: "uv wrote no uv.lock",
      diagnostics: [{ code: "NT533", detail: expect.stringContaining("1.2.3") }],
    });
  });

  describe("older than a setting of the project", () => {
    const settings = `${text}[tool.uv.extra-build-dependencies]\nx = []\n[tool.uv.extra-build-variables]\nx = {}\n`;
    const uvPrinting = (here: World, version: string) => {
      const script = `case $1 in python) echo /bin/sh;; --version) echo uv ${version};; lock) echo made > uv.lock;; esac`;
      return pathWith(here.directory, { uv: script });
    };

    it("are not used, and the message names both versions", async () => {
      const here = world();
      const old = here.with({ env: { PATH: `${uvPrinting(here, "0.8.5")}:/usr/bin:/bin` } });
      expect(await ask(old, settings, quiet)).toMatchObject({
        kind: "unknown",
        reason: "uv 0.8.5 is too old for tool.uv.extra-build-variables",
        diagnostics: [
          {
            code: "NT538",
            severity: "error",
            detail: expect.stringMatching(/needs uv 0\.8\.6.* is 0\.8\.5/),
          },
        ],
      });
      // What the project does not use, it does not need.
      expect(await ask(old, text, quiet)).toMatchObject({ kind: "computed" });
      const enough = uvPrinting(here, "0.8.6");
      expect(await ask(here.with({ env: { PATH: enough } }), settings, quiet)).toMatchObject({
        kind: "computed",
      });
    });

    it("are named also where they are those of the pinned nixpkgs: then that has to move", async () => {
      const here = world();
      const nix =
        'case "$*" in *--command*) echo /bin/true; echo /bin/sh; echo uv 0.7.22;; *) echo nix 2.30.0;; esac';
      const PATH = `${pathWith(here.directory, { nix })}:/usr/bin:/bin`;
      const flake = { text: "{ }", lock: "{}" };
      expect(await ask(here.with({ env: { PATH } }), settings, { ...quiet, flake })).toMatchObject({
        kind: "unknown",
        diagnostics: [{ code: "NT538", hint: expect.stringContaining("nix: { nixpkgs: { release:") }],
      });
    });

    it.skipIf(!requireTools("nix"))("wait for the one of nixpkgs where there is Nix", async () => {
      const here = world();
      const PATH = `${uvPrinting(here, "0.7.22")}:${join(find("nix")!, "..")}:/usr/bin:/bin`;
      expect(await ask(here.with({ env: { PATH } }), settings, quiet)).toMatchObject({
        kind: "unknown",
        reason: "uv on PATH is too old (0.7.22), and flake.lock is not known yet",
        diagnostics: [{ code: "NT530", severity: "warning" }],
      });
    });
  });

  it("that do not understand the settings made another lock, whatever they say", async () => {
    const here = world();
    const script = [
      "case $1 in python) echo /bin/sh;; --version) echo uv 1.2.3;;",
      "lock) echo made > uv.lock; printf 'warning: Failed to parse `pyproject.toml` during settings discovery:\\n" +
        "  TOML parse error at line 3, column 1\\n  unknown field `colour`, expected one of `offline`\\n' >&2;; esac",
    ].join("\n");
    const PATH = `${pathWith(here.directory, { uv: script })}:/usr/bin:/bin`;
    for (const existingLock of [null, "there\n"])
      expect(await ask(here.with({ env: { PATH } }), text, { ...quiet, existingLock })).toMatchObject({
        kind: "unknown",
        diagnostics: [
          {
            code: "NT539",
            severity: "error",
            detail: expect.stringContaining("(unknown field `colour`)"),
            place: { file: "pyproject.toml", line: 3, column: 1 },
          },
        ],
      });
  });

  it.skipIf(!requireTools("uv"))("is what the real uv is held to", async () => {
    const misspelt = `${text}requires-python = ">=3.8"\n[tool.uv]\ncolour = 1\n`;
    const staged = await ask(world(), misspelt, { requiresPython: ">=3.8" });
    expect(staged).toMatchObject({
      kind: "unknown",
      diagnostics: [{ code: "NT539", detail: expect.stringContaining("unknown field `colour`") }],
    });
  });

  it("refuses a lock with credentials", async () => {
    const here = world();
    const script = [
      "case $1 in python) echo /bin/sh;; --version) echo uv 1.2.3;;",
      `lock) echo 'source = { registry = "https://me:hunter2@x.example/simple" }' > uv.lock;; esac`,
    ].join("\n");
    const PATH = `${pathWith(here.directory, { uv: script })}:/usr/bin:/bin`;
    const staged = await ask(here.with({ env: { PATH } }), text, quiet);
    expect(staged).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT537", severity: "error" }] });
    expect(JSON.stringify(staged)).not.toContain("hunter2");
  });

  it.each([
    ["the staging path", "$PWD"],
    ["an absolute path", "/srv/lib"],
    ["a path out of the tree", "../../../lib"],
  ])("discards a lock that holds %s", async (_what, path) => {
    const here = world();
    const script = [
      "case $1 in python) echo /bin/sh;; --version) echo uv 1.2.3;;",
      `lock) echo "source = { editable = \\"${path}\\" }" > uv.lock;; esac`,
    ].join("\n");
    const PATH = `${pathWith(here.directory, { uv: script })}:/usr/bin:/bin`;
    expect(await ask(here.with({ env: { PATH } }), text, quiet)).toMatchObject({
      kind: "unknown",
      diagnostics: [{ code: "NT535", severity: "warning" }],
    });
  });

  it.skipIf(!requireTools("nix"))("come from the nixpkgs that the flake pins", async () => {
    const here = world();
    const url = stub("26.05");
    const flakeText = `{ inputs.nixpkgs.url = "${url}"; outputs = { self, nixpkgs }: { }; }\n`;
    const nixOnly = here.with({ env: { PATH: `${join(find("nix")!, "..")}:/usr/bin:/bin` } });
    const lock = await stageFlakeLock(nixOnly.context, {
      flakeText,
      existing: null,
      nixpkgsUrl: url,
      update: false,
    });
    if (lock.kind !== "computed") throw new Error(lock.kind);
    const flake = { text: flakeText, lock: lock.content };
    // The stub's uv prints its version and locks nothing: that it was asked is what counts here.
    expect(await ask(nixOnly, text, { ...quiet, flake })).toMatchObject({
      kind: "unknown",
      diagnostics: [
        { code: "NT533", detail: expect.stringMatching(/\/nix\/store\/.*-uv-.*\(stub\)|\/nix\/store\/.*uv/) },
      ],
    });
    expect(
      nixOnly
        .started()
        .some((command) => /\/nix\/store\/\S+\/bin\/uv lock --python \/nix\/store/.test(command)),
    ).toBe(true);
    const missing = await ask(nixOnly, text, { flake, pythonVersion: "3.7", requiresPython: ">=3.7" });
    expect(missing).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT523" }] });
  });
});
