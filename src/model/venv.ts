import type { Digest } from "./digest.js";

/** What the project's `.venv` was last synchronised with; lies in {@link venvStampPath}. */
export interface VenvStamp {
  /** Digest of uv.lock. */
  readonly uvLock: Digest;
  /** Text of the link `.venv/bin/python`: the interpreter that made the environment. */
  readonly interpreter: string;
  readonly groups: readonly string[];
  readonly extras: readonly string[];
}

/** The stamp, relative to the project. It goes with the environment when someone deletes that. */
export const venvStampPath = ".venv/.nixtorch";

/** The link to the interpreter, relative to the project. */
export const venvInterpreterPath = ".venv/bin/python";

/** The stamp file's content: equal environments have equal text, in whatever order groups and extras were given. */
export function venvStamp(stamp: VenvStamp): string {
  const { uvLock, interpreter } = stamp;
  const content = { uvLock, interpreter, groups: [...stamp.groups].sort(), extras: [...stamp.extras].sort() };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A stamp from its text; `null`: it is none. */
export function decodeVenvStamp(text: string): VenvStamp | null {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof VenvStamp, unknown>> | null;
    const valid =
      typeof value?.uvLock === "string" &&
      typeof value.interpreter === "string" &&
      [value.groups, value.extras].every(
        (list) => Array.isArray(list) && list.every((name) => typeof name === "string"),
      );
    return valid ? (value as unknown as VenvStamp) : null;
  } catch {
    return null;
  }
}
