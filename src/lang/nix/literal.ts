import type { NixExpr, NixString } from "./ast.js";

/** A value written out in the text: what evaluation would give, without evaluating. */
export type Literal = string | number | boolean | null | readonly Literal[];

/** The value of an expression that is a literal; `undefined`: it is none. */
export function literalOf(text: string, node: NixExpr): Literal | undefined {
  switch (node.kind) {
    case "parenthesis":
      return literalOf(text, node.inner);
    case "int":
    case "float":
      return Number(text.slice(node.start, node.end));
    case "uri":
      return text.slice(node.start, node.end);
    case "identifier":
      return node.name === "null"
        ? null
        : node.name === "true"
          ? true
          : node.name === "false"
            ? false
            : undefined;
    case "string":
      return stringValue(text, node);
    case "list": {
      const values = node.elements.map((element) => literalOf(text, element));
      return values.some((value) => value === undefined) ? undefined : (values as Literal[]);
    }
    default:
      return undefined;
  }
}

/** The value of a string without interpolations; `undefined`: it has some. */
export function stringValue(text: string, node: NixString): string | undefined {
  if (node.parts.some((part) => part.kind === "interpolation")) return undefined;
  const raw = node.parts.map((part) => text.slice(part.start, part.end)).join("");
  return node.indented ? indentedText(raw) : plainText(raw);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The value of text between the quotes of `"…"`. */
export function plainText(raw: string): string {
  return raw.replace(/\\([\s\S])|\r\n?/g, (_match, escaped?: string) =>
    escaped === undefined ? "\n" : (escapes[escaped] ?? escaped),
  );
}

/** The value of the text of `''…''`: Nix takes away the indentation that all lines share, a blank first line, and blanks in front of the closing quotes. */
export function indentedText(raw: string): string {
  const lines = raw.replace(/^ *\n/, "").split("\n");
  const indentation = lines
    .filter((line) => /[^ ]/.test(line))
    .reduce((least, line) => Math.min(least, line.search(/[^ ]/)), Number.POSITIVE_INFINITY);
  const last = lines.length - 1;
  return lines
    .map((line, index) => {
      const blanks = line.search(/[^ ]|$/);
      if (index === last && blanks === line.length) return "";
      return line.slice(Math.min(blanks, indentation));
    })
    .join("\n")
    .replace(/''\\([\s\S])|'''|''\$/g, (match, escaped?: string) => {
      if (escaped !== undefined) return escapes[escaped] ?? escaped;
      return match === "'''" ? "''" : "$";
    });
}
