import { join } from "node:path";
import type { Reader } from "../host/system.js";
import { globPattern } from "../lang/python/glob.js";

/** Never descended into by `**`: they hold no members, and many files. */
const skipped = /^(?:\..*|node_modules|__pycache__)$/;

/** The directories below `root` that match a workspace glob (`*`, `?`, `[a-z]`, `**`), relative to it and sorted. */
export function matchDirectories(system: Reader, root: string, pattern: string): readonly string[] {
  const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
  return [...new Set(expand(system, root, "", segments))].sort();
}

function expand(system: Reader, root: string, at: string, segments: readonly string[]): string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return at === "" ? [] : [at];
  if (segment === "**") {
    const deeper = directoriesIn(system, join(root, at))
      .filter((name) => !skipped.test(name))
      .flatMap((name) => expand(system, root, join(at, name), segments));
    return [...expand(system, root, at, rest), ...deeper];
  }
  if (segment === ".." || !/[*?[]/.test(segment)) {
    const next = join(at, segment);
    return isDirectory(system, join(root, next)) ? expand(system, root, next, rest) : [];
  }
  const matcher = globPattern(segment);
  return directoriesIn(system, join(root, at))
    .filter((name) => matcher.test(name))
    .flatMap((name) => expand(system, root, join(at, name), rest));
}

function directoriesIn(system: Reader, directory: string): readonly string[] {
  return system.list(directory).filter((name) => isDirectory(system, join(directory, name)));
}

function isDirectory(system: Reader, path: string): boolean {
  return system.lstat(path)?.kind === "directory";
}
