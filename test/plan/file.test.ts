import { describe, expect, it } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { Failure } from "../../src/model/diagnostic.js";
import { readPlanFile, writePlanFile } from "../../src/plan/file.js";
import { file, planOf } from "../apply/plans.js";

const plan = planOf([file("project.flake", null, "{ }\n")]);

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.diagnostics[0]!.code;
  }
}

describe("saving a plan", () => {
  it.each([
    ["nothing", {}],
    ["an earlier plan", { "/a.plan": '{\n  "formatVersion": 99\n}\n' }],
    ["an empty file", { "/a.plan": "" }],
  ])("replaces %s", (_name, files) => {
    const system = memorySystem(files);
    writePlanFile(system, "/a.plan", plan);
    expect(readPlanFile(system, "/a.plan")).toEqual(plan);
  });

  it("never replaces what is no plan", () => {
    const system = memorySystem({ "/pyproject.toml": "[project]\n" });
    expect(codeOf(() => writePlanFile(system, "/pyproject.toml", plan))).toBe("NT488");
    expect(system.files()["/pyproject.toml"]).toBe("[project]\n");
  });
});

describe("a plan that others can write", () => {
  const system = memorySystem({});
  writePlanFile(system, "/a.plan", plan);
  const shared = {
    ...system,
    lstat: (path: string) => ({ ...system.lstat(path)!, mode: 0o666 }),
  };

  it("is not applied", () => {
    expect(codeOf(() => readPlanFile(shared, "/a.plan"))).toBe("NT485");
  });

  it("can be looked at", () => {
    expect(readPlanFile(shared, "/a.plan", { anyOwner: true })).toEqual(plan);
  });
});
