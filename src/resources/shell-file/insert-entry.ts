import type { AttrSet, Binding } from "../../lang/nix/ast.js";
import type { TextEdit } from "../../model/span.js";

/**
 * Puts lines into an attribute set: behind an entry, or else first in it. Where that place is within a line, they
 * become part of the line.
 */
export function insertEntry(
  text: string,
  set: AttrSet,
  behind: Binding | null,
  lines: readonly string[],
): TextEdit {
  const at = behind === null ? set.open + 1 : behind.end;
  const newline = text.indexOf("\n", at);
  const restOfLine = text.slice(at, newline === -1 ? text.length : newline);
  if (newline === -1 || !/^\s*(?:#[^\n]*)?$/.test(restOfLine))
    return { start: at, end: at, text: ` ${lines.join(" ")}` };
  const lineEnding = restOfLine.endsWith("\r") ? "\r\n" : "\n";
  const indent = behind === null ? indentWithin(text, set) : indentAt(text, behind.start);
  const end = newline - (lineEnding.length - 1);
  return { start: end, end, text: lines.map((line) => lineEnding + indent + line).join("") };
}

function indentWithin(text: string, set: AttrSet): string {
  const [first] = set.entries;
  const ownLine = first !== undefined && text.slice(set.open, first.start).includes("\n");
  return ownLine ? indentAt(text, first.start) : `${indentAt(text, set.open)}  `;
}

/** The blanks that begin the line of an offset. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

/** A name for the shell that was the default. */
export function freeName(taken: readonly (string | null)[]): string {
  return ["own", "own-shell", "previous"].find((name) => !taken.includes(name)) ?? "previous-default";
}
