/** Raised when a config wants to end the process. */
export class ExitRefused extends Error {
  override readonly name = "ExitRefused";
}

let depth = 0;
let restore = (): void => undefined;

/**
 * Runs a config's code: what it prints goes to stderr, because stdout is for results, and it cannot end the process.
 * The changes to `process` last until the outermost run has ended.
 */
export async function guarded<T>(run: () => Promise<T>): Promise<T> {
  if (depth++ === 0) restore = divert();
  try {
    return await run();
  } finally {
    if (--depth === 0) restore();
  }
}

function divert(): () => void {
  const { exit, exitCode, stdout } = process;
  const { write } = stdout;
  stdout.write = ((...args: Parameters<typeof write>) => process.stderr.write(...args)) as typeof write;
  const refuse = () => {
    throw new ExitRefused("exit was called");
  };
  Object.assign(process, { exit: refuse });
  return () => {
    stdout.write = write;
    Object.assign(process, { exit, exitCode });
  };
}
