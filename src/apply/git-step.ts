import { basename, dirname } from "node:path";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { contextPath, type ApplyContext } from "./context.js";
import { writeTarget } from "./paths.js";
import { gitEnvironment, runTool, timeouts, toolFailure } from "./tools.js";
import type { Step, Undo } from "./transaction.js";

type TrackAction = Extract<Action, { type: "intent-to-add" }>;

/** Makes a new file known to git, and so to Nix, without staging its content. Never forced: ignored stays ignored. */
export function trackStep(context: ApplyContext, action: TrackAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const file = repositoryFile(context, action.address);
      // A lock that stays pending is not there to be tracked.
      if (context.system.lstat(file.path) === null || (await isTracked(context, file))) return;
      scope.onUndo(untrack(context, file));
      const result = await git(context, file, ["add", "--intent-to-add", "--", file.name]);
      if (result.outcome !== "success") throw new Failure(notTracked(result, file));
    },
  };
}

/** Takes back what a tool of its own accord added to the index: nix tracks the lock it writes. */
export async function untrackedUndo(context: ApplyContext, address: Action["address"]): Promise<Undo | null> {
  const file = repositoryFile(context, address);
  return (await isTracked(context, file)) ? null : untrack(context, file);
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

async function isTracked(context: ApplyContext, file: RepositoryFile): Promise<boolean> {
  const result = await git(context, file, ["ls-files", "-z", "--", file.name]);
  return result.outcome === "success" && result.stdout !== "";
}

function untrack(context: ApplyContext, file: RepositoryFile): Undo {
  return {
    address: file.address,
    path: `${file.path} (in git's index)`,
    run: async () => {
      if (!(await isTracked(context, file))) return false;
      const result = await git(context, file, ["update-index", "--force-remove", "--", file.name]);
      if (result.outcome !== "success") throw new Failure(notTracked(result, file));
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
      `  git -C ${directory} add --intent-to-add --verbose -- ${name}`,
    address,
  });
}
