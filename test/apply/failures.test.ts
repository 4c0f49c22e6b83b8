import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/executor.js";
import { memorySystem, type MemorySystem } from "../../src/host/memory.js";
import type { System } from "../../src/host/system.js";
import { Failure } from "../../src/model/diagnostic.js";
import type { Plan } from "../../src/model/plan.js";
import type { Last } from "../../src/state/last.js";
import {
  adopt,
  change,
  destroy,
  eject,
  lastOf,
  originOf,
  pinned,
  pyproject,
  rollbackOf,
  stamp,
  textsOf,
  theirs,
  type Place,
} from "./lifetime.js";
import { file, planOf } from "./plans.js";
import { codes } from "./world.js";

const project = "/home/me/lab";
const stateDirectory = "/home/me/.local/state/nixtorch";

/** Fails at the call with this number among those that write; if the power is cut, at all later ones as well. */
function failingAt(
  system: System,
  number: number,
  cut: boolean,
): { readonly system: System; reached(): boolean } {
  let count = 0;
  const guard =
    <Args extends unknown[], Result>(act: (...args: Args) => Result) =>
    (...args: Args): Result => {
      count += 1;
      if (cut && count >= number) throw new Error("the power is cut");
      if (count === number)
        throw new Failure({ severity: "error", code: "NT510", summary: "The disk is full" });
      return act(...args);
    };
  const writing = {
    replaceFile: guard(system.replaceFile),
    removeFile: guard(system.removeFile),
    makeDirectory: guard(system.makeDirectory),
    removeTree: guard(system.removeTree),
    move: guard(system.move),
    createExclusive: guard(system.createExclusive),
  };
  return { system: { ...system, ...writing }, reached: () => count >= number };
}

/** What comes before, and what is then carried out. */
const purposes: readonly (readonly [string, readonly Plan[], (lab: Lab) => Plan])[] = [
  ["an apply", [adopt], () => change],
  ["an apply that takes over", [], () => adopt],
  ["a destroy", [adopt, change], () => destroy],
  ["an eject", [adopt, change], () => eject],
  ["a rollback", [adopt], rollbackOf],
  ["a rollback of a destroy", [adopt, change, destroy], rollbackOf],
];

interface Lab extends Place {
  readonly system: MemorySystem;
}

/** A lab in which these plans were carried out. */
async function prepared(plans: readonly Plan[]): Promise<Lab> {
  const system = memorySystem({ [`${project}/flake.nix`]: theirs, [`${project}/pyproject.toml`]: pyproject });
  const lab = { system, project, stateDirectory };
  for (const plan of plans) {
    expect(await apply(lab, plan)).toMatchObject({ status: "applied", diagnostics: [] });
    if (plan === change) system.replaceFile(`${project}/.venv/.nixtorch`, stamp);
  }
  return lab;
}

function apply(lab: Lab, plan: Plan, system: System = lab.system) {
  // There is no git in this lab.
  const actions = plan.actions.filter(({ type }) => type !== "intent-to-add" && type !== "untrack");
  return applyPlan(
    system,
    { ...plan, actions },
    { project, root: "/", stateDirectory, lockTimeoutMs: 0, interactive: false, onEvent: () => {} },
  );
}

const records = (lab: Lab) => ({
  origins: [originOf(lab, "project.flake"), originOf(lab, "project.pyproject")],
  last: lastOf(lab),
});

