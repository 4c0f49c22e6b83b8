import type { Command, CommandResult, Outcome, Reader } from "./system.js";
import { LineSplitter } from "./lines.js";

/** Between asking a process group to end and ending it. */
const graceMs = 5000;

export interface RunnerOptions {
  readonly env: Reader["env"];
  /** Ends running commands, and refuses new ones. */
  readonly signal: AbortSignal | null;
  readonly which: Reader["which"];
}

/**
 * Runs one program without a shell. Its process group is its own, without a terminal (unless `interactive`):
 * nothing can wait for an answer there, and a time limit or a cancellation ends its children too.
 */
export async function runCommand(command: Command, options: RunnerOptions): Promise<CommandResult> {
  const started = performance.now();
  const settle = (outcome: Outcome, part: Partial<CommandResult> = {}): CommandResult => ({
    command: [command.program, ...command.args].map(quoted).join(" "),
    outcome,
    exitCode: null,
    stdout: "",
    stderr: "",
    ...part,
    durationMs: Math.round(performance.now() - started),
  });

  if (options.signal?.aborted === true) return settle("cancelled");
  const env = environmentOf(options.env, command.env ?? {});
  const program = options.which(command.program);
  if (program === null) return settle("not-found", { stderr: `${command.program}: not found on PATH` });

  const { execa } = await import("execa");
  const ownGroup = command.interactive !== true;
  const child = execa(program, command.args, {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    env,
    extendEnv: false,
    ...(command.stdin === undefined
      ? { stdin: command.interactive === true ? ("inherit" as const) : ("ignore" as const) }
      : { input: command.stdin }),
    detached: ownGroup,
    reject: false,
    stripFinalNewline: false,
  });

  let ended: "timeout" | "cancelled" | null = null;
  let forced: NodeJS.Timeout | undefined;
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) sendSignal(ownGroup ? -child.pid : child.pid, signal);
  };
  const end = (why: "timeout" | "cancelled") => {
    if (ended !== null) return;
    ended = why;
    kill("SIGTERM");
    forced = setTimeout(() => kill("SIGKILL"), graceMs);
  };
  const limit = setTimeout(() => end("timeout"), command.timeoutMs);
  const onAbort = () => end("cancelled");
  const onExit = () => kill("SIGKILL");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  process.once("exit", onExit);

  const lines = new LineSplitter(command.onProgress ?? (() => {}));
  child.stderr?.on("data", (chunk: Buffer) => lines.push(chunk));
  try {
    const result = await child;
    lines.flush();
    const output = { stdout: result.stdout, stderr: result.stderr };
    if (ended !== null) return settle(ended, output);
    if (result.exitCode !== undefined)
      return settle(result.exitCode === 0 ? "success" : "exit", { ...output, exitCode: result.exitCode });
    if (result.signal !== undefined) return settle("signal", output);
    // It never started: an interpreter named in its first line is missing, or so is the directory to run in.
    return settle("not-found", { stderr: `${result.stderr ?? ""}${result.originalMessage ?? ""}` });
  } finally {
    clearTimeout(limit);
    clearTimeout(forced);
    options.signal?.removeEventListener("abort", onAbort);
    process.removeListener("exit", onExit);
  }
}

function environmentOf(
  inherited: Reader["env"],
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const merged = { ...inherited, ...changes };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // The group may have ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
