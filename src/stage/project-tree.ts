import { dirname, join, relative, resolve } from "node:path";
import type { Diagnostic } from "../model/diagnostic.js";
import type { System } from "../host/system.js";
import type { StagingDirectory } from "./directory.js";
import type { LockInputs } from "./lock-inputs.js";
import { needsTree, type LocalSource } from "./lock-subject.js";

/** More than this is not copied for a plan. */
export const treeLimitBytes = 50 * 1024 * 1024;

export interface StagedProject {
  /** The copy of the git root, or of the project, as tools see it. */
  readonly tree: string;
  /** The copy of the project in it, as tools see it. */
  readonly project: string;
  /** The same directory, to write to. */
  readonly writable: string;
  /** Of which directory `tree` is the copy. */
  readonly original: string;
}

/** Why a project could not be staged: a clause for the plan view, and the diagnostic behind it. */
export interface NotStaged {
  readonly reason: string;
  readonly diagnostic: Diagnostic;
}

/**
 * Copies what locking reads into `directory`: a few files, or, where sources are local or metadata is built, the
 * files of the git root at the same relative depth. `pyproject.toml` and `uv.lock` are the caller's to write.
 */
export async function stageProject(
  system: System,
  project: string,
  inputs: LockInputs,
  directory: StagingDirectory,
): Promise<StagedProject | NotStaged> {
  const [tree, writable] = [join(directory.real, "tree"), join(directory.path, "tree")];
  if (!needsTree(inputs.subject)) {
    system.makeDirectory(writable);
    copyFiles(
      system,
      project,
      writable,
      ["uv.toml", ".python-version", ...inputs.subject.namedFiles].filter(isBelow),
    );
    return { tree, project: tree, writable, original: project };
  }
  const original = gitRootOf(system, project) ?? project;
  const outside = inputs.locals.find(
    (source) => !isBelow(relative(original, resolve(project, source.path)) || "."),
  );
  if (outside !== undefined) return outsideOf(original, outside);
  const files = await filesOf(system, original);
  if (files === null) return tooLarge(original, system.lstat(join(original, ".git")) !== null);
  copyFiles(system, original, writable, files);
  const inside = relative(original, project);
  const staged = { tree, project: join(tree, inside), writable: join(writable, inside), original };
  system.makeDirectory(staged.writable);
  const missing = inputs.locals.find(
    (source) =>
      system.realPath(resolve(project, source.path)) !== null &&
      system.realPath(resolve(staged.project, source.path)) === null,
  );
  return missing === undefined ? staged : notTracked(missing);
}

/** The nearest directory upwards with a `.git`; `null`: not in a repository. */
function gitRootOf(system: Pick<System, "lstat">, from: string): string | null {
  for (let directory = from; ; directory = dirname(directory)) {
    if (system.lstat(join(directory, ".git")) !== null) return directory;
    if (directory === dirname(directory)) return null;
  }
}

function isBelow(path: string): boolean {
  return path !== ".." && !path.startsWith("../") && !path.startsWith("/");
}

/** Relative paths of what belongs to the tree; `null`: it is too large. */
async function filesOf(system: System, root: string): Promise<readonly string[] | null> {
  const tracked = ["ls-files", "-z", "--cached"];
  // New files that nobody has added yet belong to the project too, unless they are too many.
  const lists =
    system.lstat(join(root, ".git")) === null
      ? [walk(system, root)]
      : [
          await gitFiles(system, root, [...tracked, "--others", "--exclude-standard"]),
          await gitFiles(system, root, tracked),
        ];
  return lists.find((files) => files !== null && fits(system, root, files)) ?? null;
}

async function gitFiles(
  system: System,
  root: string,
  args: readonly string[],
): Promise<readonly string[] | null> {
  const { outcome, stdout } = await system.run({
    program: "git",
    args: ["-C", root, ...args],
    timeoutMs: 60_000,
  });
  return outcome === "success" ? [...new Set(stdout.split("\0").filter(Boolean))] : walk(system, root);
}

/** Never part of a project that is in no repository. */
const skipped = new Set([".git", ".venv", ".nixtorch", ".direnv", "node_modules", "__pycache__"]);

/** All files below a directory; `null`: they are too large. */
function walk(system: System, root: string): readonly string[] | null {
  const files: string[] = [];
  const queue = [""];
  let bytes = 0;
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const name of system.list(join(root, at))) {
      const path = join(at, name);
      const entry = system.lstat(join(root, path));
      if (entry?.kind === "directory" && !skipped.has(name)) queue.push(path);
      if (entry?.kind !== "file" && entry?.kind !== "link") continue;
      bytes += entry.size;
      if (bytes > treeLimitBytes) return null;
      files.push(path);
    }
  }
  return files;
}

function fits(system: System, root: string, files: readonly string[]): boolean {
  let bytes = 0;
  return files.every((file) => (bytes += system.lstat(join(root, file))?.size ?? 0) <= treeLimitBytes);
}

function copyFiles(system: System, from: string, to: string, files: readonly string[]): void {
  for (const file of files) {
    const kind = system.lstat(join(from, file))?.kind;
    // A directory here is a submodule; a file may have been deleted and still be tracked.
    if (kind === "file" || kind === "link") system.copy(join(from, file), join(to, file));
  }
}

function outsideOf(root: string, source: LocalSource): NotStaged {
  return {
    reason: `${source.path} (${source.declaredAt}) lies outside ${root}`,
    diagnostic: {
      severity: "warning",
      code: "NT534",
      summary: "A local package cannot be staged",
      detail:
        `${source.declaredAt} names ${source.path}, which lies outside ${root}. The lock is computed in a copy of ` +
        "that directory while planning, so uv.lock is made during apply instead.",
      hint: "To see it in the plan, bring the package into the same git repository, or depend on it by git URL.",
      address: "project.uv_lock",
    },
  };
}

function notTracked(source: LocalSource): NotStaged {
  return {
    reason: `${source.path} (${source.declaredAt}) is ignored by git`,
    diagnostic: {
      severity: "warning",
      code: "NT534",
      summary: "A local package cannot be staged",
      detail:
        `${source.declaredAt} names ${source.path}, which git ignores (or which lies in a submodule). The lock is ` +
        "computed in a copy of the repository's files, so uv.lock is made during apply instead.",
      hint: `See which rule ignores it:\n  git check-ignore -v ${source.path}`,
      address: "project.uv_lock",
    },
  };
}

function tooLarge(root: string, inGit: boolean): NotStaged {
  const limit = `${treeLimitBytes / 1024 / 1024} MiB`;
  return {
    reason: `the files of ${root} are more than ${limit}`,
    diagnostic: {
      severity: "warning",
      code: "NT540",
      summary: "The project is too large to be staged",
      detail:
        `Locking needs the project's sources (local packages, a workspace, or metadata that is built), and the files ` +
        `of ${root} are more than ${limit}. uv.lock is made during apply instead.`,
      hint:
        (inGit
          ? "Files that git tracks are too much by themselves. Take large ones out, and ignore them:\n" +
            "  git rm --cached FILE\n  echo FILE >> .gitignore\n"
          : "Outside git every file counts. Make it a repository that ignores large ones:\n" +
            "  git init\n  echo FILE >> .gitignore\n") + "Or write the metadata into pyproject.toml.",
      address: "project.uv_lock",
    },
  };
}
