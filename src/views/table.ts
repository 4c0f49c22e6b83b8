import type { Style } from "./style.js";
import { columnFor, displayWidth } from "./text.js";

/** A cell: plain text decides its width, `paint` how it looks. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Lines below the row. */
  readonly below?: readonly string[];
}

const same = (text: string) => text;

/**
 * Columns as wide as what they hold, two blanks apart, below their titles. A cell of more than `widest` columns pushes
 * the rest of its own row, and not every row.
 */
export function tableLines(
  titles: readonly string[],
  rows: readonly Row[],
  style: Style,
  widest = Infinity,
): string[] {
  const columns = titles.map((title, index) =>
    columnFor([title, ...rows.map((row) => row.cells[index]?.text ?? "")], widest),
  );
  const line = (cells: readonly Cell[]) =>
    cells
      .map(({ text, paint = same }, index) => {
        const gap = index === cells.length - 1 ? 0 : Math.max(columns[index]! - displayWidth(text), 0) + 2;
        return paint(text) + " ".repeat(gap);
      })
      .join("")
      .trimEnd();
  return [
    line(titles.map((text) => ({ text, paint: style.bold }))),
    ...rows.flatMap((row) => [line(row.cells), ...(row.below ?? [])]),
  ];
}
