import type { AttrEntry, Binding, NixExpr } from "./ast.js";
import { moduleBody, staticName } from "./module.js";
import { parseNix } from "./parser.js";

/**
 * The local paths in a module's `imports`, as written (`./hardware-configuration.nix`, `/etc/nixos/gpu.nix`), also
 * those under a condition. Paths with interpolations, `~` and `<…>` are left out. Raises NixSyntaxError.
 */
export function importedPaths(text: string): string[] {
  const body = moduleBody(parseNix(text));
  if (body.kind !== "attrs") return [];
  const isImports = (entry: AttrEntry): entry is Binding =>
    entry.kind === "binding" && entry.path.length === 1 && staticName(text, entry.path[0]!) === "imports";
  return body.entries.filter(isImports).flatMap((binding) => pathsIn(text, binding.value));
}

function pathsIn(text: string, node: NixExpr): string[] {
  const inside = (...nodes: NixExpr[]) => nodes.flatMap((one) => pathsIn(text, one));
  switch (node.kind) {
    case "path": {
      const path = text.slice(node.start, node.end);
      return node.parts.length === 1 && !path.startsWith("~") ? [path] : [];
    }
    case "list":
      return inside(...node.elements);
    case "parenthesis":
      return inside(node.inner);
    case "let":
    case "with":
    case "assert":
      return inside(node.body);
    case "if":
      return inside(node.consequent, node.alternative);
    case "apply":
      return inside(node.target, node.argument);
    case "binary":
      return inside(node.left, node.right);
    default:
      return [];
  }
}
