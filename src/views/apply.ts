import type { ApplyEvent, ApplyOutcome } from "../model/apply.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Action, Purpose } from "../model/plan.js";
import { plain, type Style } from "./style.js";
import { inline } from "./text.js";

const doing: Readonly<Record<Action["type"], string>> = {
  "write-spans": "editing",
  "write-file": "writing",
  "remove-file": "removing",
  "intent-to-add": "making it known to git",
  untrack: "taking it out of git's index",
  "make-lock": "locking",
  "venv-sync": "installing packages",
  "remove-venv": "removing the environment",
  rebuild: "building the system",
};

const did: Readonly<Record<Action["type"], string>> = {
  "write-spans": "edited",
  "write-file": "written",
  "remove-file": "removed",
  "intent-to-add": "known to git",
  untrack: "no longer known to git",
  "make-lock": "locked",
  "venv-sync": "packages installed",
  "remove-venv": "environment removed",
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
    case "skipped":
      return { text: `${event.address}: ${inline(event.reason)}`, passing: false };
    case "undone":
      return { text: `${event.address}: restored`, passing: false };
  }
}

const names: Readonly<Record<Purpose, string>> = {
  apply: "Apply",
  destroy: "Destroy",
  eject: "Eject",
  rollback: "Rollback",
};

/** The last line of an apply, or of what takes one back. */
export function outcomeView(outcome: ApplyOutcome, purpose: Purpose, style: Style = plain): string {
  const { add, change, destroy } = outcome.summary;
  const counts = `${add} added, ${change} changed, ${destroy} destroyed.`;
  const [paint, text] = verdict(outcome, names[purpose], style);
  return `${style.bold(paint(`${text}: ${counts}`))}\n`;
}

function verdict(
  { status, diagnostics }: ApplyOutcome,
  name: string,
  style: Style,
): readonly [(text: string) => string, string] {
  switch (status) {
    case "nothing-to-do":
      return [style.green, "Nothing to do"];
    case "applied":
      return [style.green, `${name} complete`];
    case "pending":
      return [style.yellow, `The files are written; still to be done${pendingText(diagnostics)}`];
    case "partial":
      return [style.red, `${name} failed in its system part`];
    case "interrupted":
      return [style.red, `${name} interrupted`];
    case "refused":
    case "failed":
      return [style.red, `${name} failed`];
  }
}

/** The resources that errors are about: an apply that is pending has no others. */
function pendingText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const addresses = new Set(errors.flatMap(({ address }) => address ?? []));
  return addresses.size === 0 ? "" : ` (${[...addresses].join(", ")})`;
}
