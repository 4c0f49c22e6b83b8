import type { Diagnostic } from "../model/diagnostic.js";
import type { Context } from "./context.js";

/** What was thrown and is no `Failure`, as a diagnostic; with `verbose` the stack. */
export function bugOf(error: unknown, { verbose }: Pick<Context, "verbose">): Diagnostic {
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
