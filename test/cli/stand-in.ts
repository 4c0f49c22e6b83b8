import type { Engine } from "../../src/cli/context.js";
import { run } from "../../src/cli/run.js";
import type { Surroundings } from "../../src/cli/surroundings.js";
import type { Plan } from "../../src/model/plan.js";
import { change, everythingNew, planOf, resolution } from "../views/sample.js";

export type Call = readonly [name: string, ...given: unknown[]];

export interface Stage {
  readonly plan?: Plan;
  /** Replaces functions of the engine. */
  readonly engine?: { readonly [Name in keyof Engine]?: unknown };
  /** stdin, stdout and stderr are terminals. */
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the person types, one after the other; left out: asking fails the test. */
  readonly answer?: string | null | readonly string[];
  /** Why directories cannot be entered, by path. */
  readonly missing?: Readonly<Record<string, string>>;
  readonly controller?: AbortController;
}

export interface Performance {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly Call[];
  /** How often the engine was loaded. */
  readonly loads: number;
}

/** Runs a command line with an engine that only notes what it was asked. */
export async function nixtorch(args: readonly string[], stage: Stage = {}): Promise<Performance> {
  const written = { stdout: "", stderr: "" };
  const calls: Call[] = [];
  const typed = Array.isArray(stage.answer) ? [...(stage.answer as readonly string[])] : null;
  let loads = 0;
  const terminal = stage.terminal ?? false;
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: terminal,
  });
  const surroundings: Surroundings = {
    args,
    cwd: "/home/me/project",
    enter: (directory) => stage.missing?.[directory] ?? null,
    deserted: new Promise(() => {}),
    env: stage.env ?? {},
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdinIsTerminal: terminal,
    signal: (stage.controller ?? new AbortController()).signal,
    ask: (question) => {
      const answer = typed === null ? (stage.answer as string | null | undefined) : typed.shift();
      if (answer === undefined) throw new Error("nobody may be asked here");
      calls.push(["ask", question]);
      return Promise.resolve(answer);
    },
  };
  const engine = { ...engineOf(stage.plan ?? everythingNew(), calls), ...stage.engine } as unknown as Engine;
  const code = await run(surroundings, () => {
    loads += 1;
    return Promise.resolve(engine);
  });
  return { code, ...written, calls, loads };
}

export const unchanged = planOf([change("project.flake", { path: "flake.nix" })]);

function engineOf(plan: Plan, calls: Call[]) {
  const noted =
    <Given extends unknown[], Result>(name: string, result: (...given: Given) => Result) =>
    (...given: Given): Result => {
      calls.push([name, ...given]);
      return result(...given);
    };
  return {
    plan: noted("plan", () =>
      Promise.resolve({
        plan,
        previews: [],
        project: "/home/me/project",
      }),
    ),
    validate: noted("validate", () =>
      Promise.resolve({ resolution, diagnostics: [], configFile: "nixtorch.config.ts" }),
    ),
    applyPlanned: noted("applyPlanned", () =>
      Promise.resolve({ status: "applied", summary: plan.summary, diagnostics: [] }),
    ),
    readRecord: noted("readRecord", () => Promise.resolve({ record: null, diagnostics: [] })),
    savePlan: noted("savePlan", () => undefined),
    loadPlan: noted("loadPlan", () => plan),
    writeReport: noted("writeReport", () => undefined),
    planToJson: (one: Plan) => `${JSON.stringify(one, null, 2)}\n`,
  };
}

/** The names of the engine's functions that were called. */
export function namesOf(calls: readonly Call[]): string[] {
  return calls.map(([name]) => name);
}
