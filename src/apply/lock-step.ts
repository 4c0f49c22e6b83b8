import { join } from "node:path";
import { nixCommand } from "../lang/shell/nix-command.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { unreadSettings } from "../model/unread-settings.js";
import { contextPath, programOf, type ApplyContext } from "./context.js";
import { fileUndo } from "./file-step.js";
import { untrackedUndo } from "./git-step.js";
import { gitEnvironment, nixArgs, runTool, timeouts, toolFailure, uvEnvironment } from "./tools.js";
import type { Step } from "./step.js";
import type { Undo } from "./undo.js";

const stays = "All other files are written. Run it yourself to see more, then apply again:";

type LockAction = Extract<Action, { type: "make-lock" }>;

/**
 * Lets the real tool make a lock that could not be made while planning. Files that were written before stay when it
 * fails: the plan said that this lock was not known yet, and a missing tool or network is tried again later.
 */
export function lockStep(context: ApplyContext, action: LockAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const path = contextPath(context, action.address);
      const undoLock = fileUndo(context, action, path, context.system.read(path));
      scope.onUndo(undoLock);
      try {
        if (action.address === "project.flake_lock") {
          const undo = await untrackedUndo(context, action.address);
          if (undo) scope.onUndo(undo);
          await makeFlakeLock(context);
        } else {
          await makeUvLock(context, undoLock);
        }
      } catch (error) {
        if (!(error instanceof Failure) || context.options.signal?.aborted) throw error;
        for (const diagnostic of error.diagnostics) scope.pending(diagnostic);
      }
    },
  };
}

async function makeFlakeLock(context: ApplyContext): Promise<void> {
  const address = "project.flake_lock";
  if (!isThere(context, "nix")) throw new Failure(missing("nix", address));
  const result = await runTool(context, address, "nix", {
    args: nixArgs(context, "flake", "lock"),
    cwd: context.options.project,
    env: gitEnvironment,
    timeoutMs: timeouts.lock,
  });
  if (result.outcome !== "success")
    throw new Failure(
      toolFailure(result, {
        code: "NT551",
        summary: "Nix could not lock the flake's inputs",
        hint: `${stays}\n  ${nixCommand} flake lock`,
        address,
      }),
    );
}

/**
 * With the uv and Python of the project's own shell, which is the normal case on NixOS, else with the uv on PATH. That
 * one must not download a Python: on NixOS it would not start. A lock that was made without the settings is taken back.
 */
async function makeUvLock(context: ApplyContext, undoLock: Undo): Promise<void> {
  const address = "project.uv_lock";
  const { system, options } = context;
  const pinned = system.lstat(join(options.project, "flake.lock")) !== null;
  const inShell = isThere(context, "nix") && (pinned || !isThere(context, "uv"));
  if (!inShell && !isThere(context, "uv")) throw new Failure(missing("uv", address));
  const common = {
    cwd: options.project,
    env: { ...uvEnvironment(context), ...gitEnvironment, UV_PYTHON_DOWNLOADS: "never" },
    timeoutMs: timeouts.lock,
  };
  const result = inShell
    ? await runTool(context, address, "nix", {
        ...common,
        args: nixArgs(context, "develop", "-c", "uv", "lock"),
      })
    : await runTool(context, address, "uv", { ...common, args: ["lock"] });
  const unread = unreadSettings(result.stderr, address);
  if (unread !== null) {
    await undoLock.run();
    throw new Failure(unread);
  }
  if (result.outcome !== "success")
    throw new Failure(
      toolFailure(result, {
        code: "NT552",
        summary: "uv could not lock the packages",
        hint: `${stays}\n  ${inShell ? `${nixCommand} develop -c uv lock` : "uv lock"}`,
        address,
      }),
    );
}

function isThere(context: ApplyContext, tool: "nix" | "uv"): boolean {
  return context.system.which(programOf(context, tool)) !== null;
}

function missing(tool: "nix" | "uv", address: LockAction["address"]): Diagnostic {
  const lock = address === "project.flake_lock" ? "flake.lock" : "uv.lock";
  const where = tool === "uv" ? "neither uv nor nix is on PATH" : "nix is not on PATH";
  return {
    severity: "error",
    code: "NT554",
    summary: "A tool that the plan needs is missing",
    detail: `${lock} is made by ${tool}, and ${where}. All other files are written.`,
    hint: `Install ${tool}, then:\n  nixtorch apply\nOr leave both locks and the environment alone:\n  nixtorch apply --no-lock`,
    address,
  };
}
