import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/model/plan.js";
import { orderActions } from "../../src/plan/order.js";
import { edit, effect, file } from "../apply/plans.js";

const configuration = "{ imports = [ ]; }\n";

const rebuild = effect({
  type: "rebuild",
  address: "system.generation",
  method: "channel",
  host: null,
  activation: "switch",
});

const all: Action[] = [
  file("project.flake", null, "{ }"),
  file("project.gitignore", null, ".venv\n"),
  effect({ type: "intent-to-add", address: "project.flake" }),
  effect({ type: "make-lock", address: "project.flake_lock" }),
  effect({ type: "intent-to-add", address: "project.flake_lock" }),
  effect({ type: "make-lock", address: "project.uv_lock" }),
  file("project.record", null, "{}"),
  effect({ type: "venv-sync", address: "project.venv", recreate: false, groups: [], extras: [] }),
  file("system.module", null, "{ }", "/etc/nixos/nixtorch.nix"),
  effect({ type: "intent-to-add", address: "system.module" }),
  edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", "/etc/nixos/configuration.nix"),
  rebuild,
].flatMap((part) => part.actions);

/** What takes an environment away. */
const removal: Action[] = [
  effect({ type: "untrack", address: "project.flake" }),
  effect({ type: "untrack", address: "project.flake_lock" }),
  file("project.flake", "{ }", null),
  file("project.flake_lock", "{}", null),
  edit("project.pyproject", "dependencies = []\n", "[]", "[ ]"),
  effect({ type: "remove-venv", address: "project.venv" }),
  file("project.record", "{}", null),
  edit("system.import", configuration, "[ ]", "[]", "/etc/nixos/configuration.nix"),
  effect({ type: "untrack", address: "system.module" }),
  file("system.module", "{ }", null, "/etc/nixos/nixtorch.nix"),
  rebuild,
].flatMap((part) => part.actions);

const named = (actions: readonly Action[]) => actions.map((action) => `${action.type} ${action.address}`);

describe("the order of apply", () => {
  it("is files, git, locks, record, venv, then the system, in whatever order they were planned", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(named(orderActions(shuffled))).toEqual(named(all));
      }),
    );
  });

  it("of what is taken away is git first, the record last; the import before the module it names", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(removal, { minLength: removal.length }), (shuffled) => {
        expect(named(orderActions(shuffled))).toEqual(named(removal));
      }),
    );
  });

  it("tracks a lock that was computed while planning only once it is written", () => {
    const written = file("project.flake_lock", null, "{}\n").actions;
    const tracked = effect({ type: "intent-to-add", address: "project.flake_lock" }).actions;
    expect(named(orderActions([...tracked, ...written]))).toEqual([
      "write-file project.flake_lock",
      "intent-to-add project.flake_lock",
    ]);
  });
});
