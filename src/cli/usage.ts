import type { CommanderError } from "commander";
import { Failure, type Code, type Diagnostic } from "../model/diagnostic.js";

/** Stands for the value of an option that may have one and has none. Nobody can type it. */
export const bareValue = "\0";

/** A command line that cannot be carried out as written. */
export function usageFailure(problem: Pick<Diagnostic, "code" | "summary" | "detail" | "hint">): Failure {
  return new Failure({ severity: "error", ...problem });
}

export function contradiction(detail: string, hint?: string): Failure {
  return usageFailure({ code: "NT584", summary: "Contradictory options", detail, hint });
}

export function badValue(detail: string, hint?: string): Failure {
  return usageFailure({ code: "NT585", summary: "Invalid value of an option", detail, hint });
}

/** A value that names something. An empty one is a variable of a script that was not set, as in `--out "$FILE"`. */
export function filled<Value extends string | undefined>(name: string, value: Value): Value {
  if (value === "") throw badValue(`${name} is empty.`, "Give a value, or leave it out.");
  return value;
}

const kinds: Readonly<Record<string, { code: Code; summary: string }>> = {
  "commander.unknownCommand": { code: "NT580", summary: "Unknown command" },
  "commander.unknownOption": { code: "NT581", summary: "Unknown option" },
  "commander.missingArgument": { code: "NT582", summary: "Missing argument" },
  "commander.optionMissingArgument": { code: "NT582", summary: "Missing argument" },
  "commander.excessArguments": { code: "NT583", summary: "Unexpected argument" },
};

/** What the parser of the command line found wrong, as a diagnostic; `null`: not a usage error. */
export function parseFailure(
  error: CommanderError,
  command: string | null,
  args: readonly string[],
): Failure | null {
  const kind = kinds[error.code];
  if (kind === undefined) return null;
  // The parser's text is one sentence, and a suggestion in parentheses on the next line.
  const [, sentence = "", suggestion] =
    /^(?:error: )?([\s\S]*?)\.?(?:\n\((Did you mean [\s\S]*)\))?$/.exec(error.message) ?? [];
  const hints = [
    suggestion,
    error.code === "commander.excessArguments" && args.includes("--upgrade")
      ? "--upgrade takes its value behind an equals sign: --upgrade=packages"
      : undefined,
    `All commands and options:\n  nixtorch ${command === null ? "" : `${command} `}--help`,
  ];
  return usageFailure({
    ...kind,
    detail: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`.replace(`=${bareValue}`, ""),
    hint: hints.filter((hint) => hint !== undefined).join("\n"),
  });
}
