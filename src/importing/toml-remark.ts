import { withoutByteOrderMark } from "../lang/toml/parse.js";
import { findSlot, parseTree, type Path } from "../lang/toml/tree.js";

/** Behind a value and the comma that may follow it, where nothing else stands on the line. */
const behind = /[ \t]*,?[ \t]*#+(.*)/y;

/** The comment behind an element of a list, if it stands alone on its line; `null`: there is none. */
export function remarkBehind(text: string, path: Path): string | null {
  const source = withoutByteOrderMark(text);
  const slot = findSlot(parseTree(source), path);
  if (slot === null) return null;
  const { start, end } = slot.value;
  const before = source.slice(source.lastIndexOf("\n", start) + 1, start);
  behind.lastIndex = end;
  return before.trim() === "" ? behind.exec(source)?.[1]?.trim() || null : null;
}
