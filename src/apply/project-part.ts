import type { Action } from "../model/plan.js";
import type { ApplyContext } from "./context.js";
import { fileStep } from "./file-step.js";
import { trackStep, untrackStep } from "./git-step.js";
import { lockStep } from "./lock-step.js";
import { removeVenvStep } from "./remove-venv-step.js";
import type { Step } from "./step.js";
import { venvStep } from "./venv-step.js";

/** The steps of the project part, one for each action. */
export function projectSteps(context: ApplyContext, actions: readonly Action[]): Step[] {
  return actions.map((action) => {
    switch (action.type) {
      case "write-file":
      case "write-spans":
      case "remove-file":
        return fileStep(context, action);
      case "intent-to-add":
        return trackStep(context, action);
      case "untrack":
        return untrackStep(context, action);
      case "make-lock":
        return lockStep(context, action);
      case "venv-sync":
        return venvStep(context, action);
      case "remove-venv":
        return removeVenvStep(context, action);
      case "rebuild":
        throw new Error("rebuild is no action of the project part");
    }
  });
}
