import { homedir } from "node:os";
import { runCommand } from "./process.js";
import { realReader } from "./read.js";
import type { System } from "./system.js";
import { realWriter } from "./write.js";

export interface RealSystemOptions {
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends running commands when it fires, and refuses new ones. */
  readonly signal?: AbortSignal;
}

/** This machine. Programs are looked up on the PATH of `env`. */
export function realSystem(options: RealSystemOptions = {}): System {
  const env = options.env ?? withHome(process.env);
  // Where the platform has no user ids (Windows) there is no root either.
  const groups = [process.getegid?.() ?? -1, ...(process.getgroups?.() ?? [])];
  const reader = realReader(env, process.geteuid?.() ?? -1, groups);
  const runner = { env, signal: options.signal ?? null, which: reader.which };
  return {
    ...reader,
    ...realWriter(),
    now: () => Date.now(),
    run: (command) => runCommand(command, runner),
  };
}

/** Tools and caches look for the home directory here; without it, the user database knows. */
function withHome(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env.HOME ? env : { ...env, HOME: homedir() };
}
