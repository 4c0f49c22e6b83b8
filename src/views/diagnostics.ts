import type { Diagnostic, Place, Related, Severity } from "../model/diagnostic.js";
import { plain, type Style } from "./style.js";
import { block, blockLines, displayWidth, inline } from "./text.js";

/** Columns of a source line that are shown; a longer one is cut around the underlined part. */
const excerptColumns = 100;

/** Errors that are shown: of more, the first say enough, and they stay on the screen. */
const errorsShown = 30;

/** Sources that a fact names: enough to look it up. */
const sourcesShown = 2;

/** Characters of a source that are shown. */
const sourceLength = 60;

/** Diagnostics for a terminal, the most severe last, where the eye is. Ends with a line break, or is empty. */
export function diagnosticsView(diagnostics: readonly Diagnostic[], style: Style = plain): string {
  const of = (severity: Severity) => diagnostics.filter((one) => one.severity === severity);
  const errors = of("error");
  const left = errors.length - errorsShown;
  return [
    ...[...of("info"), ...of("warning"), ...errors.slice(0, errorsShown)].map((one) =>
      diagnosticView(one, style),
    ),
    ...(left > 0
      ? [style.red(`and ${left} more ${left === 1 ? "error" : "errors"}; --json lists all`) + "\n"]
      : []),
  ].join("\n");
}

/** One diagnostic; ends with a line break. */
export function diagnosticView(diagnostic: Diagnostic, style: Style): string {
  const lines = [heading(diagnostic, style)];
  const at = placeText(diagnostic.place);
  if (at !== null) lines.push(`  ${style.dim("at")} ${at}`);
  if (diagnostic.excerpt !== undefined) lines.push("", ...excerptLines(diagnostic, style), "");
  if (diagnostic.detail !== undefined) lines.push(...indented(diagnostic.detail));
  if (diagnostic.related !== undefined) lines.push("", ...relatedLines(diagnostic.related, style));
  if (diagnostic.hint !== undefined) lines.push("", ...indented(diagnostic.hint));
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

/** `file:line:column` as far as known, which terminals and editors make a link; `null` without a place. */
export function placeText(place: Place | undefined): string | null {
  if (place === undefined) return null;
  return [inline(place.file), place.line, place.column].filter((part) => part !== undefined).join(":");
}

function heading(diagnostic: Diagnostic, style: Style): string {
  const paint = { error: style.red, warning: style.yellow, info: style.cyan }[diagnostic.severity];
  const address = diagnostic.address === undefined ? "" : style.dim(` (${diagnostic.address})`);
  const severity = style.bold(paint(`${diagnostic.severity} ${diagnostic.code}`));
  return `${severity}: ${style.bold(inline(diagnostic.summary))}${address}`;
}

/** Each place on a line, and below it what is known about it, with where that was read. */
function relatedLines(related: readonly Related[], style: Style): string[] {
  const texts = related.map(({ text }) => inline(text));
  const width = Math.max(...texts.map(displayWidth));
  return related.flatMap(({ place, facts = [] }, index) => {
    const text = texts[index]!;
    const at = placeText(place);
    const gap = " ".repeat(width - displayWidth(text) + 2);
    return [
      `    ${style.bold(text)}${at === null ? "" : `${gap}${style.dim(at)}`}`,
      ...facts.map((fact) => `      ${inline(fact.text)}${style.dim(sourcesText(fact.sources))}`),
    ];
  });
}

/** The first sources, as short as they can still be found; JSON has them all and in full. */
function sourcesText(sources: readonly string[]): string {
  const short = [...new Set(sources.map(shortSource))];
  if (short.length === 0) return "";
  const left = short.length - sourcesShown;
  return ` [${inline(short.slice(0, sourcesShown).join(", "))}${left > 0 ? `, and ${left} more` : ""}]`;
}

/** Without commit, remark and leading directories: `NixOS/nixpkgs:default.nix`. */
function shortSource(source: string): string {
  const plain = source
    .replace(/^doc: /, "")
    .replace(/ \(.*$/s, "")
    .replace(/@[0-9a-f]{7,}$/, "");
  const [, repository, path] = /^([\w.-]+\/[\w.-]+):(\S+)$/.exec(plain) ?? [];
  const short = repository === undefined ? plain : `${repository}:${path!.split("/").slice(-2).join("/")}`;
  return short.length <= sourceLength ? short : `${short.slice(0, sourceLength - 1).trimEnd()}…`;
}

function indented(text: string): string[] {
  return blockLines(text).map((line) => (line === "" ? "" : `  ${line}`));
}

/** The source line with its number, and carets below the offending part. */
function excerptLines(diagnostic: Diagnostic, style: Style): string[] {
  const { text, from, to } = diagnostic.excerpt as NonNullable<Diagnostic["excerpt"]>;
  const number = diagnostic.place?.line?.toString() ?? "";
  const margin = " ".repeat(number.length);
  const start = Math.min(Math.max(0, from - 1), text.length);
  const end = Math.min(Math.max(start + 1, to - 1), Math.max(text.length, start + 1));
  const window = windowAround(text, start, end);
  // Columns count in the source text; on screen a tab is two blanks and an escape is longer than its character.
  const before = drawn(text.slice(window.from, start));
  const marked = drawn(text.slice(start, Math.min(end, window.to)));
  const after = drawn(text.slice(Math.min(end, window.to), window.to));
  const lead = window.from > 0 ? "…" : "";
  const tail = window.to < text.length ? "…" : "";
  const blanks = " ".repeat(displayWidth(lead + before));
  const carets = "^".repeat(Math.max(1, displayWidth(marked)));
  return [
    `  ${style.dim(`${number} |`)} ${lead}${before}${marked}${after}${tail}`,
    `  ${style.dim(`${margin} |`)} ${blanks}${style.red(carets)}`,
  ];
}

function drawn(text: string): string {
  return block(text).replaceAll("\t", "  ").replaceAll("\n", "\\n");
}

function windowAround(text: string, start: number, end: number): { from: number; to: number } {
  if (text.length <= excerptColumns) return { from: 0, to: text.length };
  const shown = Math.min(end - start, excerptColumns);
  const from = Math.max(
    0,
    Math.min(start - Math.floor((excerptColumns - shown) / 2), text.length - excerptColumns),
  );
  return { from, to: from + excerptColumns };
}
