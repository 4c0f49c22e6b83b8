import type { Diagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";
import type { Address } from "../model/address.js";
import { contextPath, type ApplyContext } from "./context.js";

/** Looks again at what was applied. A file that is not as planned is a nixtorch bug, and said to be one: NT508. */
export function verify(context: ApplyContext, done: readonly Address[]): Diagnostic[] {
  return context.plan.changes
    .filter(
      ({ address, after }) =>
        done.includes(address) && address !== "system.generation" && after !== "known-after-apply",
    )
    .flatMap((change) => {
      const path = contextPath(context, change.address);
      if (change.address === "project.venv")
        return change.action === "delete" && context.system.lstat(path) !== null
          ? [mismatch(change, path)]
          : [];
      const state = context.system.read(path);
      const found = state.kind === "file" ? state.digest : null;
      return found === change.after ? [] : [mismatch(change, path)];
    });
}

function mismatch({ address }: Change, path: string): Diagnostic {
  return {
    severity: "error",
    code: "NT508",
    summary: "What was applied is not what was planned",
    detail: `${path} is not as the plan said it would be. Unless something else wrote it just now, this is a bug in nixtorch.`,
    hint: "Please report it, with what this prints:\n  nixtorch plan",
    address,
    place: { file: path },
  };
}
