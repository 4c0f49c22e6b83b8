/** Where text goes: a stream of this process, or a stand-in in tests. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Of a terminal. */
  readonly columns?: number | undefined;
}

/** Everything a command line takes from the process it runs in. */
export interface Surroundings {
  /** Without program and script. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Makes an absolute directory the current one; the result says why that cannot be, `null`: it is done. */
  enter(directory: string): string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTerminal: boolean;
  /** Fires on the first interrupt, and with a `LateError` as its reason when something nobody awaits has thrown. */
  readonly signal: AbortSignal;
  /** Rejects when nothing is left that could bring the work to its end. */
  readonly deserted: Promise<never>;
  /** Writes the question to stderr and waits for a line; `null`: the input ended, or an interrupt came. */
  ask(question: string): Promise<string | null>;
}

/** Whether escape sequences for colours may go to a stream. */
export function mayColour(output: Output, surroundings: Pick<Surroundings, "env">): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = surroundings.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return output.isTerminal && TERM !== "dumb";
}

/** Whether a person is there to answer a question and to see it. */
export function mayAsk(surroundings: Surroundings): boolean {
  return surroundings.stdinIsTerminal && surroundings.stderr.isTerminal && !inCi(surroundings);
}

/** Whether a line on stderr may be drawn over. */
export function mayRedraw(surroundings: Surroundings): boolean {
  return surroundings.stderr.isTerminal && surroundings.env["TERM"] !== "dumb" && !inCi(surroundings);
}

/** Whether `CI` says that no person looks on. */
export function inCi({ env }: Pick<Surroundings, "env">): boolean {
  const value = env["CI"];
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
