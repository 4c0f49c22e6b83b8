import type { NixExpr } from "./ast.js";
import { staticName } from "./module.js";

/** A function's call with all that it is called with. */
export interface Call {
  /** The last name of the function: `optional` of `lib.lists.optional`; `null`: it has none. */
  readonly name: string | null;
  readonly target: NixExpr;
  readonly arguments: readonly NixExpr[];
}

/** Reads `f a b`, also in parentheses; `null`: it is no call. */
export function callOf(text: string, node: NixExpr): Call | null {
  let target = withoutParentheses(node);
  const calledWith: NixExpr[] = [];
  while (target.kind === "apply") {
    calledWith.push(target.argument);
    target = withoutParentheses(target.target);
  }
  if (calledWith.length === 0) return null;
  return { name: lastName(text, target), target, arguments: calledWith.reverse() };
}

/** The name that an expression ends in: `c` of `c` and of `a.b.c`. */
export function lastName(text: string, node: NixExpr): string | null {
  if (node.kind === "identifier") return node.name;
  return node.kind === "select" ? staticName(text, node.path.at(-1)!) : null;
}

export function withoutParentheses(node: NixExpr): NixExpr {
  let inner = node;
  while (inner.kind === "parenthesis") inner = inner.inner;
  return inner;
}
