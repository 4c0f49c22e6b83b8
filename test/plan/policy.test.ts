import { describe, expect, it } from "vitest";
import type { Change } from "../../src/model/plan.js";
import { policyProblems } from "../../src/plan/policy.js";

const change = (more: Partial<Change>): Change => ({
  address: "system.generation",
  action: "update",
  path: null,
  before: null,
  after: "known-after-apply",
  details: [],
  reason: "the driver changes",
  needs: [],
  ...more,
});

describe("the policy", () => {
  it("forbids a plan that needs a reboot, and says which change does", () => {
    const reboot = change({ needs: [{ kind: "reboot", detail: "The kernel module changes" }] });
    expect(policyProblems({ allowReboot: true, neverDestroy: [] }, [reboot])).toEqual([]);
    expect(policyProblems({ allowReboot: false, neverDestroy: [] }, [reboot])).toMatchObject([
      { severity: "error", code: "NT593", address: "system.generation" },
    ]);
  });

  it.each(["delete", "replace"] as const)("protects a resource from %s, and from nothing else", (action) => {
    const policy = { allowReboot: true, neverDestroy: ["project.venv"] };
    const venv = (what: Change["action"]) => change({ address: "project.venv", action: what });
    expect(policyProblems(policy, [venv(action)])).toMatchObject([
      { code: "NT594", address: "project.venv" },
    ]);
    expect(policyProblems(policy, [venv("update"), change({ action })])).toEqual([]);
  });
});
