import type { AttrEntry, AttrName, Interpolation, NixExpr, StringText } from "./ast.js";
import { insideSet, type Scope, type Scoped } from "./scope.js";

/** The expressions that one is made of, each with the names that it can see. */
export function parts({ node, scope }: Scoped): Scoped[] {
  const here = (...nodes: readonly (NixExpr | null)[]): Scoped[] =>
    nodes.flatMap((one) => (one ? [{ node: one, scope }] : []));
  switch (node.kind) {
    case "parenthesis":
      return here(node.inner);
    case "list":
      return here(...node.elements);
    case "attrs":
      return ofEntries(node.entries, insideSet({ node, scope }), scope);
    case "legacy-let":
      return ofEntries(node.entries, scope.entering(node.entries), scope);
    case "let": {
      const inside = scope.entering(node.entries);
      return [...ofEntries(node.entries, inside, scope), { node: node.body, scope: inside }];
    }
    case "with":
      return [...here(node.scope), { node: node.body, scope: scope.with(node.scope) }];
    case "assert":
      return here(node.condition, node.body);
    case "if":
      return here(node.condition, node.consequent, node.alternative);
    case "lambda": {
      const inside = scope.inside(node);
      const fallbacks = (node.formals?.formals ?? []).flatMap(({ fallback }) => fallback ?? []);
      return [...fallbacks, node.body].map((one) => ({ node: one, scope: inside }));
    }
    case "apply":
      return here(node.target, node.argument);
    case "select":
      return [...here(node.target, node.fallback), ...inNames(node.path, scope)];
    case "has-attr":
      return [...here(node.target), ...inNames(node.path, scope)];
    case "unary":
      return here(node.operand);
    case "binary":
      return here(node.left, node.right);
    case "string":
    case "path":
      return interpolated(node.parts, scope);
    default:
      return [];
  }
}

function ofEntries(entries: readonly AttrEntry[], inside: Scope, around: Scope): Scoped[] {
  return entries.flatMap((entry) => {
    if (entry.kind === "binding")
      return [...inNames(entry.path, around), { node: entry.value, scope: inside }];
    return entry.from ? [{ node: entry.from, scope: inside }] : [];
  });
}

function inNames(names: readonly AttrName[], scope: Scope): Scoped[] {
  return names.flatMap((name) =>
    name.kind === "string"
      ? interpolated(name.parts, scope)
      : name.kind === "interpolation"
        ? [{ node: name.value, scope }]
        : [],
  );
}

function interpolated(all: readonly (StringText | Interpolation)[], scope: Scope): Scoped[] {
  return all.flatMap((part) => (part.kind === "interpolation" ? [{ node: part.value, scope }] : []));
}
