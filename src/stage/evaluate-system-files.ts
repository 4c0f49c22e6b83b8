import { join } from "node:path";
import type { Digest } from "../model/digest.js";
import type { StageContext } from "./context.js";

/** What a configuration is read from: Nix, and data that modules read in. */
const read = /\.(?:nix|lock|json|toml|ya?ml)$/;
/** Never part of a configuration, and large. */
const left = new Set([".git", ".direnv", "node_modules", "result"]);
const maximalEntries = 5000;
const maximalBytes = 16 * 2 ** 20;

/**
 * The digests of a configuration's files, by path from its directory on; `null`: so many that the answer is better
 * asked for anew. Files outside are those of a store, or not known.
 */
export function configurationDigests(
  system: StageContext["system"],
  directory: string,
): Readonly<Record<string, Digest | string>> | null {
  const found: Record<string, Digest | string> = {};
  const pending = [""];
  let entries = 0;
  let bytes = 0;
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const name of system.list(join(directory, at))) {
      if (left.has(name)) continue;
      if (++entries > maximalEntries) return null;
      const path = at === "" ? name : `${at}/${name}`;
      const entry = system.lstat(join(directory, path));
      if (entry?.kind === "directory") pending.push(path);
      // That a file is there can matter as well: directories of modules are listed.
      else if (!read.test(name)) found[path] = entry?.kind ?? "absent";
      else {
        bytes += entry?.size ?? 0;
        if (bytes > maximalBytes) return null;
        const state = system.read(join(directory, path));
        found[path] = state.kind === "file" ? state.digest : state.kind;
      }
    }
  }
  return found;
}
