import type { Place } from "../model/diagnostic.js";
import type {
  CatalogCitation,
  DiagnosticText,
  Explanation,
  ExplanationSection,
  ExplanationStep,
} from "../model/explanation.js";
import { placeText } from "./diagnostics.js";
import { markdownLines, wrapped } from "./markdown-text.js";
import type { Style } from "./style.js";
import { inline } from "./text.js";

export interface ExplainViewOptions {
  readonly style: Style;
  /** Columns that there are. */
  readonly width: number;
  /** Sources with their remarks and full commits. */
  readonly verbose: boolean;
}

/** The long form of one diagnostic. */
export function diagnosticTextView(
  { code, summary, text }: DiagnosticText,
  { style, width }: Pick<ExplainViewOptions, "style" | "width">,
): string {
  return [
    `${style.bold(code)}: ${style.bold(inline(summary))}`,
    "",
    ...markdownLines(text, width, style),
    "",
  ].join("\n");
}

/** All that can be explained. With `verbose` each code has its summary. */
export function topicsView(
  choices: readonly string[],
  texts: readonly DiagnosticText[],
  { style, width, verbose }: ExplainViewOptions,
): string {
  const ranges = [...new Set(texts.map(({ code }) => code.slice(0, 3)))];
  return [
    style.bold("A part of the stack, as it was chosen here"),
    "",
    "  nixtorch explain torch",
    "",
    ...wrapped(choices.join(", "), width),
    "",
    style.bold("A diagnostic"),
    "",
    "  nixtorch explain NT311",
    "",
    ...(verbose
      ? texts.map(({ code, summary }) => `  ${code}  ${inline(summary)}`)
      : ranges.flatMap((range) =>
          wrapped(
            numbersText(texts.filter(({ code }) => code.startsWith(range)).map(({ code }) => code)),
            width,
          ),
        )),
    ...(verbose ? [] : ["", style.dim("  With -v each code has its summary.")]),
    "",
  ].join("\n");
}

/** "NT200 to NT210, NT215" */
function numbersText(codes: readonly string[]): string {
  const runs: string[][] = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run && numberOf(code) === numberOf(run.at(-1)!) + 1) run.push(code);
    else runs.push([code]);
  }
  return runs.map((run) => (run.length < 3 ? run.join(", ") : `${run[0]} to ${run.at(-1)}`)).join(", ");
}

function numberOf(code: string): number {
  return Number(code.slice(2));
}

/** Why a part of the stack is what it is; the rows of the catalog below, numbered. */
export function explanationView(explanation: Explanation, options: ExplainViewOptions): string {
  const { style, width } = options;
  const { key, value, sections, change, catalogVersion } = explanation;
  const rows = numbered(sections);
  const value_ = value === null ? "" : ` ${style.bold(inline(value))}`;
  return [
    `${style.bold(inline(key))}${value_}`,
    ...sections.flatMap(({ title, steps }) => [
      "",
      style.bold(title),
      ...steps.flatMap((step) => stepLines(step, rows, options)),
    ]),
    ...(change === null ? [] : ["", style.bold("To change it"), ...markdownLines(change, width, style)]),
    ...(rows.length === 0 ? [] : ["", style.bold(`Rows of the catalog (${inline(catalogVersion)})`)]),
    ...rows.flatMap((row, index) => rowLines(row, index + 1, options)),
    "",
  ].join("\n");
}

function stepLines(
  step: ExplanationStep,
  rows: readonly CatalogCitation[],
  { style, width }: ExplainViewOptions,
): string[] {
  const numbers = step.rows.map((row) => rows.findIndex((one) => isSame(one, row)) + 1);
  const notes = numbers.length === 0 ? "" : ` [${[...new Set(numbers)].sort((a, b) => a - b).join(", ")}]`;
  const mark = step.verdict === undefined ? "" : `${{ chosen: "→", fits: "✓", out: "✗" }[step.verdict]} `;
  const lines = wrapped(inline(`${step.text}${notes}`), width, `  ${mark}`);
  const paint = { chosen: style.green, fits: style.cyan, out: style.dim }[step.verdict ?? "fits"];
  const painted = step.verdict === undefined ? lines : lines.map(paint);
  return step.place === undefined ? painted : [...painted, ...placeLines(step.place, style)];
}

function placeLines(place: Place, style: Style): string[] {
  return [`    ${style.dim("at")} ${placeText(place)}`];
}

function rowLines(
  row: CatalogCitation,
  number: number,
  { style, width, verbose }: ExplainViewOptions,
): string[] {
  const confidence = row.confidence === null ? "" : `: ${row.confidence}`;
  const note = row.note === null ? "" : ` (${row.note})`;
  const lead = `  [${number}] `;
  const below = " ".repeat(lead.length);
  return [
    ...wrapped(inline(`${row.row}${confidence}${note}`), width, lead),
    ...(verbose ? row.sources : [row.sources.map(shortSource).join("; ")])
      .flatMap((source) => wrapped(inline(source), width, below))
      .map((line) => style.dim(line)),
  ];
}

/** Without remarks, and with as much of a commit as git asks for. */
function shortSource(source: string): string {
  return source.replace(/ \(.*$/, "").replace(/@([0-9a-f]{8})[0-9a-f]+/, "@$1");
}

/** Each row once, in the order in which they are cited. */
function numbered(sections: readonly ExplanationSection[]): readonly CatalogCitation[] {
  const all = sections.flatMap(({ steps }) => steps.flatMap(({ rows }) => rows));
  return all.filter((row, index) => all.findIndex((one) => isSame(one, row)) === index);
}

function isSame(a: CatalogCitation, b: CatalogCitation): boolean {
  return a.row === b.row;
}
