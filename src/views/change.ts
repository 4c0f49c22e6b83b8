import type { Change, ChangeAction, SemanticChange } from "../model/plan.js";
import { diffLines, type FileDiff } from "./diff.js";
import { needText } from "./needs.js";
import type { Style } from "./style.js";
import { blockLines, columnFor, inline, padTo } from "./text.js";

/** Longer keys do not push the values of the others to the right. */
const keyColumns = 36;
/** Packages added to uv.lock that are shown without `verbose`: a first one has hundreds. All else is always shown. */
const additionsShown = 10;

export interface ChangeDrawing {
  readonly style: Style;
  /** All entries, and resources without changes. */
  readonly verbose: boolean;
  readonly diff?: FileDiff;
  /** The column of the paths. */
  readonly addressColumns: number;
}

const symbols: Readonly<Record<ChangeAction, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "-/+",
  conflict: "!",
  "no-op": " ",
};

/** One block: symbol, address and path; below it the reason, what changes, what it needs, the text diff. */
export function changeLines(change: Change, drawing: ChangeDrawing): string[] {
  const { style, diff } = drawing;
  const body = [
    reasonLine(change, style),
    ...detailLines(change.details, {
      style,
      short: change.address === "project.uv_lock" && !drawing.verbose,
    }),
    ...(change.action === "no-op" ? [] : change.needs.map((need) => style.dim(needText(need)))),
    ...(diff === undefined ? [] : ["", ...diffLines(diff, style)]),
  ].filter((line) => line !== null);
  return [heading(change, drawing), ...body.map((line) => (line === "" ? "" : `      ${line}`))];
}

function heading(change: Change, { style, addressColumns }: ChangeDrawing): string {
  const symbol = paintOf(change.action, style)(symbols[change.action].padStart(3));
  const path = change.path === null ? "" : `  ${inline(change.path)}`;
  const address = path === "" ? change.address : padTo(change.address, addressColumns);
  return `${symbol} ${style.bold(address)}${path}`;
}

function reasonLine(change: Change, style: Style): string | null {
  const reason = inline(change.reason);
  if (change.after === "known-after-apply") {
    return style.yellow(reason === "" ? "(known after apply)" : `(known after apply: ${reason})`);
  }
  return reason === "" ? null : style.dim(`# ${reason}`);
}

/** What changes in meaning, keys and values in columns; `short` counts additions beyond the first ones. */
export function detailLines(
  details: readonly SemanticChange[],
  { style, short }: { readonly style: Style; readonly short: boolean },
): string[] {
  const { shown, left } = short ? shortened(details) : { shown: details, left: 0 };
  const column = columnFor(
    shown.map((detail) => inline(detail.key)),
    keyColumns,
  );
  const lines = shown.flatMap((detail) => oneDetail(detail, column, style));
  if (left > 0) lines.push(style.dim(`  and ${left} more added (-v lists them)`));
  return lines;
}

function shortened(details: readonly SemanticChange[]): { shown: SemanticChange[]; left: number } {
  let additions = 0;
  const shown = details.filter((detail) => detail.before !== null || ++additions <= additionsShown);
  // A line that says "1 more" takes the room of the one it hides.
  return additions <= additionsShown + 1
    ? { shown: [...details], left: 0 }
    : { shown, left: details.length - shown.length };
}

function oneDetail(detail: SemanticChange, column: number, style: Style): string[] {
  const { before, after } = detail;
  const key = inline(detail.key);
  const reason = detail.reason === undefined ? "" : style.dim(`  # ${inline(detail.reason)}`);
  const paint = before === null ? style.green : after === null ? style.red : style.yellow;
  const symbol = paint(before === null ? "+" : after === null ? "-" : "~");
  if (hasLines(before) || hasLines(after)) {
    return [
      `${symbol} ${key}${reason}`,
      ...(before === null ? [] : blockLines(before).map((line) => style.red(`    - ${line}`))),
      ...(after === null ? [] : blockLines(after).map((line) => style.green(`    + ${line}`))),
    ];
  }
  const value = [before, after].filter((text) => text !== null).map(inline);
  return [`${symbol} ${padTo(key, column)}  ${value.join(" → ")}${reason}`.trimEnd()];
}

function hasLines(value: string | null): boolean {
  return value !== null && value.includes("\n");
}

function paintOf(action: ChangeAction, style: Style): (text: string) => string {
  switch (action) {
    case "create":
      return style.green;
    case "update":
    case "replace":
      return style.yellow;
    case "delete":
    case "conflict":
      return style.red;
    case "no-op":
      return style.dim;
  }
}
