import type { Address } from "../model/address.js";
import type { Plan } from "../model/plan.js";
import { blockLines } from "./text.js";

/** Files a reviewer reads whole when they are new. Locks and the record say nothing as text. */
const readable: readonly Address[] = [
  "project.flake",
  "project.shell",
  "project.pyproject",
  "project.envrc",
  "project.gitignore",
  "system.module",
];

export interface NewFile {
  readonly address: Address;
  readonly path: string;
  readonly lines: readonly string[];
}

/** The text of the files a plan creates: they hold nothing but what nixtorch writes. */
export function newFiles(plan: Pick<Plan, "actions" | "changes">): NewFile[] {
  return plan.actions.flatMap((action) => {
    if (action.type !== "write-file" || action.before !== null || !readable.includes(action.address))
      return [];
    const path = plan.changes.find((change) => change.address === action.address)?.path ?? action.address;
    return [{ address: action.address, path, lines: blockLines(action.content) }];
  });
}
