import { basename, dirname } from "node:path";
import { shellQuote } from "../lang/shell/quote.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { contextPath, type ApplyContext } from "./context.js";
import { writeTarget } from "./paths.js";
import { gitEnvironment, runTool, timeouts, toolFailure } from "./tools.js";
import type { Step } from "./step.js";
import type { Undo } from "./undo.js";

type TrackAction = Extract<Action, { type: "intent-to-add" | "untrack" }>;

/** Makes a new file known to git, and so to Nix, without staging its content. Never forced: ignored stays ignored. */
export function trackStep(context: ApplyContext, action: TrackAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const file = repositoryFile(context, action.address);
      // A lock that stays pending is not there to be tracked.
      if (context.system.lstat(file.path) === null) return scope.skip("not there for git to know");
      if (await isTracked(context, file)) return scope.skip("known to git already");
      scope.onUndo(untrackUndo(context, file));
      await track(context, file);
    },
  };
}

/** Takes an intent-to-add back. What a person has added since, content and all, is theirs and stays. */
export function untrackStep(context: ApplyContext, action: TrackAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const file = repositoryFile(context, action.address);
      if (!(await isTracked(context, file))) return scope.skip("not known to git");
      if (!(await isIntent(context, file))) return scope.skip("added to git since, so it stays there");
      scope.onUndo(trackUndo(context, file));
      await untrack(context, file);
    },
  };
}

/** Takes back what a tool of its own accord added to the index: nix tracks the lock it writes. */
export async function untrackedUndo(context: ApplyContext, address: Action["address"]): Promise<Undo | null> {
  const file = repositoryFile(context, address);
  return (await isTracked(context, file)) ? null : untrackUndo(context, file);
}

interface RepositoryFile {
  readonly address: Action["address"];
  readonly directory: string;
  readonly name: string;
  readonly path: string;
}

function repositoryFile(context: ApplyContext, address: Action["address"]): RepositoryFile {
  const path = contextPath(context, address);
  // Git does not look through a symbolic link: a linked system configuration is tracked where it really lies.
  const real = address.startsWith("system.")
    ? writeTarget(context.system, context.plan, address, path)
    : path;
  return { address, directory: dirname(real), name: basename(real), path };
}

function git(context: ApplyContext, { address, directory }: RepositoryFile, args: readonly string[]) {
  return runTool(context, address, "git", {
    args: ["-C", directory, ...args],
    env: gitEnvironment,
    timeoutMs: timeouts.git,
  });
}

function isTracked(context: ApplyContext, file: RepositoryFile): Promise<boolean> {
  return names(context, file, ["ls-files", "-z"]);
}

/**
 * Of a tracked file, whether its entry in the index is still a mere intent to add: nothing is staged for it, and it is
 * in no commit. (In `git status` it could not be told from a deleted file once it is gone.)
 */
async function isIntent(context: ApplyContext, file: RepositoryFile): Promise<boolean> {
  const staged = await names(context, file, ["diff", "--cached", "--name-only", "-z"]);
  return !staged && !(await names(context, file, ["ls-tree", "-z", "HEAD"]));
}

/** Whether git lists the file. Before the first commit there is no HEAD to list. */
async function names(context: ApplyContext, file: RepositoryFile, args: readonly string[]): Promise<boolean> {
  const result = await git(context, file, [...args, "--", file.name]);
  return result.outcome === "success" && result.stdout !== "";
}

async function track(context: ApplyContext, file: RepositoryFile): Promise<void> {
  const result = await git(context, file, ["add", "--intent-to-add", "--", file.name]);
  if (result.outcome !== "success") throw new Failure(notTracked(result, file));
}

async function untrack(context: ApplyContext, file: RepositoryFile): Promise<void> {
  const result = await git(context, file, ["update-index", "--force-remove", "--", file.name]);
  if (result.outcome !== "success") throw new Failure(notUntracked(result, file));
}

function untrackUndo(context: ApplyContext, file: RepositoryFile): Undo {
  return {
    address: file.address,
    path: `${file.path} (in git's index)`,
    byHand: `git -C ${shellQuote(file.directory)} update-index --force-remove -- ${file.name}`,
    run: async () => {
      if (!(await isTracked(context, file))) return false;
      await untrack(context, file);
      return true;
    },
  };
}

function trackUndo(context: ApplyContext, file: RepositoryFile): Undo {
  return {
    address: file.address,
    path: `${file.path} (in git's index)`,
    byHand: `git -C ${shellQuote(file.directory)} add --intent-to-add -- ${file.name}`,
    run: async () => {
      if (await isTracked(context, file)) return false;
      await track(context, file);
      return true;
    },
  };
}

function notTracked(
  result: Parameters<typeof toolFailure>[0],
  { address, path, directory, name }: RepositoryFile,
): Diagnostic {
  return toolFailure(result, {
    code: "NT550",
    summary: "Git did not do what was asked",
    hint:
      `Nix sees only files that git knows, so ${path} has to be one. See what stands against it:\n` +
      `  git -C ${shellQuote(directory)} add --intent-to-add --verbose -- ${name}`,
    address,
  });
}

function notUntracked(
  result: Parameters<typeof toolFailure>[0],
  { address, path, directory }: RepositoryFile,
): Diagnostic {
  return toolFailure(result, {
    code: "NT550",
    summary: "Git did not do what was asked",
    hint:
      `The entry of ${path} in git's index is to be removed. See what stands against it:\n` +
      `  git -C ${shellQuote(directory)} status`,
    address,
  });
}
