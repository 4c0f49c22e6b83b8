import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { ExitRefused } from "./guard.js";
import { placeOfImport, type Program, type SourceFile } from "./program.js";
import { placeOfError } from "./stack.js";

/** Raised when a promise of the config does not settle in time. */
export class NeverEnds extends Error {
  override readonly name = "NeverEnds";
}

/** What ended a config's run, as a failure for the person. */
export async function thrownFailure(error: unknown, program: Program, timeoutMs: number): Promise<Failure> {
  if (error instanceof Failure) return error;
  if (isTimeout(error)) return new Failure(neverEnds(error, program.main, timeoutMs), { cause: error });
  const place = (await placeOfError(error, program)) ?? { place: { file: program.main.path } };
  const common = { severity: "error", ...place } as const;
  if (error instanceof ExitRefused)
    return new Failure({
      ...common,
      code: "NT215",
      summary: "The config tries to end the process",
      detail:
        "It calls the exit function of `process`, which would end nixtorch before it has done its work.",
      hint: 'Throw an error instead:\n\n  throw new Error("…")',
    });
  return new Failure(
    {
      ...common,
      code: "NT205",
      summary: "The config throws an error",
      detail: error instanceof Error ? `${error.name}: ${error.message}` : `It throws ${shown(error)}.`,
    },
    { cause: error },
  );
}

function shown(thrown: unknown): string {
  return typeof thrown === "string" ? JSON.stringify(thrown) : `a value that is no error (${typeof thrown})`;
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof NeverEnds ||
    (error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

function neverEnds(error: unknown, file: SourceFile, timeoutMs: number): Diagnostic {
  const seconds = timeoutMs / 1000;
  const why =
    error instanceof NeverEnds
      ? `What it waits for has not come within ${seconds} s.`
      : `It was stopped after ${seconds} s. It may hold an endless loop.`;
  return {
    severity: "error",
    code: "NT206",
    summary: "The config does not come to an end",
    detail: `${file.path} must give a config, and then be done. ${why}`,
    place: { file: file.path },
  };
}

export function noExport(names: readonly string[], file: SourceFile): Diagnostic {
  const named = names.filter((name) => name !== "default");
  const said = names.includes("default")
    ? "Its default export is undefined."
    : named.length > 0
      ? `It exports ${named.map((name) => `\`${name}\``).join(", ")}, but has no default export.`
      : "It has no default export.";
  return {
    severity: "error",
    code: "NT204",
    summary: "The config exports nothing",
    detail: said,
    hint: 'A config is the default export of its file:\n\n  export default defineConfig({ gpu: "RTX 4090" });',
    place: { file: file.path },
  };
}

export function packageFailure(error: unknown, file: SourceFile, specifier: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  const missing =
    (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") && message.includes(specifier);
  const refused = typeof code === "string" && /^ERR_(?:PACKAGE|UNKNOWN|REQUIRE|INVALID_MODULE)/.test(code);
  if (!missing && !refused) return error;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return new Failure(
    {
      severity: "error",
      code: "NT208",
      summary: "A package that the config imports cannot be loaded",
      detail: missing
        ? `"${specifier}" is not installed where ${file.path} could see it.`
        : `"${specifier}" cannot be imported from ${file.path}: ${message}`,
      hint: missing
        ? `Install it beside the config, or do without it:\n\n  npm install --save-dev ${name}\n\n` +
          'A file of the project is imported with a leading "./".'
        : "In an async config a package can be imported when it is needed:\n\n" +
          `  export default defineConfig(async () => {\n    const module = await import("${specifier}");`,
      ...placeOfImport(file, specifier),
    },
    { cause: error },
  );
}

/** `running` are the files that are being loaded, outermost first; `file` is imported again by the last of them. */
export function cycleFailure(running: readonly { readonly file: SourceFile }[], file: SourceFile): Failure {
  const paths = running.map((entry) => entry.file);
  const circle = paths.slice(paths.findIndex((one) => one.realPath === file.realPath));
  const steps = [...circle.slice(1), circle[0]!].map((one) => `  imports ${one.path}`);
  return new Failure({
    severity: "error",
    code: "NT209",
    summary: "Files of the config import each other in a circle",
    detail: `None of them can be evaluated first:\n\n  ${circle[0]!.path}\n${steps.join("\n")}`,
    hint: "Move what both need into a file of its own.",
    place: { file: circle.at(-1)!.path },
  });
}
