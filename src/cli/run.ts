import { CommanderError } from "commander";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { interrupted } from "../model/interrupted.js";
import { errorDocument, outcomeLine, validateDocument } from "../views/json.js";
import { bugOf } from "./bug.js";
import { contextFor, type Context, type Engine } from "./context.js";
import { lateDiagnostics, LateError } from "./late-error.js";
import { createProgram, prepared, type Program } from "./program.js";
import type { Surroundings } from "./surroundings.js";
import { parseFailure } from "./usage.js";

/** Carries out a command line. All that is thrown ends here; the result is the exit code. */
export async function run(surroundings: Surroundings, engine: () => Promise<Engine>): Promise<number> {
  const program = createProgram(surroundings, engine);
  try {
    const carriedOut = program.command.parseAsync(prepared(surroundings.args), { from: "user" });
    await Promise.race([carriedOut, surroundings.deserted]);
    return wasInterrupted(surroundings) ? 130 : program.exitCode();
  } catch (error) {
    return finish(error, program, surroundings, engine);
  }
}

function wasInterrupted({ signal }: Pick<Surroundings, "signal">): boolean {
  return signal.aborted && !(signal.reason instanceof LateError);
}

function finish(
  error: unknown,
  program: Program,
  surroundings: Surroundings,
  engine: () => Promise<Engine>,
): number {
  const context = program.context() ?? contextFor(surroundings, engine, flagsIn(surroundings.args));
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const failure = parseFailure(error, program.chosen(), surroundings.args);
    if (failure !== null) return fail(failure.diagnostics, program, context);
    if (error.code === "commander.help") return explainUsage(program, context);
  }
  if (wasInterrupted(surroundings)) {
    fail(error instanceof Failure ? error.diagnostics : [interrupted], program, context);
    return 130;
  }
  // It stopped the work, and what that led to is of no interest.
  const late = lateDiagnostics(context);
  if (late.length > 0) return fail(late, program, context);
  return fail(error instanceof Failure ? error.diagnostics : [bugOf(error, context)], program, context);
}

/** Says what is wrong, in the form the command's results have. */
function fail(diagnostics: readonly Diagnostic[], program: Program, context: Context): 1 {
  if (context.json) context.print(failureDocument(diagnostics, program.chosen(), context));
  else context.diagnose(diagnostics);
  return 1;
}

function failureDocument(
  diagnostics: readonly Diagnostic[],
  command: string | null,
  { surroundings }: Context,
): string {
  if (command === "validate") return validateDocument(null, diagnostics);
  if (command !== "apply") return errorDocument(diagnostics);
  // Only a bug ends an apply without an outcome once something was written.
  const isBug = diagnostics.some(({ code }) => code === "NT589");
  const status = wasInterrupted(surroundings) ? "interrupted" : isBug ? "failed" : "refused";
  return outcomeLine({ status, summary: { add: 0, change: 0, destroy: 0 }, diagnostics });
}

/** No command was given. */
function explainUsage(program: Program, context: Context): 1 {
  if (!context.json) {
    context.note(program.command.helpInformation());
    return 1;
  }
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "NT582",
    summary: "Missing argument",
    detail: "No command was given.",
    hint: "All commands and options:\n  nixtorch --help",
  };
  return fail([diagnostic], program, context);
}

/** The flags that decide how an error is printed, when the parser stopped before it had them. */
function flagsIn(args: readonly string[]): { json: boolean; verbose: boolean; color: boolean } {
  const end = args.indexOf("--");
  const given = new Set(end === -1 ? args : args.slice(0, end));
  return {
    json: given.has("--json"),
    verbose: given.has("-v") || given.has("--verbose"),
    color: !given.has("--no-color"),
  };
}
