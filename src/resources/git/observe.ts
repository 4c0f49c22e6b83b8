import { join } from "node:path";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import { nixCommand } from "../../lang/shell/nix-command.js";
import { digestOf } from "../../model/digest.js";
import type { CommandResult, System } from "../../host/system.js";
import { findRepository, indexState, type Repository } from "./repository.js";

/** Which rule ignores a file. */
export interface IgnoreRule {
  /** As git prints it: relative to the git root, or absolute for a rule of the person. */
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
}

export interface GitFacts {
  /** `null`: not in a git repository. */
  readonly root: string | null;
  /** Of the files asked about, those in git's index (also with intent to add). */
  readonly tracked: ReadonlySet<string>;
  /** Of the untracked ones, those that a rule ignores. */
  readonly ignored: ReadonlyMap<string, IgnoreRule>;
  /** Why git could not be asked; `null`: it was, or there was no need. */
  readonly problem: Diagnostic | null;
}

export interface GitContext {
  /** Below it answers are kept, by the state of git's index. */
  readonly cacheDirectory: string;
}

const gitLimitMs = 60_000;

/**
 * What git knows of some files of a project. Tracked files are answered from the cache while the index is the same;
 * ignore rules, which only matter for files yet to be tracked, are always asked for.
 * @param files Relative to the project.
 */
export async function observeGit(
  system: System,
  context: GitContext,
  project: string,
  files: readonly string[],
): Promise<GitFacts> {
  const repository = findRepository(system, project);
  if (repository === null) return { root: null, tracked: new Set(), ignored: new Map(), problem: null };
  const facts = { root: repository.root, tracked: new Set<string>(), ignored: new Map(), problem: null };
  if (files.length === 0) return facts;
  if (system.which("git") === null) return { ...facts, problem: noGit(repository) };

  const tracked = await trackedOf(system, context, { project, repository, files });
  if ("problem" in tracked) return { ...facts, problem: tracked.problem };
  const untracked = files.filter((file) => !tracked.files.includes(file));
  const ignored = await ignoredOf(system, { project, repository, files: untracked });
  if ("problem" in ignored) return { ...facts, problem: ignored.problem };
  return { ...facts, tracked: new Set(tracked.files), ignored: ignored.rules };
}

interface Question {
  readonly project: string;
  readonly repository: Repository;
  readonly files: readonly string[];
}

async function trackedOf(
  system: System,
  { cacheDirectory }: GitContext,
  { project, repository, files }: Question,
): Promise<{ readonly files: readonly string[] } | { readonly problem: Diagnostic }> {
  const state = indexState(system, repository);
  if (state === null) return { files: [] };
  const key = digestOf(JSON.stringify([project, repository.index, state, [...files].sort()]));
  const path = join(cacheDirectory, "git", `${key.slice("sha256:".length)}.json`);
  const known = readNames(system, path);
  if (known !== null) return { files: known };

  const result = await git(system, project, ["ls-files", "-z", "--", ...files]);
  if (result.outcome !== "success") return { problem: gitFailed(repository, result) };
  const answer = result.stdout.split("\0").filter(Boolean);
  // Only a settled answer is worth keeping: files that are yet to be tracked change the index when they are.
  if (files.every((file) => answer.includes(file))) keepNames(system, path, answer);
  return { files: answer };
}

async function ignoredOf(
  system: System,
  { project, repository, files }: Question,
): Promise<{ readonly rules: ReadonlyMap<string, IgnoreRule> } | { readonly problem: Diagnostic }> {
  const rules = new Map<string, IgnoreRule>();
  if (files.length === 0) return { rules };
  const result = await git(system, project, ["check-ignore", "--verbose", "-z", "--stdin"], files.join("\0"));
  // Exit code 1 says that no rule matches any of them.
  if (result.outcome !== "success" && result.exitCode !== 1)
    return { problem: gitFailed(repository, result) };
  const fields = result.stdout.split("\0");
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [file, line, pattern, name] = fields.slice(at, at + 4) as [string, string, string, string];
    // The last matching rule may be one that takes the file back in.
    if (!pattern.startsWith("!")) rules.set(name, { file, line: Number(line), pattern });
  }
  return { rules };
}

function git(
  system: System,
  project: string,
  args: readonly string[],
  stdin?: string,
): Promise<CommandResult> {
  return system.run({
    program: "git",
    args: ["-C", project, ...args],
    env: repositoryUnset,
    stdin,
    timeoutMs: gitLimitMs,
  });
}

/** Set inside git hooks, where they would point to another repository. */
const repositoryUnset = { GIT_DIR: null, GIT_WORK_TREE: null, GIT_INDEX_FILE: null };

function readNames(system: System, path: string): readonly string[] | null {
  const state = system.read(path);
  if (state.kind !== "file") return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(state.bytes));
    return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : null;
  } catch {
    return null;
  }
}

function keepNames(system: System, path: string, names: readonly string[]): void {
  try {
    system.makeDirectory(join(path, ".."), { mode: 0o700 });
    system.replaceFile(path, JSON.stringify(names), { mode: 0o600 });
  } catch (error) {
    // Without the cache git is asked again next time, that is all.
    if (!(error instanceof Failure)) throw error;
  }
}

function noGit({ root }: Repository): Diagnostic {
  return {
    severity: "error",
    code: "NT473",
    summary: "Git is not installed",
    detail: `${root} is a git repository, and there is no git on PATH. Nix sees only files that git tracks, and needs git to ask.`,
    hint: `Install git, for instance for this shell:\n  ${nixCommand} shell nixpkgs#git`,
    address: "project.flake",
  };
}

function gitFailed({ root }: Repository, { stderr }: CommandResult): Diagnostic {
  const dubious = stderr.includes("dubious ownership");
  return {
    severity: "error",
    code: "NT474",
    summary: "Git could not be asked",
    detail: dubious
      ? `${root} belongs to another user, and git does not trust it for that reason.`
      : `git failed in ${root}: ${stderr.trim().split("\n").slice(-3).join("\n")}`,
    hint: dubious
      ? `If you trust it:\n  git config --global --add safe.directory ${root}`
      : `Run it by hand:\n  git -C ${root} status`,
    address: "project.flake",
  };
}
