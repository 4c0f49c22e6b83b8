import type { Located } from "./ast.js";
import { NixSyntaxError } from "./syntax-error.js";

export const keywords: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "assert",
  "with",
  "let",
  "in",
  "rec",
  "inherit",
  "or",
]);

/**
 * `type` is the text of a keyword or operator, or a class: identifier, int, float, path (also the beginning of one
 * that goes on with an interpolation), search-path, uri, end.
 */
export interface Token extends Located {
  readonly type: string;
}

// Sticky expressions: each is tried at one offset. The grammar is that of Nix 2.26 (src/libexpr/lexer.l).
const trivia = /(?:[ \t\r\n]+|#[^\r\n]*|\/\*(?:[^*]|\*+[^*/])*\*+\/)*/y;
const identifier = /[a-zA-Z_][a-zA-Z0-9_'-]*/y;
const int = /[0-9]+/y;
const float = /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?/y;
const path = /[a-zA-Z0-9._\-+]*(?:\/[a-zA-Z0-9._\-+]+)+\/?/y;
const pathBeforeInterpolation = /[a-zA-Z0-9._\-+]*\/(?=\$\{)/y;
const homePath = /~(?:\/[a-zA-Z0-9._\-+]+)+\/?/y;
const homePathBeforeInterpolation = /~\/(?=\$\{)/y;
const searchPath = /<[a-zA-Z0-9._\-+]+(?:\/[a-zA-Z0-9._\-+]+)*>/y;
const uri = /[a-zA-Z][a-zA-Z0-9+\-.]*:[a-zA-Z0-9%/?:@&=+$,\-_.!~*']+/y;
const operator = /\.\.\.|==|!=|<=|>=|&&|\|\||->|\/\/|\+\+|\|>|<\||\$\{|''|[{}()[\];:.,=@?!<>+\-*/"]/y;

/** How much of a path goes on at an offset, behind its beginning or an interpolation. */
export const pathContinuation =
  /(?:[a-zA-Z0-9._\-+]*(?:\/[a-zA-Z0-9._\-+]+)+\/?|[a-zA-Z0-9._\-+]*\/|[a-zA-Z0-9._\-+]+)/y;

/** The text that a sticky expression matches at an offset. */
export function matchAt(expression: RegExp, text: string, offset: number): string | null {
  expression.lastIndex = offset;
  return expression.exec(text)?.[0] ?? null;
}

interface Rule {
  readonly type: string;
  readonly expression: RegExp;
  /** Characters looked at beyond the match, which count when rules compete. */
  readonly lookahead: number;
}

const rule = (type: string, expression: RegExp, lookahead = 0): Rule => ({ type, expression, lookahead });
const operatorRule = rule("operator", operator);
const pathRules = [rule("path", path), rule("path", pathBeforeInterpolation, 2)];
const wordRules = [rule("identifier", identifier), ...pathRules, rule("uri", uri)];
const digitRules = [rule("int", int), rule("float", float), ...pathRules];
const homeRules = [rule("path", homePath), rule("path", homePathBeforeInterpolation, 2)];
const pathOrOperatorRules = [operatorRule, rule("float", float), ...pathRules];
const angleRules = [operatorRule, rule("search-path", searchPath)];

function rulesFor(first: string): readonly Rule[] {
  if (/[a-zA-Z_]/.test(first)) return wordRules;
  if (/[0-9]/.test(first)) return digitRules;
  if (first === "~") return homeRules;
  if (/[./+-]/.test(first)) return pathOrOperatorRules;
  return first === "<" ? angleRules : [operatorRule];
}

/** The token behind blanks and comments at an offset: the longest match wins, as in flex. Raises NixSyntaxError. */
export function tokenAt(text: string, offset: number): Token {
  const start = offset + (matchAt(trivia, text, offset)?.length ?? 0);
  if (start >= text.length) return { type: "end", start, end: start };
  let type: string | null = null;
  let longest = 0;
  let end = start;
  for (const candidate of rulesFor(text[start]!)) {
    const match = matchAt(candidate.expression, text, start);
    if (match === null || match.length + candidate.lookahead <= longest) continue;
    type = candidate.type;
    longest = match.length + candidate.lookahead;
    end = start + match.length;
  }
  if (type === null) {
    const character =
      text[start] === "\uFEFF"
        ? "byte order mark (save the file as UTF-8 without one)"
        : `character ${JSON.stringify(text[start])}`;
    throw new NixSyntaxError(`unexpected ${character}`, text, start);
  }
  const word = text.slice(start, end);
  const named = type === "operator" || (type === "identifier" && keywords.has(word));
  return { type: named ? word : type, start, end };
}

/** Where the text of a string stops: at its closing quotes, at an interpolation, or (never closed) at the text's end. */
export interface StringStop {
  readonly kind: "closed" | "interpolation" | "open";
  readonly at: number;
}

/** Scans `"…"` from an offset inside it. */
export function scanString(text: string, offset: number): StringStop {
  let at = offset;
  while (at < text.length) {
    const here = text[at];
    if (here === '"') return { kind: "closed", at };
    if (here === "\\") at += 2;
    else if (here === "$") {
      const next = text[at + 1];
      if (next === "{") return { kind: "interpolation", at };
      // A dollar sign takes the next character with it, unless that could end the string.
      at += next === '"' ? 1 : next === "\\" ? 3 : 2;
    } else at += 1;
  }
  return { kind: "open", at: text.length };
}

/** Scans `''…''` from an offset inside it. */
export function scanIndented(text: string, offset: number): StringStop {
  let at = offset;
  while (at < text.length) {
    const here = text[at];
    const next = text[at + 1];
    if (here === "'" && next === "'") {
      const third = text[at + 2];
      if (third === "'" || third === "$") at += 3;
      else if (third === "\\") at += 4;
      else return { kind: "closed", at };
    } else if (here === "'") at += next === "$" ? 1 : 2;
    else if (here === "$") {
      if (next === "{") return { kind: "interpolation", at };
      at += next === "'" ? 1 : 2;
    } else at += 1;
  }
  return { kind: "open", at: text.length };
}
