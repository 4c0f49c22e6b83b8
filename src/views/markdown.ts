import type { Diagnostic } from "../model/diagnostic.js";
import { hasChanges, type Plan } from "../model/plan.js";
import type { ProjectRecord } from "../model/record.js";
import type { Resolution } from "../model/resolution.js";
import { diagnosticView } from "./diagnostics.js";
import { escapeHtml } from "./html.js";
import { conflictLine, driftLines, planSections, summaryLine } from "./human.js";
import { needsTotal } from "./needs.js";
import { newFiles } from "./new-files.js";
import { recordView } from "./record.js";
import { choiceRows } from "./resolution.js";
import { plain } from "./style.js";
import { inline } from "./text.js";

/** The plan as a comment for a pull request. Never shows lines nixtorch does not own. */
export function planMarkdown(plan: Plan): string {
  const needs = needsTotal(plan.changes);
  const conflict = conflictLine(plan);
  return paragraphs([
    `### nixtorch ${plan.purpose === "apply" ? "plan" : plan.purpose}`,
    `**${escapeMarkdown(summaryLine(plan))}**`,
    conflict === null ? null : escapeMarkdown(conflict),
    needs === null ? null : `This needs ${escapeMarkdown(needs)}.`,
    ...plan.diagnostics.map(diagnosticMarkdown),
    plan.drift.length === 0
      ? null
      : section("Changed outside nixtorch since the last apply", driftLines(plan, plain)),
    ...planSections(plan, { verbose: false }).map(({ title, lines }) => section(title, lines)),
    hasChanges(plan) && plan.resolution !== null
      ? details("Stack", stackTable(plan.resolution, plan.previous))
      : null,
    ...newFiles(plan).map((file) =>
      details(`New file <code>${escapeHtml(inline(file.path))}</code>`, fenced(file.lines, "")),
    ),
  ]);
}

/** The record of the last apply as Markdown. */
export function recordMarkdown(record: ProjectRecord | null): string {
  return paragraphs(["### nixtorch record", fenced(recordView(record).trimEnd().split("\n"), "")]);
}

function stackTable(resolution: Resolution, previous: Plan["previous"]): string {
  const rows = choiceRows(resolution, { full: true, previous });
  return [
    "| Choice | Value | Reason |",
    "| --- | --- | --- |",
    ...rows.map(
      (row) => `| ${row.key} | ${codeSpan(row.value, { inTable: true })} | ${escapeMarkdown(row.reason)} |`,
    ),
  ].join("\n");
}

/** Text that stands as it is, whatever it contains: no markup, no mentions, no references. */
export function escapeMarkdown(text: string): string {
  return inline(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/#(?=\w)/g, "&#35;")
    .replaceAll("@", "&#64;")
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** `text` as code; the delimiter is longer than any run of backticks inside. */
export function codeSpan(text: string, options: { readonly inTable?: boolean } = {}): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  const pad = /^`|`$|^ .* $/s.test(text) || text === "" ? " " : "";
  return `${ticks}${pad}${options.inTable ? text.replaceAll("|", "\\|") : text}${pad}${ticks}`;
}

function section(title: string, lines: readonly string[]): string {
  return `#### ${title}\n\n${fenced(lines.map(signFirst), "diff")}`;
}

/** The sign in the first column, where a diff block is coloured by it. */
function signFirst(line: string): string {
  const match = /^(\s*)([-+~!]|-\/\+) (.*)$/s.exec(line);
  return match === null ? line : `${match[2]}${(match[1] as string).slice(2)} ${match[3]}`;
}

function fenced(lines: readonly string[], language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** `summary` is HTML: Markdown is not read there. */
function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function diagnosticMarkdown(diagnostic: Diagnostic): string {
  return fenced(diagnosticView(diagnostic, plain).trimEnd().split("\n"), "");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function paragraphs(parts: readonly (string | null)[]): string {
  return `${parts.filter((part) => part !== null).join("\n\n")}\n`;
}
