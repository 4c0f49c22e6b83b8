import { describe, expect, it } from "vitest";
import type { Action, Purpose } from "../../src/model/plan.js";
import { consistencyProblems } from "../../src/plan/consistency.js";
import { edit, effect, file, planOf, type Part } from "../apply/plans.js";

const text = "dependencies = []\n";
const parts: Record<Action["type"], Part> = {
  "write-file": file("project.flake", null, "{ }\n"),
  "write-spans": edit("project.pyproject", text, "[]", "[ ]"),
  "remove-file": file("project.flake", "{ }\n", null),
  "intent-to-add": effect({ type: "intent-to-add", address: "project.flake" }),
  untrack: effect({ type: "untrack", address: "project.flake" }),
  "make-lock": effect({ type: "make-lock", address: "project.uv_lock" }),
  "venv-sync": effect({
    type: "venv-sync",
    address: "project.venv",
    recreate: false,
    groups: [],
    extras: [],
  }),
  "remove-venv": effect({ type: "remove-venv", address: "project.venv" }, "delete"),
  rebuild: effect({
    type: "rebuild",
    address: "system.generation",
    method: "channel",
    host: null,
    activation: "switch",
  }),
};

/** The kinds of actions that a plan of this purpose may not hold. */
const refused = (purpose: Purpose) =>
  Object.entries(parts)
    .filter(([, part]) => consistencyProblems(planOf([part], { purpose })).length > 0)
    .map(([type]) => type);

describe("a plan", () => {
  it.each<[Purpose, string[]]>([
    ["apply", ["remove-venv"]],
    ["destroy", ["intent-to-add", "make-lock", "venv-sync"]],
    ["eject", ["intent-to-add", "untrack", "make-lock", "venv-sync", "remove-venv"]],
    ["rollback", ["make-lock"]],
  ])("to %s holds no %j", (purpose, types) => {
    expect(refused(purpose)).toEqual(types);
  });

  it("that removes the environment says so", () => {
    const hidden = effect({ type: "remove-venv", address: "project.venv" }, "update");
    expect(consistencyProblems(planOf([hidden], { purpose: "destroy" }))).toEqual([
      "actions[0] (project.venv): its change says update",
    ]);
  });

  it.each<Purpose>(["destroy", "eject", "rollback"])("to %s needs no config and no stack", (purpose) => {
    const plan = planOf([parts["remove-file"]], { purpose, configDigest: null, resolution: null });
    expect(consistencyProblems(plan)).toEqual([]);
  });
});
