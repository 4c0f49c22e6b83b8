import { describe, expect, it } from "vitest";
import type { PlanOptions } from "../../src/engine.js";
import type { Plan } from "../../src/model/plan.js";
import { change, planOf } from "../views/sample.js";
import { namesOf, nixtorch } from "./stand-in.js";

const torch = {
  key: "project.dependencies.torch",
  label: "torch",
  base: "torch==2.14.1",
  observed: "torch==2.13.0",
  desired: "torch==2.15.0",
};
const block = { key: "block", label: "the block", base: null, observed: "a\nb\nc", desired: "a\nB\nc" };

const conflicting = planOf([
  change("project.pyproject", { action: "conflict", path: "pyproject.toml", conflicts: [torch] }),
  change("project.envrc", { action: "conflict", path: ".envrc", conflicts: [block] }),
]);
const settled = planOf([change("project.pyproject", { action: "update", path: "pyproject.toml" })]);

const preview = {
  address: "project.envrc",
  path: ".envrc",
  before: "a\nb\nc\n",
  after: "a\nB\nc\n",
  ownership: "partial",
};

/** Plans with conflicts until everything is decided. */
function engine(final: Plan = settled) {
  const asked: PlanOptions[] = [];
  return {
    asked,
    plan: (options: PlanOptions) => {
      asked.push(options);
      const decided = Object.keys(options.answers ?? {}).length + (options.skipped ?? []).length;
      return Promise.resolve({ plan: decided < 2 ? conflicting : final, previews: [preview], project: "/p" });
    },
  };
}

const apply = (answer: readonly string[], stage: { plan: unknown }) =>
  nixtorch(["apply", "--no-color"], { terminal: true, answer, engine: { plan: stage.plan } });

describe("conflicts on a terminal", () => {
  it("are asked about one by one, and the plan that follows is shown and approved", async () => {
    const stage = engine();
    const { code, stderr, calls } = await apply(["m", "theirs", "yes"], stage);
    expect(code).toBe(0);
    expect(stage.asked.at(-1)).toMatchObject({
      answers: { "project.pyproject": { [torch.key]: "mine" }, "project.envrc": { block: "theirs" } },
      skipped: [],
    });
    expect(stderr).toContain(
      [
        "! pyproject.toml: torch  project.pyproject",
        "    last applied  torch==2.14.1",
        "    in the file   torch==2.13.0",
        "    nixtorch      torch==2.15.0",
      ].join("\n"),
    );
    expect(stderr).toContain("    in the file   (3 lines)");
    expect(namesOf(calls)).toEqual(["ask", "ask", "ask", "applyPlanned"]);
  });

  it("show what nixtorch's value would do to the file before they are decided", async () => {
    const stage = engine();
    const { stderr } = await apply(["d", "m", "what", "diff", "m", "yes"], stage);
    expect(stage.asked[1]).toMatchObject({ answers: { "project.pyproject": { [torch.key]: "theirs" } } });
    expect(stderr).toContain("Nothing could be written before other conflicts of this file are settled.");
    expect(stderr).toContain("Answer with one of the letters in brackets.");
    expect(stderr).toContain("    @@ -1,3 +1,3 @@\n     a\n    -b\n    +B\n     c\n");
  });

  it("can be skipped: the resource is left as it is", async () => {
    const stage = engine();
    const { code } = await apply(["s", "skip", "yes"], stage);
    expect(code).toBe(0);
    expect(stage.asked.at(-1)).toMatchObject({
      answers: {},
      skipped: ["project.pyproject", "project.envrc"],
    });
  });

  it.each([[["q"]], [["m", "quit"]]])("can be left with %j: nothing was changed", async (answers) => {
    const { code, stderr, calls } = await apply(answers, engine());
    expect(code).toBe(1);
    expect(stderr).toContain("Nothing was changed.");
    expect(namesOf(calls)).not.toContain("applyPlanned");
  });

  it("that an answer did not settle are shown, and not asked about for ever", async () => {
    const { code, stdout } = await apply(["t", "t"], engine(conflicting));
    expect(code).toBe(1);
    expect(stdout).toContain("2 conflicts: nothing can be applied before this is settled.");
  });

  it("are not asked about with --yes, nor without a terminal", async () => {
    for (const stage of [{ terminal: true }, { terminal: false }]) {
      const { code, calls } = await nixtorch(["apply", "--yes"], { ...stage, plan: conflicting });
      expect(code).toBe(1);
      expect(namesOf(calls)).toEqual(["plan"]);
    }
  });
});
