import type { Diagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";
import type { Address } from "../model/address.js";
import { contextPath, type ApplyContext } from "./context.js";

/** Looks again at what was applied. A file that is not as planned is a nixtorch bug, and said to be one: NT508. */
export function verify(context: ApplyContext, done: readonly Address[]): Diagnostic[] {
  return context.plan.changes
    .filter(
      (change) => done.includes(change.address) && isFile(change) && change.after !== "known-after-apply",
    )
    .flatMap((change) => {
      const path = contextPath(context, change.address);
      const state = context.system.read(path);
      const found = state.kind === "file" ? state.digest : null;
      return found === change.after ? [] : [mismatch(change, path)];
    });
}

function isFile({ address }: Change): boolean {
  return address !== "project.venv" && address !== "system.generation";
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
