import { nixString } from "./escape.js";

/** The line width of the Nix formatter (RFC 166). */
const width = 100;

/** Puts `depth` steps of indentation in front of every line that is not empty. */
export function indent(lines: readonly string[], depth: number): string[] {
  return lines.map((line) => (line === "" ? "" : "  ".repeat(depth) + line));
}

/** The lines of `key = [ … ];` as the formatter lays them out at this depth: only a single short item stays inline. */
export function listBinding(key: string, items: readonly string[], depth: number): string[] {
  if (items.length === 0) return [`${key} = [ ];`];
  const inline = `${key} = [ ${items[0]} ];`;
  if (items.length === 1 && 2 * depth + inline.length <= width) return [inline];
  return [`${key} = [`, ...indent(items, 1), "];"];
}

/** The same, with string items. */
export function stringListBinding(key: string, items: readonly string[], depth: number): string[] {
  return listBinding(key, items.map(nixString), depth);
}

/** Joins groups of lines with an empty line between them; empty groups vanish. */
export function paragraphs(groups: readonly (readonly string[])[]): string[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? [...group] : ["", ...group]));
}
