import { join } from "node:path";
import { shellQuote } from "../lang/shell/quote.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { venvStampPath } from "../model/venv.js";
import { contextPath, type ApplyContext } from "./context.js";
import type { Step } from "./step.js";

type RemoveAction = Extract<Action, { type: "remove-venv" }>;

/**
 * Takes `.venv` out of the project, if nixtorch made it. It is moved aside whole, which takes no time, can be taken back
 * and does not mind programs that run from it; what was moved is deleted once everything else is done.
 */
export function removeVenvStep(context: ApplyContext, action: RemoveAction): Step {
  return {
    actions: [action],
    run: async ({ workspace, onUndo, skip }) => {
      const { system } = context;
      const directory = contextPath(context, action.address);
      const entry = system.lstat(directory);
      if (entry === null) return skip("gone already");
      refuseOthers(context, directory, entry.kind);
      const aside = workspace.discardPath("venv");
      onUndo({
        address: action.address,
        path: directory,
        byHand: `mv ${shellQuote(workspace.discardedPath("venv"))} ${shellQuote(directory)}`,
        run: async () => {
          if (system.lstat(aside) === null) return false;
          system.move(aside, directory);
          return true;
        },
      });
      system.move(directory, aside);
    },
  };
}

/** Whatever has no stamp was not made by nixtorch, and a link leads to a place that other projects may use as well. */
function refuseOthers({ system, options }: ApplyContext, directory: string, kind: string): void {
  if (kind !== "directory")
    throw new Failure(notOurs(directory, `it is a ${kind}, and what lies elsewhere is left alone`));
  if (system.lstat(join(options.project, venvStampPath))?.kind !== "file")
    throw new Failure(notOurs(directory, `nixtorch did not make it (there is no ${venvStampPath})`));
}

function notOurs(directory: string, why: string): Diagnostic {
  return {
    severity: "error",
    code: "NT515",
    summary: "The environment is not nixtorch's to remove",
    detail: `${directory} is to be removed, but ${why}.`,
    hint: "Plan again: it is left out then. To remove it yourself:\n  rm -r .venv",
    address: "project.venv",
  };
}
