import { join } from "node:path";
import type { Digest } from "../model/digest.js";
import type { Action } from "../model/plan.js";
import { decodeVenvStamp, venvStampPath } from "../model/venv.js";
import { isFileActionType } from "../plan/file-action.js";
import type { Intent } from "../state/journal.js";
import { contextPath, type ApplyContext } from "./context.js";

/** What is journalled of an action before it is carried out, and the bytes of its file as they are then. */
export function intentOf(
  context: ApplyContext,
  action: Action,
): { readonly intent: Intent; readonly bytes: Uint8Array | null } {
  const { address, type } = action;
  const path = contextPath(context, address);
  const state = type === "make-lock" || isFileActionType(type) ? context.system.read(path) : null;
  const file = state?.kind === "file" ? state : null;
  const change = context.plan.changes.find((one) => one.address === address);
  return {
    intent: {
      address,
      action: type,
      path: change?.path ?? null,
      link: file === null || file.realPath === path ? null : file.realPath,
      before: file?.digest ?? null,
      mode: file?.mode ?? null,
      after: afterOf(action),
      ...(change?.takesOver && file !== null ? { takesOver: true } : {}),
      ...taskOf(context, action),
    },
    bytes: file?.bytes ?? null,
  };
}

/** What was done besides writing files; of an environment that goes, what made it. */
function taskOf({ system, options }: ApplyContext, action: Action): Pick<Intent, "task"> {
  if (action.type === "venv-sync" || action.type === "rebuild") return { task: action };
  if (action.type !== "remove-venv") return {};
  const state = system.read(join(options.project, venvStampPath));
  const stamp = state.kind === "file" ? decodeVenvStamp(new TextDecoder().decode(state.bytes)) : null;
  if (stamp === null) return {};
  const { groups, extras } = stamp;
  return { task: { type: "venv-sync", address: action.address, recreate: false, groups, extras } };
}

/** The digest of an action's file as it is now; `null`: absent. */
export function digestNow(context: ApplyContext, { address }: Action): Digest | null {
  const state = context.system.read(contextPath(context, address));
  return state.kind === "file" ? state.digest : null;
}

function afterOf(action: Action): Intent["after"] {
  switch (action.type) {
    case "write-file":
    case "write-spans":
      return action.after;
    case "make-lock":
      return "known-after-apply";
    default:
      return null;
  }
}
