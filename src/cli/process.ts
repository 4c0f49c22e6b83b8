import process from "node:process";
import { isatty } from "node:tty";
import { LateError } from "./late-error.js";
import type { Output, Surroundings } from "./surroundings.js";

// Taken before any config runs, because while it does, other functions stand in their places.
const exit = process.exit.bind(process);
const writers = {
  stdout: process.stdout.write.bind(process.stdout),
  stderr: process.stderr.write.bind(process.stderr),
};

/** This process, as a command line sees it. */
export interface RunningProcess {
  readonly surroundings: Surroundings;
  /** Ends the process when everything is written, whatever a config has left running. */
  end(code: number): Promise<never>;
}

/**
 * Takes this process over: only the command line writes to stdout and ends the process, and nothing that a config
 * left running kills it. The first interrupt fires the signal, a second one ends the process at once.
 */
export function openProcess(): RunningProcess {
  const stdout = openStream("stdout");
  const stderr = openStream("stderr");
  const controller = new AbortController();
  const { signal } = controller;
  keepFromOthers();
  // Counts only if the process ends without being asked to.
  process.exitCode = 1;
  const late = (error: unknown) => controller.abort(new LateError(error));
  process.on("uncaughtException", late);
  process.on("unhandledRejection", late);

  let asking = false;
  onInterrupt(controller, () => {
    if (!asking) {
      stderr.output.write("\nStopping after the running step. Interrupt again to stop at once.\n");
    }
  });
  return {
    surroundings: {
      args: process.argv.slice(2),
      cwd: process.cwd(),
      enter,
      env: process.env,
      stdout: stdout.output,
      stderr: stderr.output,
      // Asking process.stdin would open it.
      stdinIsTerminal: isatty(0),
      signal,
      deserted: new Promise((_, reject) => {
        process.once("beforeExit", () => reject(new Error("nothing was left to wait for")));
      }),
      async ask(question) {
        asking = true;
        try {
          return await ask(question, signal);
        } finally {
          asking = false;
        }
      },
    },
    async end(code) {
      await Promise.all([stdout.flushed(), stderr.flushed()]);
      const problem = stdout.problem() ?? stderr.problem();
      if (problem === null) return exit(code);
      stderr.output.write(`nixtorch: not everything could be written: ${problem}\n`);
      await stderr.flushed();
      return exit(code === 130 ? 130 : 1);
    },
  };
}

/** What a config prints, also later from something it left running, must not stand between results. */
function keepFromOthers(): void {
  process.stdout.write = ((...args: Parameters<typeof process.stdout.write>) =>
    process.stderr.write(...args)) as typeof process.stdout.write;
  process.exit = () => {
    throw new Error("process.exit was called");
  };
}

interface Stream {
  readonly output: Output;
  flushed(): Promise<void>;
  /** Why something was lost that someone waits for; `null`: nothing was. */
  problem(): string | null;
}

/**
 * A stream that takes no more ends the output, not the work: an apply must not stop halfway for it. That its reader
 * went away (`| head`) is no problem.
 */
function openStream(name: "stdout" | "stderr"): Stream {
  const stream = process[name];
  const original = writers[name];
  let closed = false;
  let problem: string | null = null;
  const close = (error: NodeJS.ErrnoException) => {
    if (!closed && error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") {
      problem = `${name}: ${error.message}`;
    }
    closed = true;
  };
  // Streams to files raise some errors at once.
  const write = (text: string, done?: () => void) => {
    try {
      original(text, done);
    } catch (error) {
      close(error as NodeJS.ErrnoException);
      done?.();
    }
  };
  stream.on("error", close);
  return {
    output: {
      write: (text) => {
        if (!closed) write(text);
      },
      isTerminal: stream.isTTY === true,
      columns: stream.isTTY ? (stream as { columns?: number }).columns : undefined,
    },
    flushed: () =>
      new Promise((resolve) => {
        if (closed || stream.destroyed) resolve();
        else write("", resolve);
      }),
    problem: () => problem,
  };
}

function onInterrupt(controller: AbortController, say: () => void): void {
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) exit(130);
    interrupted = true;
    controller.abort();
    say();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
}

function enter(directory: string): string | null {
  try {
    process.chdir(directory);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "there is no such directory";
    if (code === "ENOTDIR") return "it is no directory";
    if (code === "EACCES") return "you may not enter it";
    return `it cannot be entered (${code})`;
  }
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
