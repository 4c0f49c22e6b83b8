import { isOfThisMachine, type Address } from "../model/address.js";
import { hasErrors } from "../model/diagnostic.js";
import { hasChanges, type Change, type Drift, type Plan } from "../model/plan.js";
import { changeLines, detailLines } from "./change.js";
import type { FileDiff } from "./diff.js";
import { needsTotal } from "./needs.js";
import { nothingToDo, purposeTitle } from "./purpose.js";
import { resolutionLines } from "./resolution.js";
import { plain, type Style } from "./style.js";
import { inline, padTo } from "./text.js";

export interface PlanViewOptions {
  readonly style?: Style;
  readonly verbose?: boolean;
  readonly diffs?: readonly FileDiff[];
}

const notPlanned = "No changes are planned because of the errors.";

/** The plan for a terminal: what it is for, drift, the stack with its reasons, the project, this machine, the sum. */
export function planView(plan: Plan, options: PlanViewOptions = {}): string {
  const style = options.style ?? plain;
  const verbose = options.verbose ?? false;
  const sections: string[][] = [];
  const title = purposeTitle(plan.purpose);
  if (title !== null) sections.push([style.bold(title)]);
  if (plan.drift.length > 0) {
    sections.push([
      style.bold("Changed outside nixtorch since the last apply"),
      "",
      ...driftLines(plan, style),
    ]);
  }
  if (hasChanges(plan) || verbose) {
    if (plan.resolution !== null) {
      sections.push([
        style.bold("Stack"),
        "",
        ...resolutionLines(plan.resolution, style, { verbose, previous: plan.previous }),
      ]);
    }
    for (const section of planSections(plan, options)) {
      sections.push([style.bold(section.title), "", ...section.lines]);
    }
  }
  sections.push(sumLines(plan, style));
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The resources that change (with `verbose` all), project first. Sections without any are left out. */
export function planSections(plan: Plan, options: PlanViewOptions): { title: string; lines: string[] }[] {
  const verbose = options.verbose ?? false;
  const shown = plan.changes.filter((change) => verbose || change.action !== "no-op");
  const addressColumns = Math.max(0, ...shown.map((change) => change.address.length));
  const draw = (change: Change) =>
    changeLines(change, {
      style: options.style ?? plain,
      verbose,
      diff: options.diffs?.find((diff) => diff.address === change.address),
      addressColumns,
    });
  return [
    { title: "Project", changes: shown.filter((change) => !isOfThisMachine(change.address)) },
    { title: "On this machine", changes: shown.filter((change) => isOfThisMachine(change.address)) },
  ]
    .filter((section) => section.changes.length > 0)
    .map(({ title, changes }) => ({ title, lines: joinBlocks(changes.map(draw)) }));
}

/** `Plan: 2 to add, 3 to change, 0 to destroy.` */
export function summaryLine(plan: Pick<Plan, "purpose" | "changes" | "summary" | "diagnostics">): string {
  if (!hasChanges(plan)) return hasErrors(plan.diagnostics) ? notPlanned : nothingToDo[plan.purpose];
  const { add, change, destroy } = plan.summary;
  return `Plan: ${add} to add, ${change} to change, ${destroy} to destroy.`;
}

/** `2 conflicts: …`, or `null`. */
export function conflictLine(plan: Pick<Plan, "changes">): string | null {
  const count = plan.changes.filter((change) => change.action === "conflict").length;
  if (count === 0) return null;
  return `${count === 1 ? "1 conflict" : `${count} conflicts`}: nothing can be applied before this is settled.`;
}

/** Owned values that a person changed, grouped by the resource they belong to. */
export function driftLines(plan: Pick<Plan, "changes" | "drift">, style: Style): string[] {
  const addresses = [...new Set(plan.drift.map((drift) => drift.address))];
  const columns = Math.max(0, ...addresses.map((address) => address.length));
  return joinBlocks(
    addresses.map((address) => [
      `    ${style.bold(padTo(address, columns))}${pathOf(plan, address)}`,
      ...detailLines(plan.drift.filter((drift) => drift.address === address).map(asDetail), {
        style,
        short: false,
      }).map((line) => `      ${line}`),
    ]),
  );
}

function asDetail(drift: Drift): {
  key: string;
  before: string | null;
  after: string | null;
  reason?: string;
} {
  return { key: drift.key, before: drift.base, after: drift.observed, reason: drift.detail };
}

function pathOf(plan: Pick<Plan, "changes">, address: Address): string {
  const path = plan.changes.find((change) => change.address === address)?.path ?? null;
  return path === null ? "" : `  ${inline(path)}`;
}

function sumLines(plan: Plan, style: Style): string[] {
  const needs = needsTotal(plan.changes);
  const conflict = conflictLine(plan);
  return [
    ...(needs === null ? [] : [`This needs ${needs}.`]),
    hasChanges(plan) ? style.bold(summaryLine(plan)) : summaryLine(plan),
    ...(conflict === null ? [] : [style.red(conflict)]),
  ];
}

/** A blank line after each block that has a body, so that one-line blocks stand together. */
function joinBlocks(blocks: readonly string[][]): string[] {
  return blocks.flatMap((lines, index) =>
    index > 0 && (lines.length > 1 || (blocks[index - 1] as string[]).length > 1) ? ["", ...lines] : lines,
  );
}
