import { join, relative } from "node:path";
import type { System } from "../../host/system.js";
import { gitDirectory, findRepository, type Repository } from "./repository.js";

/** What git says of a file that differs from what is committed. */
export interface FileChange {
  /** "added": only made known to git, with or without its content; "unmerged": both sides of a merge changed it. */
  readonly kind: "edited" | "added" | "intended" | "unmerged";
  /** What the repository is in the middle of, such as "merge"; `null`: nothing. */
  readonly operation: string | null;
}

const gitLimitMs = 60_000;

/**
 * Which files have changes that are not committed, by the path given; committed and untracked ones are left out, and
 * so is what lies outside git or in a repository that cannot be asked: what comes of it is courtesy. Starts git, so it
 * is for files that are about to be written.
 * @param paths Absolute; symbolic links are followed, because git does not.
 */
export async function observeChanges(
  system: System,
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileChange>> {
  const changes = new Map<string, FileChange>();
  if (paths.length === 0 || system.which("git") === null) return changes;
  for (const [repository, files] of byRepository(system, paths)) {
    const states = await statesOf(system, repository, [...new Set(files.values())]);
    const operation = states.size === 0 ? null : operationOf(system, repository);
    for (const [path, name] of files) {
      const kind = kindOf(states.get(name));
      if (kind !== null) changes.set(path, { kind, operation });
    }
  }
  return changes;
}

/** By repository: the paths that were asked for, and the name that git has for each. */
function byRepository(system: System, paths: readonly string[]): Map<Repository, Map<string, string>> {
  const repositories = new Map<string, Repository>();
  const files = new Map<Repository, Map<string, string>>();
  for (const path of paths) {
    const real = system.realPath(path);
    const found = real === null ? null : findRepository(system, join(real, ".."));
    if (real === null || found === null) continue;
    const repository = repositories.get(found.root) ?? found;
    repositories.set(found.root, repository);
    const known = files.get(repository) ?? new Map<string, string>();
    files.set(repository, known.set(path, relative(repository.root, real)));
  }
  return files;
}

/** The two letters of `git status` by name. */
async function statesOf(
  system: System,
  { root }: Repository,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const result = await system.run({
    program: "git",
    args: [
      // Looking must not write the index.
      "--no-optional-locks",
      ...trust(system, root),
      "-C",
      root,
      "status",
      "--porcelain",
      "-z",
      "--no-renames",
      "--untracked-files=no",
      "--",
      ...names.map((name) => `:(literal)${name}`),
    ],
    env: { GIT_DIR: null, GIT_WORK_TREE: null, GIT_INDEX_FILE: null },
    timeoutMs: gitLimitMs,
  });
  if (result.outcome !== "success") return new Map();
  const entries = result.stdout.split("\0").filter((entry) => entry.length > 3);
  return new Map(entries.map((entry) => [entry.slice(3), entry.slice(0, 2)]));
}

/**
 * Git refuses the repositories of other users, because their settings name programs to run. Those of root, such as
 * `/etc/nixos`, are asked all the same: root decides over this machine anyway.
 */
function trust(system: System, root: string): string[] {
  return system.lstat(join(root, ".git"))?.uid === 0 ? ["-c", `safe.directory=${root}`] : [];
}

function kindOf(state: string | undefined): FileChange["kind"] | null {
  if (state === undefined || state === "??" || state === "!!") return null;
  if (state.includes("U") || state === "AA" || state === "DD") return "unmerged";
  if (state === " A") return "intended";
  return state.startsWith("A") ? "added" : "edited";
}

/** By what git keeps in its directory meanwhile (gitrepository-layout, and the manuals of the commands). */
const operations = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
] as const;

function operationOf(system: System, { root }: Repository): string | null {
  const directory = gitDirectory(system, root);
  if (directory === null) return null;
  return operations.find(([name]) => system.lstat(join(directory, name)) !== null)?.[1] ?? null;
}
