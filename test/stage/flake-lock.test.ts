import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stageFlakeLock } from "../../src/stage/flake-lock.js";
import { requireTools } from "../support/tools.js";
import { leftovers, pathWith, stub, world } from "./world.js";

const flake = (url: string) => `{
  inputs.nixpkgs.url = "${url}";
  outputs = { self, nixpkgs }: { };
}
`;
const ask = (url: string, existing: string | null = null, update = false) => ({
  flakeText: flake(url),
  existing,
  nixpkgsUrl: url,
  update,
});

function lockOf(original: object, inputs: object = { nixpkgs: "nixpkgs" }): string {
  const locked = { ...original, narHash: "sha256-AAAA", lastModified: 1 };
  return JSON.stringify({
    nodes: { nixpkgs: { locked, original }, root: { inputs } },
    root: "root",
    version: 7,
  });
}
const release = { owner: "NixOS", ref: "nixos-26.05", repo: "nixpkgs", type: "github" };

describe("a lock that pins what the flake asks for", () => {
  it("is kept, and nothing is started", async () => {
    const here = world();
    const staged = await stageFlakeLock(
      here.context,
      ask("github:NixOS/nixpkgs/nixos-26.05", lockOf(release)),
    );
    expect(staged).toMatchObject({ kind: "kept", tools: {} });
    expect(here.started()).toEqual([]);
  });

  it.each([
    ["another branch", lockOf({ ...release, ref: "nixos-25.11" })],
    ["an input more", lockOf(release, { nixpkgs: "nixpkgs", other: "nixpkgs" })],
    ["merge markers", `<<<<<<< HEAD\n${lockOf(release)}`],
  ])("is not kept with %s", async (_what, lock) => {
    const here = world().with({ env: { PATH: "/nowhere" } });
    const staged = await stageFlakeLock(here.context, ask("github:NixOS/nixpkgs/nixos-26.05", lock));
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: "no nix on PATH",
      diagnostics: [{ code: "NT528" }],
    });
  });
});

describe.skipIf(!requireTools("nix"))("with real Nix", () => {
  it("makes a first lock, and remembers it without starting Nix again", async () => {
    const here = world();
    const first = await stageFlakeLock(here.context, ask(stub("26.05")));
    if (first.kind !== "computed") throw new Error(JSON.stringify(first));
    expect(JSON.parse(first.content).nodes.nixpkgs.original).toMatchObject({ type: "path", dir: "26.05" });
    expect(first.content).not.toContain(here.directory);
    expect(first.tools.nix).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/) });
    expect(leftovers(here)).toEqual([]);
    here.started();

    expect(await stageFlakeLock(here.context, ask(stub("26.05")))).toEqual(first);
    expect(await stageFlakeLock(here.with({ offline: true }).context, ask(stub("26.05")))).toEqual(first);
    expect(here.started()).toEqual([]);
    expect(await stageFlakeLock(here.context, ask(stub("26.05"), first.content))).toMatchObject({
      kind: "kept",
    });
    expect(here.started()).toEqual([]);
  });

  it("locks again when the release moves", async () => {
    const here = world();
    const old = await stageFlakeLock(here.context, ask(stub("25.11")));
    if (old.kind !== "computed") throw new Error(old.kind);
    const staged = await stageFlakeLock(here.context, ask(stub("26.05"), old.content));
    expect(staged).toMatchObject({ kind: "computed", content: expect.stringContaining('"dir": "26.05"') });
  });

  it("finds nothing to update where nothing moved", async () => {
    const here = world();
    const old = await stageFlakeLock(here.context, ask(stub("26.05")));
    if (old.kind !== "computed") throw new Error(old.kind);
    expect(await stageFlakeLock(here.context, ask(stub("26.05"), old.content, true))).toMatchObject({
      kind: "kept",
      tools: { nix: {} },
    });
  });

  it("makes a lock with merge markers anew, and says so", async () => {
    const here = world();
    const staged = await stageFlakeLock(here.context, ask(stub("26.05"), "<<<<<<< HEAD\n{}"));
    expect(staged).toMatchObject({ kind: "computed", diagnostics: [{ code: "NT529", severity: "warning" }] });
  });

  it("is known after apply when offline and nothing is known, at once", async () => {
    const here = world().with({ offline: true });
    const staged = await stageFlakeLock(here.context, ask("github:NixOS/nixpkgs/nixos-26.05"));
    expect(staged).toMatchObject({
      kind: "unknown",
      reason: "--offline, and the revision of nixpkgs is not known here",
      diagnostics: [{ code: "NT521", severity: "warning", hint: "Plan again without --offline." }],
    });
    expect(leftovers(here)).toEqual([]);
  }, 20_000);

  it("does not remember a failure", async () => {
    const here = world();
    const missing = "path:/nowhere/nixpkgs";
    const staged = await stageFlakeLock(here.context, ask(missing));
    expect(staged).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT520", severity: "error" }] });
    here.started();
    await stageFlakeLock(here.context, ask(missing));
    expect(here.started()).toHaveLength(1);
  });
});

describe("a nix that is not what it seems", () => {
  it("is told when it writes no lock", async () => {
    const here = world();
    const PATH = pathWith(here.directory, { nix: "exit 0" });
    const staged = await stageFlakeLock(here.with({ env: { PATH } }).context, ask(stub("26.05")));
    expect(staged).toMatchObject({ kind: "unknown", reason: "nix wrote no flake.lock" });
  });

  it("is told when it is too old for flakes", async () => {
    const here = world();
    const PATH = pathWith(here.directory, {
      nix: `echo "error: unrecognised flag '--extra-experimental-features'" >&2; exit 1`,
    });
    const staged = await stageFlakeLock(here.with({ env: { PATH } }).context, ask(stub("26.05")));
    expect(staged).toMatchObject({ kind: "unknown", diagnostics: [{ code: "NT134" }] });
  });

  it("shows what it downloads, and how much that was", async () => {
    const here = world();
    const event = (json: string) => `echo '@nix ${json}' >&2`;
    const PATH = `${pathWith(here.directory, {
      nix: [
        '[ "$1" = --version ] && { echo "nix (Nix) 2.99.0"; exit 0; }',
        event(
          '{"action":"start","id":1,"type":101,"text":"downloading","fields":["https://x.example/n.tar.gz"]}',
        ),
        event('{"action":"result","id":1,"type":105,"fields":[10485760,41943040,0,0]}'),
        event('{"action":"result","id":1,"type":105,"fields":[41943040,41943040,0,0]}'),
        'echo "{}" > flake.lock',
      ].join("\n"),
    })}:${process.env.PATH}`;
    const other = here.with({ env: { PATH } });
    const staged = await stageFlakeLock(other.context, ask("github:NixOS/nixpkgs/nixos-26.05"));
    expect(other.progress).toContain("downloading https://x.example/n.tar.gz: 10.0 MiB of 40.0 MiB");
    expect(staged).toMatchObject({
      kind: "computed",
      tools: { nix: { version: "2.99.0", path: join(here.directory, "only", "nix") } },
      needs: [{ kind: "download", bytes: 41943040 }],
    });
  });
});
