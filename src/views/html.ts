import { hasChanges, type Plan } from "../model/plan.js";
import type { ProjectRecord } from "../model/record.js";
import type { Resolution } from "../model/resolution.js";
import { diagnosticView } from "./diagnostics.js";
import { conflictLine, driftLines, planSections, summaryLine } from "./human.js";
import { needsTotal } from "./needs.js";
import { newFiles } from "./new-files.js";
import { recordView } from "./record.js";
import { choiceRows } from "./resolution.js";
import { plain } from "./style.js";
import { inline } from "./text.js";

const css = `
:root { color-scheme: light dark; --add: #1a7f37; --remove: #cf222e; --change: #9a6700; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --add: #3fb950; --remove: #f85149; --change: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { overflow-x: auto; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
.add { color: var(--add); } .remove { color: var(--remove); } .change { color: var(--change); }
.sum { font-weight: 600; }
`;

/** The plan as one self-contained page: no script, no request to anywhere. Shows only lines nixtorch owns. */
export function planHtml(plan: Plan): string {
  const needs = needsTotal(plan.changes);
  const conflict = conflictLine(plan);
  const title = `nixtorch ${plan.purpose === "apply" ? "plan" : plan.purpose}`;
  const body = [
    `<h1>${title}</h1>`,
    `<p class="sum">${escapeHtml(summaryLine(plan))}</p>`,
    conflict === null ? null : `<p class="remove">${escapeHtml(conflict)}</p>`,
    needs === null ? null : `<p>This needs ${escapeHtml(needs)}.</p>`,
    ...plan.diagnostics.map((one) => `<pre>${escapeHtml(diagnosticView(one, plain).trimEnd())}</pre>`),
    plan.drift.length === 0
      ? null
      : section("Changed outside nixtorch since the last apply", driftLines(plan, plain)),
    ...planSections(plan, { verbose: true })
      .filter(() => hasChanges(plan))
      .map(({ title, lines }) => section(title, lines)),
    plan.resolution === null ? null : `<h2>Stack</h2>\n${stackTable(plan.resolution, plan.previous)}`,
    ...newFiles(plan).map(
      (file) =>
        `<details><summary>New file <code>${escapeHtml(inline(file.path))}</code></summary>\n<pre>${escapeHtml(file.lines.join("\n"))}</pre></details>`,
    ),
  ].filter((part) => part !== null);
  return page(title, body);
}

/** The record of the last apply as a page of the same kind. */
export function recordHtml(record: ProjectRecord | null): string {
  return page("nixtorch record", [
    "<h1>nixtorch record</h1>",
    `<pre>${escapeHtml(recordView(record).trimEnd())}</pre>`,
  ]);
}

function page(title: string, body: readonly string[]): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style>`,
    ...body,
    "</html>",
    "",
  ].join("\n");
}

/** Text that is text in HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function section(title: string, lines: readonly string[]): string {
  return `<h2>${escapeHtml(title)}</h2>\n<pre>${lines.map(paintedLine).join("\n")}</pre>`;
}

function paintedLine(line: string): string {
  const sign = /^\s*([-+~!]|-\/\+) /.exec(line)?.[1];
  const name =
    sign === undefined ? null : sign === "+" ? "add" : sign === "-" || sign === "!" ? "remove" : "change";
  return name === null ? escapeHtml(line) : `<span class="${name}">${escapeHtml(line)}</span>`;
}

function stackTable(resolution: Resolution, previous: Plan["previous"]): string {
  const rows = choiceRows(resolution, { full: true, previous }).map(
    (row) =>
      `<tr><td>${escapeHtml(row.key)}</td><td><code>${escapeHtml(row.value)}</code></td><td>${escapeHtml(row.reason)}</td></tr>`,
  );
  return `<table>\n<tr><th>Choice</th><th>Value</th><th>Reason</th></tr>\n${rows.join("\n")}\n</table>`;
}
