import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Reader } from "../../host/system.js";

/** A git work tree, found without starting git. */
export interface Repository {
  /** Top directory of the work tree. */
  readonly root: string;
  /** The index: `.git/index`, or that of a linked work tree or submodule. */
  readonly index: string;
}

/** The work tree a directory lies in; `null`: none. */
export function findRepository(system: Reader, from: string): Repository | null {
  for (let root = from; ; root = dirname(root)) {
    const directory = gitDirectory(system, root);
    if (directory !== null) return { root, index: join(directory, "index") };
    if (root === dirname(root)) return null;
  }
}

/** A `.git` directory, or the one that a `.git` file names (gitrepository-layout in git's manual). */
export function gitDirectory(system: Reader, root: string): string | null {
  const path = join(root, ".git");
  const entry = system.lstat(path);
  if (entry === null) return null;
  const state = system.read(path);
  if (state.kind !== "file") return state.kind === "directory" ? path : null;
  const named = /^gitdir: (.*?)\s*$/m.exec(new TextDecoder().decode(state.bytes))?.[1];
  if (named === undefined) return null;
  return isAbsolute(named) ? named : resolve(root, named);
}

/** Changes whenever what git tracks does: the checksum that ends the index; `null`: nothing is tracked yet. */
export function indexState(system: Reader, { index }: Repository): string | null {
  const checksum = system.part(index, -20, 20);
  if (checksum === null) return null;
  // With index.skipHash git writes zeros there; size and time have to do then.
  if (checksum.some((byte) => byte !== 0)) return Buffer.from(checksum).toString("hex");
  const entry = system.lstat(index);
  return `${entry?.size ?? 0}-${entry?.mtimeMs ?? 0}`;
}
