import { basename } from "node:path";
import { hasErrors, type Diagnostic } from "../model/diagnostic.js";
import type { NotUnderstood, Understood } from "../model/imported.js";
import type { SemanticChange } from "../model/plan.js";
import type { Style } from "./style.js";
import { tableLines } from "./table.js";
import { block, inline } from "./text.js";

/** A config made from existing files, as it is shown before it is written. */
export interface ShownImport {
  readonly configFile: string;
  readonly text: string;
  readonly understood: readonly Understood[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly changes: readonly (SemanticChange & { readonly path: string })[];
  readonly takesOverFlake: boolean;
}

/** So many parts of one key are listed, unless all are asked for. */
const shownOfOneKey = 10;

const widestSource = 48;

/** The config, what it is from, and what is left to a person. */
export function importView(
  imported: ShownImport,
  { style, verbose }: { readonly style: Style; readonly verbose: boolean },
): string {
  const { configFile, text, understood, notUnderstood, changes } = imported;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", style.bold(title), "", ...lines];
  return [
    style.bold(basename(configFile)),
    "",
    ...block(text)
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`.trimEnd()),
    ...section("Understood", understoodLines(understood, style, verbose)),
    ...section(
      "Left out, or left as it is",
      notUnderstood.flatMap((one) => notLines(one, style)),
    ),
    ...section(
      "The first apply changes what you wrote",
      changes.map(
        ({ path, key, before, after }) =>
          `  ${inline(path)}  ${inline(key)}  ${inline(before ?? "nothing")} → ${inline(after ?? "nothing")}`,
      ),
    ),
    "",
  ].join("\n");
}

function understoodLines(understood: readonly Understood[], style: Style, verbose: boolean): string[] {
  const byKey = new Map<string, Understood[]>();
  for (const one of understood) {
    const key = one.path.join(".");
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  const rows = [...byKey].flatMap(([key, all]) => {
    const shown = verbose ? all : all.slice(0, shownOfOneKey);
    const more = all.length - shown.length;
    return [
      ...shown.map((one) => ({
        cells: [
          { text: inline(key) },
          { text: inline(one.source) },
          { text: placeText(one) },
          { text: inline(one.note ?? ""), paint: style.dim },
        ],
      })),
      ...(more === 0
        ? []
        : [{ cells: [{ text: "" }, { text: `and ${more} more; -v lists all`, paint: style.dim }] }]),
    ];
  });
  return tableLines(["KEY", "FROM", "WHERE", ""], rows, style, widestSource).map((line) =>
    `  ${line}`.trimEnd(),
  );
}

function notLines(one: NotUnderstood, style: Style): string[] {
  return [`  ${placeText(one)}  ${inline(one.what)}`, style.dim(`    ${inline(one.why)}`)];
}

function placeText({ place: { file, line } }: Pick<Understood, "place">): string {
  return line === undefined ? inline(file) : `${inline(file)}:${line}`;
}

/** What to do once it is written; errors stand against a plan of these files until a person has settled them. */
export function nextSteps(
  { configFile, takesOverFlake }: ShownImport,
  diagnostics: readonly Diagnostic[],
): string {
  const plan = takesOverFlake
    ? "  nixtorch plan --adopt   # flake.nix is replaced, and its text kept\n"
    : "  nixtorch plan\n";
  const next = hasErrors(diagnostics) ? "Once the errors above are settled" : "Next";
  return `\nWrote ${inline(basename(configFile))}. ${next}:\n${plan}`;
}
