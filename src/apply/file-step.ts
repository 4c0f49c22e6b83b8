import type { FileState } from "../host/system.js";
import { Failure } from "../model/diagnostic.js";
import { digestOf } from "../model/digest.js";
import type { Action } from "../model/plan.js";
import { applySpans } from "../model/span.js";
import { contextPath, type ApplyContext } from "./context.js";
import type { FileAction } from "../plan/file-action.js";
import { writeTarget } from "./paths.js";
import { modeBefore } from "./rollback.js";
import type { Step } from "./step.js";
import type { Undo } from "./undo.js";

/** Writes or removes one file of the calling user's. */
export function fileStep(context: ApplyContext, action: FileAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const { system, plan } = context;
      const path = contextPath(context, action.address);
      const target = writeTarget(system, plan, action.address, path);
      const state = system.read(target);
      const bytes = bytesAfter(action, state, path);
      scope.onUndo(fileUndo(context, action, target, state));
      if (bytes === null) system.removeFile(target);
      else if (state.kind === "file") system.replaceFile(target, bytes);
      else system.replaceFile(target, bytes, modeBefore(context, action.address));
    },
  };
}

/**
 * The bytes the file should have after the action; `null`: none. Raises NT504 if the file is not the one that was
 * planned with, NT483 if the action does not give the digest it announces.
 */
export function bytesAfter(action: FileAction, state: FileState, path: string): Uint8Array | null {
  const found = state.kind === "file" ? state.digest : state.kind === "absent" ? null : state.kind;
  if (found !== action.before) throw new Failure(movedOn(action, path, found));
  if (action.type === "remove-file") return null;
  const bytes =
    action.type === "write-file"
      ? new TextEncoder().encode(action.content)
      : spansApplied(state.kind === "file" ? state.bytes : new Uint8Array(), action);
  if (bytes === null || digestOf(bytes) !== action.after) throw new Failure(notAsAnnounced(action, path));
  return bytes;
}

function spansApplied(
  bytes: Uint8Array,
  action: Extract<Action, { type: "write-spans" }>,
): Uint8Array | null {
  try {
    return applySpans(bytes, action.spans);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Puts a file back to the state it was in, bytes and mode. */
export function fileUndo(
  { system }: ApplyContext,
  action: Pick<Action, "address">,
  target: string,
  state: FileState,
): Undo {
  const { address } = action;
  return {
    address,
    path: target,
    run: async () => {
      const now = system.read(target);
      if (
        now.kind === state.kind &&
        (now.kind !== "file" || state.kind !== "file" || now.digest === state.digest)
      )
        return false;
      if (state.kind === "file") system.replaceFile(target, state.bytes, { mode: state.mode });
      else system.removeFile(target);
      return true;
    },
  };
}

function movedOn(action: FileAction, path: string, found: string | null) {
  const now = found === null ? "is gone" : action.before === null ? "exists now" : "has changed";
  return {
    severity: "error",
    code: "NT504",
    summary: "A file changed after it was planned with",
    detail: `${path} ${now} since the plan was made, so what would be written no longer fits it.`,
    hint: "Plan again:\n  nixtorch plan",
    address: action.address,
    place: { file: path },
  } as const;
}

function notAsAnnounced(action: FileAction, path: string) {
  return {
    severity: "error",
    code: "NT483",
    summary: "The plan contradicts itself",
    detail: `What the plan would write to ${path} is not what it announces.`,
    hint: "Make a new plan. If it says the same again, please report it:\n  nixtorch plan",
    address: action.address,
    place: { file: path },
  } as const;
}
