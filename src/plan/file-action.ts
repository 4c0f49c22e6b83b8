import type { Action } from "../model/plan.js";

/** What writes or removes one file. */
export type FileAction = Extract<Action, { type: "write-file" | "write-spans" | "remove-file" }>;

export function isFileAction(action: Action): action is FileAction {
  return isFileActionType(action.type);
}

export function isFileActionType(type: Action["type"]): type is FileAction["type"] {
  return type === "write-file" || type === "write-spans" || type === "remove-file";
}
