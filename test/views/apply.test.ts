import { describe, expect, it } from "vitest";
import type { ApplyOutcome } from "../../src/model/apply.js";
import { outcomeView } from "../../src/views/apply.js";

const summary = { add: 4, change: 1, destroy: 0 };

describe("the last line of an apply", () => {
  it("of which something is pending says what is there and what is not", () => {
    const outcome: ApplyOutcome = {
      status: "pending",
      summary,
      diagnostics: [
        { severity: "warning", code: "NT498", summary: "Look", address: "project.flake" },
        { severity: "error", code: "NT499", summary: "No network", address: "project.venv" },
      ],
    };
    expect(outcomeView(outcome, "apply")).toBe(
      "The files are written; still to be done (project.venv): 4 added, 1 changed, 0 destroyed.\n",
    );
  });

  it.each<[ApplyOutcome["status"], string]>([
    ["applied", "Apply complete: 4 added, 1 changed, 0 destroyed.\n"],
    ["nothing-to-do", "Nothing to do: 4 added, 1 changed, 0 destroyed.\n"],
    ["refused", "Apply failed: 4 added, 1 changed, 0 destroyed.\n"],
    ["failed", "Apply failed: 4 added, 1 changed, 0 destroyed.\n"],
    ["partial", "Apply failed in its system part: 4 added, 1 changed, 0 destroyed.\n"],
    ["interrupted", "Apply interrupted: 4 added, 1 changed, 0 destroyed.\n"],
  ])("that is %s", (status, line) => {
    expect(outcomeView({ status, summary, diagnostics: [] }, "apply")).toBe(line);
  });

  it.each([
    ["destroy", "Destroy complete"],
    ["eject", "Eject complete"],
    ["rollback", "Rollback complete"],
  ] as const)("of a %s says so", (purpose, text) => {
    const outcome = { status: "applied", summary, diagnostics: [] } as const;
    expect(outcomeView(outcome, purpose)).toBe(`${text}: 4 added, 1 changed, 0 destroyed.\n`);
  });
});
