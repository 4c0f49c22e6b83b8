import type { AttrName, NixExpr } from "./ast.js";
import { stringValue } from "./literal.js";

/** What a NixOS module evaluates to, behind its function head, `let`, `with` and `assert`. */
export function moduleBody(root: NixExpr): NixExpr {
  let node = root;
  for (;;) {
    switch (node.kind) {
      case "lambda":
      case "let":
      case "with":
      case "assert":
        node = node.body;
        break;
      case "parenthesis":
        node = node.inner;
        break;
      default:
        return node;
    }
  }
}

/** The name that an attribute has whatever is evaluated; `null`: it is computed. */
export function staticName(text: string, name: AttrName): string | null {
  if (name.kind === "identifier") return name.name;
  return name.kind === "string" ? (stringValue(text, name) ?? null) : null;
}
