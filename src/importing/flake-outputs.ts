import type { NixExpr } from "../lang/nix/ast.js";
import { callOf } from "../lang/nix/call.js";
import { staticName } from "../lang/nix/module.js";
import { attribute, resolve, Scope, type Scoped } from "../lang/nix/scope.js";

/** The names that a flake's outputs have, as far as they are written out. */
export function outputNames(text: string, tree: NixExpr): string[] {
  const root = resolve({ node: tree, scope: Scope.of(text) });
  const outputs = attribute(root, "outputs");
  return outputs === null ? [] : [...new Set(namesIn(outputs, 0))];
}

/** Functions in functions: no flake has more. */
const deepest = 8;

function namesIn(scoped: Scoped, depth: number): string[] {
  const { node, scope } = resolve(scoped);
  if (depth > deepest) return [];
  switch (node.kind) {
    case "lambda":
      return namesIn({ node: node.body, scope: scope.inside(node) }, depth + 1);
    case "binary":
      return [node.left, node.right].flatMap((side) => namesIn({ node: side, scope }, depth + 1));
    case "attrs":
      return node.entries.flatMap((entry) =>
        entry.kind === "binding"
          ? (staticName(scope.text, entry.path[0]!) ?? [])
          : entry.names.flatMap((name) => staticName(scope.text, name) ?? []),
      );
    case "apply": {
      // Such as eachDefaultSystem: what it is given makes the outputs.
      const { arguments: given = [] } = callOf(scope.text, node) ?? {};
      return given.flatMap((one) => namesIn({ node: one, scope }, depth + 1));
    }
    default:
      return [];
  }
}
