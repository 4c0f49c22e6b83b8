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

const onlyIdentifier = [rule("identifier", identifier)];
const onlyOperator = [operatorRule];
/** Operators that none other begins with. */
const single = new Set([";", "{", "}", "(", ")", "[", "]", ",", ":", "@", '"']);
/** What paths and URIs begin with: most words are neither, and need not be tried as one. */
const beforeSlash = /[a-zA-Z0-9._\-+]*/y;

function rulesFor(text: string, start: number): readonly Rule[] {
  const first = text[start]!;
  const behind = () => text[start + matchAt(beforeSlash, text, start)!.length];
  if (/[a-zA-Z_]/.test(first)) {
    const next = behind();
    return next === "/" || next === ":" ? wordRules : onlyIdentifier;
  }
  if (/[0-9]/.test(first)) return digitRules;
  if (first === "~") return homeRules;
  if (first === "." && !/[0-9]/.test(text[start + 1] ?? "") && behind() !== "/") return onlyOperator;
  if (/[./+-]/.test(first)) return pathOrOperatorRules;
  return first === "<" ? angleRules : onlyOperator;
}

/** The token behind blanks and comments at an offset: the longest match wins, as in flex. Raises NixSyntaxError. */
export function tokenAt(text: string, offset: number): Token {
  const start = offset + (matchAt(trivia, text, offset)?.length ?? 0);
  if (start >= text.length) return { type: "end", start, end: start };
  if (single.has(text[start]!)) return { type: text[start]!, start, end: start + 1 };
  let type: string | null = null;
  let longest = 0;
  let end = start;
  for (const candidate of rulesFor(text, start)) {
    const match = matchAt(candidate.expression, text, start);
    if (match === null || match.length + candidate.lookahead <= longest) continue;
    type = candidate.type;
    longest = match.length + candidate.lookahead;
    end = start + match.length;
  }
  if (type === null) throw unexpectedCharacter(text, start);
  const word = text.slice(start, end);
  const named = type === "operator" || (type === "identifier" && keywords.has(word));
  return { type: named ? word : type, start, end };
}

function unexpectedCharacter(text: string, at: number): NixSyntaxError {
  const path = nonAsciiPath(text, at);
  if (path) return path;
  const character = String.fromCodePoint(text.codePointAt(at)!);
  return character === "\uFEFF"
    ? new NixSyntaxError("unexpected byte order mark (save the file as UTF-8 without one)", text, at)
    : new NixSyntaxError(`unexpected character ${JSON.stringify(character)}`, text, at);
}

/** The error where a path like `./設定.nix` stands at an offset, or is left off there; `null`: another error. */
export function nonAsciiPath(text: string, at: number): NixSyntaxError | null {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const start = at - (/[a-zA-Z0-9._\-+/~]*$/.exec(line)?.[0].length ?? 0);
  const path = matchAt(/[a-zA-Z0-9._\-+/~]*[^ -~\s][^\s;[\](){}]*/y, text, start);
  if (!path || !/^(?:\.{0,2}|~)\/|^[a-zA-Z0-9._\-+]+\//.test(path)) return null;
  const written = path.startsWith("/") ? `"${path}"` : `(./. + "/${path.replace(/^\.\//, "")}")`;
  const hint = path.startsWith("~") ? "" : ` (write ${written})`;
  return new NixSyntaxError(`a path without quotes holds ASCII letters only${hint}`, text, start);
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
