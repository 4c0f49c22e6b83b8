import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stageFlakeLock } from "../../src/stage/flake-lock.js";
import { find, requireTools } from "../support/tools.js";
import { ask } from "./uv-world.js";
import { pathWith, stub, world } from "./world.js";

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
