import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { bugOf } from "./bug.js";
import type { Context } from "./context.js";

/** The reason of an aborted run: something that nobody awaits has thrown, as its `cause`. */
export class LateError extends Error {
  override readonly name = "LateError";
  constructor(thrown: unknown) {
    super("an error that nobody awaits", { cause: thrown });
  }
}

/** What ended the run from outside of it; empty: nothing, or a person did. */
export function lateDiagnostics({
  surroundings,
  verbose,
}: Pick<Context, "surroundings" | "verbose">): readonly Diagnostic[] {
  const reason: unknown = surroundings.signal.reason;
  if (!(reason instanceof LateError)) return [];
  const thrown = reason.cause;
  if (thrown instanceof Failure) return thrown.diagnostics;
  return [isOurs(thrown) ? bugOf(thrown, { verbose }) : leftBehind(thrown)];
}

/** Like {@link lateDiagnostics}, after rejections that are known already have been reported. */
export async function awaitLateDiagnostics(context: Context): Promise<readonly Diagnostic[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return lateDiagnostics(context);
}

/** Before a result is printed. Raises what {@link lateDiagnostics} finds. */
export async function refuseLateErrors(context: Context): Promise<void> {
  const diagnostics = await awaitLateDiagnostics(context);
  if (diagnostics.length > 0) throw new Failure(diagnostics);
}

function leftBehind(thrown: unknown): Diagnostic {
  const frame = framesOf(thrown).find(isForeign);
  return {
    severity: "error",
    code: "NT205",
    summary: "The config throws an error",
    detail:
      `${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `It throws ${shown(thrown)}.`}\n` +
      "It was thrown by something the config has left running, such as a timer or a promise that is not awaited.",
    hint: "Await in the config what it starts, or catch the error there.",
    ...(frame === undefined ? {} : { place: frame }),
  };
}

function shown(thrown: unknown): string {
  return typeof thrown === "string" ? JSON.stringify(thrown) : `a value that is no error (${typeof thrown})`;
}

interface Frame {
  readonly file: string;
  /** The same in a config as in what was compiled from it; columns are not. */
  readonly line: number;
}

/** Where this program lies: found by a stack of its own, because it may be bundled in either module format. */
const ownDirectory = dirname(framesOf(new Error("to find the program"))[0]?.file ?? "/");

/** An error whose stack never leaves this program and Node's. */
function isOurs(thrown: unknown): boolean {
  const frames = framesOf(thrown);
  return frames.length > 0 && !frames.some(isForeign);
}

function isForeign({ file }: Frame): boolean {
  return !file.startsWith(`${ownDirectory}/`);
}

function framesOf(thrown: unknown): Frame[] {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  if (typeof stack !== "string") return [];
  return [...stack.matchAll(/^ +at (?:.*\()?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/gm)].map(
    ([, file = "", line]) => ({
      file: file.startsWith("file:") ? fileURLToPath(file) : file,
      line: Number(line),
    }),
  );
}
