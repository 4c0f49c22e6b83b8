import type { AttrEntry, AttrName, NixExpr } from "../../../src/lang/nix/ast.js";

/**
 * Prints a tree with parentheses around everything: what real Nix makes of that equals what it makes of the text the
 * tree came from only if the tree has the right shape.
 */
export function reprint(text: string, node: NixExpr): string {
  const print = (one: NixExpr) => `(${reprint(text, one)})`;
  const parts = (list: readonly { kind: string; start: number; end: number; value?: NixExpr }[]) =>
    list
      .map((part) => (part.value ? `\${${reprint(text, part.value)}}` : text.slice(part.start, part.end)))
      .join("");
  const name = (one: AttrName): string => {
    if (one.kind === "identifier") return one.name;
    return one.kind === "interpolation" ? `\${${reprint(text, one.value)}}` : reprint(text, one);
  };
  const path = (names: readonly AttrName[]) => names.map(name).join(".");
  const entries = (list: readonly AttrEntry[]) =>
    list
      .map((entry) =>
        entry.kind === "binding"
          ? `${path(entry.path)} = ${print(entry.value)};`
          : `inherit ${entry.from ? print(entry.from) : ""} ${entry.names.map(name).join(" ")};`,
      )
      .join(" ");
  switch (node.kind) {
    case "identifier":
    case "int":
    case "float":
    case "search-path":
    case "uri":
      return text.slice(node.start, node.end);
    case "string":
      return node.indented ? `''${parts(node.parts)}''` : `"${parts(node.parts)}"`;
    case "path":
      return parts(node.parts);
    case "list":
      return `[ ${node.elements.map(print).join(" ")} ]`;
    case "attrs":
      return `${node.recursive ? "rec " : ""}{ ${entries(node.entries)} }`;
    case "legacy-let":
      return `let { ${entries(node.entries)} }`;
    case "let":
      return `let ${entries(node.entries)} in ${print(node.body)}`;
    case "with":
      return `with ${print(node.scope)}; ${print(node.body)}`;
    case "assert":
      return `assert ${print(node.condition)}; ${print(node.body)}`;
    case "if":
      return `if ${print(node.condition)} then ${print(node.consequent)} else ${print(node.alternative)}`;
    case "lambda": {
      const { argument, formals } = node;
      const listed = (formals?.formals ?? []).map((formal) =>
        formal.fallback ? `${formal.name} ? ${print(formal.fallback)}` : formal.name,
      );
      const set = formals ? `{ ${[...listed, ...(formals.open ? ["..."] : [])].join(", ")} }` : null;
      const head = set === null ? argument : argument === null ? set : `${argument} @ ${set}`;
      return `${head}: ${print(node.body)}`;
    }
    case "apply":
      // The variable `or` can stand nowhere else.
      return `${print(node.target)} ${text.slice(node.argument.start, node.argument.end) === "or" ? "or" : print(node.argument)}`;
    case "select": {
      const fallback = node.fallback ? ` or ${print(node.fallback)}` : "";
      return `${print(node.target)}.${path(node.path)}${fallback}`;
    }
    case "has-attr":
      return `${print(node.target)} ? ${path(node.path)}`;
    case "unary":
      return `${node.operator} ${print(node.operand)}`;
    case "binary":
      return `${print(node.left)} ${node.operator} ${print(node.right)}`;
    case "parenthesis":
      return print(node.inner);
  }
}
