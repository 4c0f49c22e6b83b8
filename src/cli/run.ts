import { CommanderError } from "commander";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { errorDocument, jsonLine, validateDocument } from "../views/json.js";
import { diagnosticDocument } from "../model/diagnostic-document.js";
import { contextFor, type Context, type Engine } from "./context.js";
import { createProgram, prepared, type Program } from "./program.js";
import type { Surroundings } from "./surroundings.js";
import { parseFailure } from "./usage.js";

/** Carries out a command line. All that is thrown ends here; the result is the exit code. */
export async function run(surroundings: Surroundings, engine: () => Promise<Engine>): Promise<number> {
  const program = createProgram(surroundings, engine);
  try {
    await program.command.parseAsync(prepared(surroundings.args), { from: "user" });
    return surroundings.signal.aborted ? 130 : program.exitCode();
  } catch (error) {
    return finish(error, program, surroundings, engine);
  }
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
  if (surroundings.signal.aborted) {
    fail(error instanceof Failure ? error.diagnostics : [interrupted], program, context);
    return 130;
  }
  return fail(error instanceof Failure ? error.diagnostics : [bugOf(error, context)], program, context);
}

/** Says what is wrong, in the form the command's results have. */
function fail(diagnostics: readonly Diagnostic[], program: Program, context: Context): 1 {
  if (context.json) context.print(failureDocument(diagnostics, program.chosen()));
  else context.diagnose(diagnostics);
  return 1;
}

function failureDocument(diagnostics: readonly Diagnostic[], command: string | null): string {
  if (command === "apply") return jsonLine({ diagnostics: diagnostics.map(diagnosticDocument) });
  return command === "validate" ? validateDocument(null, diagnostics) : errorDocument(diagnostics);
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

const interrupted: Diagnostic = {
  severity: "error",
  code: "NT588",
  summary: "Interrupted",
  detail: "nixtorch was interrupted before it was done.",
};

function bugOf(error: unknown, { verbose }: Pick<Context, "verbose">): Diagnostic {
  const short = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : short;
  return {
    severity: "error",
    code: "NT589",
    summary: "Unexpected error in nixtorch",
    detail: `This is a bug in nixtorch, not in your project:\n${(verbose ? stack : short).replace(/^/gm, "  ")}`,
    hint: `${verbose ? "" : "Run the same command again with -v to see where. "}Please report it, with the command and this text:\n  npm bugs nixtorch`,
  };
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
