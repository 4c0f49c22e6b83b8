/** Words that Nix reads as syntax where an attribute name may stand. */
const keywords = new Set(["if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or"]);

/** A Nix string literal (`"…"`) on one line that evaluates to exactly this text. Nix has no NUL in strings. */
export function nixString(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("${", "\\${")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}

/**
 * The lines of an indented string (`''…''`), without its quotes, that evaluate to exactly this text.
 * Every line that is not empty starts with `indent`, which Nix takes away again if another line of the string has
 * no more spaces in front than that. The closing quotes must stand on a line of their own.
 */
export function nixIndented(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : indent + escapeIndented(line)))
    .join("\n");
}

/** `''` ends the string and `''$`, `''\` escape in it: quotes that would run into such a sequence are escaped singly. */
function escapeIndented(line: string): string {
  return line.replace(/('*)(\$\{|\r|)/g, (_match, quotes: string, special: string) => {
    const singly = quotes.length > 0 && (special !== "" || (quotes.length > 1 && quotes.length % 2 === 1));
    const escaped = singly ? "''\\'".repeat(quotes.length) : quotes.replaceAll("''", "'''");
    return escaped + (special === "\r" ? "''\\r" : special === "${" ? "''${" : "");
  });
}

/** One attribute name, quoted where it is no identifier. */
export function nixAttr(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) && !keywords.has(name) ? name : nixString(name);
}

/** A dotted attribute path such as `python312Packages.numpy`; a part in double quotes may hold dots. */
export function nixAttrPath(path: string): string {
  const parts = path.match(/"[^"]*"|[^."]+/g) ?? [];
  return parts.map((part) => nixAttr(part.replaceAll('"', ""))).join(".");
}
