import type { Diagnostic, Place } from "../model/diagnostic.js";
import { Failure } from "../model/diagnostic.js";
import { excerptOf } from "./excerpt.js";

/** A node of the syntax tree, as @babel/parser makes it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly [key: string]: unknown;
}

/** Lines count from 1, columns from 0. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export type Language = "typescript" | "javascript" | "json";

export function languageOf(file: string): Language {
  if (file.endsWith(".json")) return "json";
  return /\.[cm]?ts$/.test(file) ? "typescript" : "javascript";
}

/** The program of a source text. The parser is loaded when it is first needed: errors, and texts not seen before. */
export async function parseSource(source: string, file: string): Promise<Node> {
  const language = languageOf(file);
  const { parse, parseExpression } = await import("./parser.js");
  try {
    if (language === "json") return parseExpression(source) as unknown as Node;
    return parse(source, {
      sourceType: language === "typescript" ? "module" : "unambiguous",
      plugins: language === "typescript" ? ["typescript"] : [],
      allowReturnOutsideFunction: language === "javascript",
    }).program as unknown as Node;
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    throw new Failure(syntaxError(error, source, file), { cause: error });
  }
}

/** @throws Failure NT202 if the text is not JSON */
export async function checkJson(source: string, file: string): Promise<void> {
  try {
    JSON.parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The engine does not say where it is. What JavaScript accepts is found among the nodes, but for comments.
    const tree = await parseSource(source, file);
    const odd = [...nodesOf(tree)].find((node) => !jsonNodes.has(node.type));
    const place =
      odd === undefined ? { file } : { file, line: odd.loc.start.line, column: odd.loc.start.column + 1 };
    const detail = "The file cannot be read as JSON: it holds something that only JavaScript has.";
    throw new Failure(syntaxDiagnostic(detail, place, source), { cause: error });
  }
}

const jsonNodes: ReadonlySet<string> = new Set([
  "ObjectExpression",
  "ObjectProperty",
  "ArrayExpression",
  "StringLiteral",
  "NumericLiteral",
  "BooleanLiteral",
  "NullLiteral",
]);

interface ParserError extends Error {
  readonly loc: Position;
}

function isSyntaxError(error: unknown): error is ParserError {
  return error instanceof SyntaxError && "loc" in error;
}

function syntaxError(error: ParserError, source: string, file: string): Diagnostic {
  const place = { file, line: error.loc.line, column: error.loc.column + 1 };
  const message = error.message.replace(/\s*\(\d+:\d+\)$/, "").replace(/\.$/, "");
  return syntaxDiagnostic(`The file cannot be read as ${nameOf(file)}: ${message}.`, place, source);
}

function syntaxDiagnostic(detail: string, place: Place, source: string): Diagnostic {
  return {
    severity: "error",
    code: "NT202",
    summary: "The config has a syntax error",
    detail,
    place,
    ...excerptOf(source, place),
  };
}

function nameOf(file: string): string {
  return { typescript: "TypeScript", javascript: "JavaScript", json: "JSON" }[languageOf(file)];
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((value: unknown): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

/** The node and all below it, in the order of the source, but not below those for which `enter` is false. */
export function* nodesOf(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!enter(node)) return;
  for (const child of childrenOf(node)) yield* nodesOf(child, enter);
}
