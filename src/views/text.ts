import { maskCredentials } from "../model/mask.js";

/**
 * Characters a value could use to act on the terminal or to read differently from what it is: C0 and C1 controls,
 * direction marks and overrides, zero-width spaces, line separators, the byte order mark, tag characters.
 */
const unsafe =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** A value on one line: credentials masked, everything that is not plain text shown as an escape. */
export function inline(value: string): string {
  return maskCredentials(value).replace(unsafe, escapeOf);
}

/** A text that may have several lines: like {@link inline}, but line breaks and tabs stay. */
export function block(value: string): string {
  return maskCredentials(value)
    .replaceAll("\r\n", "\n")
    .replace(unsafe, (character) =>
      character === "\n" || character === "\t" ? character : escapeOf(character),
    );
}

/** The lines of {@link block}, without an empty last one. */
export function blockLines(value: string): string[] {
  const lines = block(value).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function escapeOf(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16)}` : `\\u{${code.toString(16)}}`;
}

const plainAscii = /^[ -~]*$/;
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** East Asian wide and fullwidth characters, and what is drawn as a picture. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Columns a text takes on a terminal. */
export function displayWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += invisible.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** Fills up with spaces to `columns`; a longer text stays as it is. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** The column at which values start: the widest label, but no label over `limit` moves the others. */
export function columnFor(labels: readonly string[], limit: number): number {
  return Math.max(0, ...labels.map(displayWidth).filter((width) => width <= limit));
}
