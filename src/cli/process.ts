import process from "node:process";
import { isatty } from "node:tty";
import type { Output, Surroundings } from "./surroundings.js";

/** The real surroundings. The first interrupt fires the signal, a second one ends the process at once. */
export function processSurroundings(): Surroundings {
  const stdout = outputTo(process.stdout);
  const stderr = outputTo(process.stderr);
  const signal = interruptSignal(stderr);
  return {
    args: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    stdout,
    stderr,
    // Asking process.stdin would open it.
    stdinIsTerminal: isatty(0),
    signal,
    ask: (question) => ask(question, signal),
  };
}

/** Ends the process when everything is written, whatever a config has left running. */
export async function exitWith(code: number): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write("", () => resolve());
  });
}

/** A reader that goes away (`| head`) ends the output, not the work: an apply must not stop halfway for it. */
function outputTo(stream: NodeJS.WriteStream): Output {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    closed = true;
  });
  return {
    write: (text) => {
      if (!closed) stream.write(text);
    },
    isTerminal: stream.isTTY === true,
  };
}

function interruptSignal(stderr: Output): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    stderr.write("\nStopping after the running step. Interrupt again to stop at once.\n");
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  return controller.signal;
}

async function ask(question: string, signal: AbortSignal): Promise<string | null> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    const finish = (answer: string | null) => {
      signal.removeEventListener("abort", interrupted);
      resolve(answer);
      lines.close();
    };
    const interrupted = () => finish(null);
    signal.addEventListener("abort", interrupted);
    // The terminal is in raw mode here: Ctrl-C arrives as a key, not as a signal.
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    lines.on("close", () => finish(null));
    lines.question(question, finish);
  });
}
