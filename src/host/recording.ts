import type { Digest } from "../model/digest.js";
import type { Reader } from "./system.js";

/**
 * Gathers the digest of every file that is read; `null`: looked for, and no file.
 * The first answer counts, so that a file that moves while planning makes the plan stale.
 */
export function recording<T extends Reader>(
  reader: T,
): { readonly reader: T; reads(): ReadonlyMap<string, Digest | null> } {
  const seen = new Map<string, Digest | null>();
  return {
    reader: {
      ...reader,
      read: (path: string) => {
        const state = reader.read(path);
        if (!seen.has(path)) seen.set(path, state.kind === "file" ? state.digest : null);
        return state;
      },
    },
    reads: () => new Map(seen),
  };
}