describe.each(purposes)("%s", (_name, before, plan) => {
  it("that cannot write at one point leaves all as before, or all as planned", async () => {
    const complete = await prepared(before);
    await apply(complete, plan(complete));
    let number = 1;
    for (let reached = true; reached; number += 1) {
      const lab = await prepared(before);
      const [files, kept] = [textsOf(lab), records(lab)];
      const failing = failingAt(lab.system, number, false);
      const outcome = await apply(lab, plan(lab), failing.system);
      reached = failing.reached();
      const call = `call ${number}: ${outcome.status} ${codes(outcome).join()}`;
      if (outcome.status === "applied") {
        expect(textsOf(lab), call).toEqual(textsOf(complete));
        expect(records(lab).origins, call).toEqual(records(complete).origins);
      } else {
        expect(textsOf(lab), call).toEqual(files);
        expect(records(lab), call).toEqual(kept);
      }
    }
    expect(number).toBeGreaterThan(8);
  });

  it("that dies at one point leaves records that are whole, and what it replaced", async () => {
    const complete = await prepared(before);
    await apply(complete, plan(complete));
    let number = 1;
    for (let reached = true; reached; number += 1) {
      const lab = await prepared(before);
      const [files, old] = [textsOf(lab), lastOf(lab)];
      const planned = plan(lab);
      const failing = failingAt(lab.system, number, true);
      await apply(lab, planned, failing.system).catch(() => {});
      reached = failing.reached();
      // Whoever reads them now, before anything is put in order, finds one set or the other.
      const read = lastOf(lab);
      if (read.kind === "none" || (old.kind === "apply" && sameApply(read, old))) expect(read).toEqual(old);
      else expect(textsOf(lab), `call ${number}`).toEqual(textsOf(complete));
      // The process is gone, and its lock with it; then something else is applied.
      lab.system.removeFile(join(lab.project, ".nixtorch/lock"));
      const next = await apply(lab, planOf([file("project.envrc", null, "x\n")]));
      expect(next.status).toBe("applied");
      const interrupted = lab.system
        .list(join(lab.project, ".nixtorch"))
        .filter((name) => name.startsWith("interrupted-"));
      const call = `call ${number}: ${codes(next).join()}`;
      expect(codes(next), call).toEqual(interrupted.length > 0 ? ["NT561"] : []);

      const kept = interrupted.flatMap((name) => textsIn(lab, join(lab.project, ".nixtorch", name)));
      const now = textsOf(lab);
      const changed = Object.keys(files).filter((path) => now[path] !== files[path] && files[path] !== null);
      if (interrupted.length > 0)
        for (const path of changed) expect(kept, `${call} ${path}`).toContain(files[path]);
      // As long as a file is not the person's, their text is kept.
      if (now["flake.nix"]?.startsWith("# ")) expect(originOf(lab, "project.flake"), call).toBe(theirs);
      if (now["pyproject.toml"] === pinned) expect(originOf(lab, "project.pyproject"), call).toBe(pyproject);
    }
    expect(number).toBeGreaterThan(8);
  });
});

describe("what is given back", () => {
  it("is planned again when an apply died in between: only now it is known what there is", async () => {
    const removal = planOf([file("project.flake", "# ours\n", null)], { purpose: "destroy" });
    let lab = await prepared([]);
    for (let number = 1; textsOf(lab)["flake.nix"] === theirs; number += 1) {
      lab = await prepared([]);
      await apply(lab, adopt, failingAt(lab.system, number, true).system).catch(() => {});
    }
    lab.system.removeFile(join(lab.project, ".nixtorch/lock"));
    const outcome = await apply(lab, removal);
    expect(outcome.status).toBe("refused");
    expect(codes(outcome)).toEqual(["NT561", "NT500"]);
    expect(textsOf(lab)["flake.nix"]).toBe("# ours\n");
    expect(originOf(lab, "project.flake")).toBe(theirs);
  });
});

function sameApply(a: Last, b: Last): boolean {
  return a.kind === "apply" && b.kind === "apply" && a.head.plan === b.head.plan;
}

function textsIn(lab: Lab, directory: string): string[] {
  return lab.system.list(directory).flatMap((name) => {
    const path = join(directory, name);
    const found = lab.system.read(path);
    if (found.kind === "directory") return textsIn(lab, path);
    return found.kind === "file" ? [new TextDecoder().decode(found.bytes)] : [];
  });
}
