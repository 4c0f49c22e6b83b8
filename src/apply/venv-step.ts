import { join } from "node:path";
import { nixCommand } from "../lang/shell/nix-command.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { unreadSettings } from "../model/unread-settings.js";
import { venvInterpreterPath, venvStamp, venvStampPath } from "../model/venv.js";
import { contextPath, programOf, type ApplyContext } from "./context.js";
import { gitEnvironment, nixArgs, runTool, timeouts, toolFailure, uvEnvironment } from "./tools.js";
import type { Step } from "./step.js";

type SyncAction = Extract<Action, { type: "venv-sync" }>;

const address = "project.venv";

/**
 * Synchronises `.venv` inside the project's shell, which has the Python and the compilers it was planned with. Files
 * that were written before stay when it fails: a download that broke off is tried again, not a reason to plan anew.
 */
export function venvStep(context: ApplyContext, action: SyncAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      try {
        await synchronise(context, action);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        for (const diagnostic of error.diagnostics) scope.pending(diagnostic);
      }
    },
  };
}

async function synchronise(context: ApplyContext, action: SyncAction): Promise<void> {
  const { system, options } = context;
  const args = syncArguments(action);
  if (system.which(programOf(context, "nix")) === null) throw new Failure(withoutNix(args));
  const lock = ["flake.lock", "uv.lock"].find((name) => isPending(context, name));
  if (lock !== undefined) throw new Failure(waiting(lock));
  refuseForeign(context);
  if (action.recreate) system.removeTree(contextPath(context, address));

  // A flake that is not ours keeps its lock as it is.
  const ownsFlake = context.plan.changes.some((change) => change.address === "project.flake");
  const result = await runTool(context, address, "nix", {
    args: nixArgs(context, "develop", ...(ownsFlake ? [] : ["--no-write-lock-file"]), "-c", ...args),
    cwd: options.project,
    env: { ...uvEnvironment(context), ...gitEnvironment },
    timeoutMs: timeouts.sync,
  });
  const unread = unreadSettings(result.stderr, address);
  if (unread !== null) throw new Failure(unread);
  if (result.outcome !== "success")
    throw new Failure(
      toolFailure(result, {
        code: "NT553",
        summary: "The environment could not be synchronised",
        hint: `All files are written; only .venv is not up to date. Once the cause is gone:\n${retryOf(args)}`,
        address,
      }),
    );
  writeStamp(context, action);
}

/** What came to stand at `.venv` since the plan was made, and is no virtual environment, is nobody's to delete. */
function refuseForeign(context: ApplyContext): void {
  const { system } = context;
  const directory = contextPath(context, address);
  if (system.lstat(directory) === null || system.read(join(directory, "pyvenv.cfg")).kind === "file") return;
  if (system.read(directory).kind === "directory" && system.list(directory).length === 0) return;
  throw new Failure({
    severity: "error",
    code: "NT472",
    summary: "Something that is no virtual environment stands at .venv",
    detail: `${directory} has no pyvenv.cfg, so it is left as it is.`,
    hint: `Move it away, then apply again:\n  mv ${directory} ${directory}.old`,
    address,
  });
}

function syncArguments({ groups, extras }: SyncAction): string[] {
  const each = (option: string, names: readonly string[]) => names.flatMap((name) => [option, name]);
  return ["uv", "sync", "--locked", ...each("--group", groups), ...each("--extra", extras)];
}

function writeStamp({ system, options }: ApplyContext, { groups, extras }: SyncAction): void {
  const lock = system.read(join(options.project, "uv.lock"));
  const interpreter = system.readLink(join(options.project, venvInterpreterPath));
  if (lock.kind !== "file" || interpreter === null) {
    const missing = lock.kind === "file" ? venvInterpreterPath : "uv.lock";
    throw new Failure({
      severity: "error",
      code: "NT564",
      summary: "The environment is not where it was expected",
      detail: `uv sync succeeded, but ${missing} is not there. Something sends uv to another environment.`,
      hint: `See which one it takes:\n  ${nixCommand} develop -c uv sync --locked --verbose`,
      address,
    });
  }
  const stamp = venvStamp({ uvLock: lock.digest, interpreter, groups, extras });
  system.replaceFile(join(options.project, venvStampPath), stamp);
}

/** A lock of this plan that its tool could not make. */
function isPending({ system, plan, options }: ApplyContext, name: string): boolean {
  return plan.changes.some(({ path }) => path === name) && system.lstat(join(options.project, name)) === null;
}

function waiting(lock: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT567",
    summary: "The environment waits for its lock",
    detail: `.venv is not synchronised, because ${lock} could not be made.`,
    address,
  };
}

function withoutNix(args: readonly string[]): Diagnostic {
  return {
    severity: "error",
    code: "NT554",
    summary: "A tool that the plan needs is missing",
    detail:
      "The environment in .venv is made inside the project's shell, and nix is not on PATH. " +
      "A Python from elsewhere is never used for it.",
    hint: `All files are written. Where nix is:\n${retryOf(args)}\nOr leave the environment out:\n  nixtorch apply --no-venv`,
    address,
  };
}

function retryOf(args: readonly string[]): string {
  return `  nixtorch apply\nor, to see all that uv says:\n  ${nixCommand} develop -c ${args.join(" ")}`;
}
