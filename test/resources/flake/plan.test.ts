import { expect, test } from "vitest";
import { digestOf } from "../../../src/model/digest.js";
import { planFlake, releaseFlake, renderFlake, unplanFlake } from "../../../src/resources/flake/index.js";
import { desireOf, type DesireOptions } from "../../support/desire.js";
import { absent, fileOf } from "../../support/file-state.js";

function moved(from: DesireOptions, to: DesireOptions) {
  const text = renderFlake(desireOf(from));
  return planFlake(fileOf(text), desireOf({ ...to, baseline: { digest: digestOf(text) } })).change;
}

test("a new flake is described by what it brings", () => {
  const { change } = planFlake(absent, desireOf());
  expect(change).toMatchObject({ address: "project.flake", action: "create", path: "flake.nix" });
  expect(change.details).toContainEqual({ key: "cuda toolkit", before: null, after: "cudaPackages_12_8" });
  expect(change.details).toContainEqual({ key: "python", before: null, after: "3.12" });
});

test("an update is described by what moves, and by nothing else", () => {
  const change = moved(
    { cuda: "12.6", python: "3.11" },
    { cuda: "12.8", python: "3.12", release: "unstable" },
  );
  expect(change.action).toBe("update");
  expect(change.details).toEqual([
    {
      key: "nixpkgs",
      before: "github:NixOS/nixpkgs/nixos-26.05",
      after: "github:NixOS/nixpkgs/nixos-unstable",
    },
    { key: "cuda toolkit", before: "cudaPackages_12_6", after: "cudaPackages_12_8" },
    { key: "python", before: "3.11", after: "3.12" },
  ]);
});

test("a changed hook and changed variables are shown with their text", () => {
  const change = moved(
    { shell: { hook: "echo a", env: { A: "./x" } } },
    { shell: { hook: "echo b\nif true; then\n  export C=1\nfi", env: { A: "./y", B: "1" } } },
  );
  expect(change.details).toEqual([
    { key: "env A", before: '"$_root"/x', after: '"$_root"/y' },
    { key: "shell.hook", before: "echo a", after: "echo b\nif true; then\n  export C=1\nfi" },
    { key: "env B", before: null, after: "1" },
  ]);
});

test("another library mode is one change of the library path", () => {
  const change = moved({}, { nix: { python: "uv" }, shell: { libraryMode: "nix-ld" } });
  expect(change.details.map((detail) => detail.key)).toEqual([
    "python",
    "packages",
    "library path",
    "uv-managed python",
  ]);
});

test("a flake of somebody else is a conflict that names --adopt and nix.flake", () => {
  const { change, diagnostics } = planFlake(fileOf("{ outputs = _: { }; }\n"), desireOf());
  expect(change.action).toBe("conflict");
  for (const way of ["--adopt --target project.flake", "flake: false"])
    expect(diagnostics[0]?.hint).toContain(way);
});

test("a second plan is empty", () => {
  const first = planFlake(absent, desireOf());
  const second = planFlake(fileOf(first.content ?? ""), desireOf({ baseline: first.baseline }));
  expect(second.change.action).toBe("no-op");
  expect(second.baseline).toEqual(first.baseline);
});

test("with nix.flake false the flake is left alone, even one of ours", () => {
  const text = renderFlake(desireOf());
  const desire = desireOf({ nix: { flake: false }, baseline: { digest: digestOf(text) } });
  for (const observed of [fileOf(text), fileOf("{ }"), absent, { kind: "directory" } as const]) {
    const planned = planFlake(observed, desire);
    expect(planned).toMatchObject({
      change: { action: "no-op" },
      actions: [],
      diagnostics: [],
      baseline: {},
    });
  }
});

test("a flake that was taken over comes back, and eject leaves a flake without a header", () => {
  const own = "{ outputs = _: { }; }\n";
  const adopted = planFlake(fileOf(own), desireOf({ adopt: true }));
  expect(adopted.change.takesOver).toBe(true);
  const written = fileOf(adopted.content ?? "");
  expect(unplanFlake(written, { baseline: adopted.baseline, origin: own }).content).toBe(own);
  const notKept = unplanFlake(written, { baseline: adopted.baseline, origin: null });
  expect(notKept).toMatchObject({ actions: [], diagnostics: [{ code: "NT408" }] });
  const made = planFlake(absent, desireOf({}));
  const gone = unplanFlake(written, { baseline: made.baseline, origin: null });
  expect(gone.actions).toMatchObject([{ type: "remove-file", address: "project.flake" }]);
  const released = releaseFlake(written, { baseline: adopted.baseline, origin: own });
  expect(released.content).toBe(adopted.content?.split("\n").slice(1).join("\n"));
});

test("with a flake that a person keeps, what depends on it is told", () => {
  const own = "{ outputs = _: { }; }\n";
  const planned = planFlake(fileOf(own), desireOf({ answers: { digest: "mine" } }));
  expect(planned).toMatchObject({ change: { action: "no-op" }, content: own });
  expect(planned.diagnostics[0]?.detail).toContain("flake.lock, the shell and .venv follow what it says");
});
