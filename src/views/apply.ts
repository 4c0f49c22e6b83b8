import type { ApplyEvent, ApplyOutcome } from "../model/apply.js";
import { hasErrors } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { plain, type Style } from "./style.js";
import { inline } from "./text.js";

const doing: Readonly<Record<Action["type"], string>> = {
  "write-spans": "editing",
  "write-file": "writing",
  "remove-file": "removing",
  "intent-to-add": "making it known to git",
  "make-lock": "locking",
  "venv-sync": "installing packages",
  rebuild: "building the system",
};

const did: Readonly<Record<Action["type"], string>> = {
  "write-spans": "edited",
  "write-file": "written",
  "remove-file": "removed",
  "intent-to-add": "known to git",
  "make-lock": "locked",
  "venv-sync": "packages installed",
  rebuild: "system built",
};

/** One line of progress; `passing`: worth a look only until the next one comes. */
export function eventLine(event: ApplyEvent): { readonly text: string; readonly passing: boolean } {
  switch (event.type) {
    case "waiting":
      return { text: inline(event.reason), passing: false };
    case "started":
      return { text: `${event.address}: ${doing[event.action]} …`, passing: true };
    case "progress":
      return { text: `${event.address}: ${inline(event.text)}`, passing: true };
    case "done":
      return { text: `${event.address}: ${did[event.action]}`, passing: false };
    case "failed":
      return { text: `${event.address}: failed`, passing: false };
    case "undone":
      return { text: `${event.address}: restored`, passing: false };
  }
}

/** The last line of an apply. */
export function outcomeView(outcome: ApplyOutcome, style: Style = plain): string {
  const { add, change, destroy } = outcome.summary;
  const counts = `${add} added, ${change} changed, ${destroy} destroyed.`;
  return hasErrors(outcome.diagnostics)
    ? `${style.bold(style.red(`Apply failed: ${counts}`))}\n`
    : `${style.bold(style.green(`Apply complete: ${counts}`))}\n`;
}
