import { listParts } from "./list-parts.js";
import { literalOf, plainText, stringValue, type Literal } from "./literal.js";
import { resolve, type Scoped } from "./scope.js";

/** The value of an expression that is written out in the file, names followed; `undefined`: it must be evaluated. */
export function valueOf(scoped: Scoped): Literal | undefined {
  const { node, scope } = resolve(scoped);
  switch (node.kind) {
    case "identifier":
      return scope.find(node.name) === undefined ? literalOf(scope.text, node) : undefined;
    case "list": {
      const values = node.elements.map((element) => valueOf({ node: element, scope }));
      return values.some((value) => value === undefined) ? undefined : (values as Literal[]);
    }
    case "string": {
      const plain = stringValue(scope.text, node);
      if (plain !== undefined || node.indented) return plain;
      const parts = node.parts.map((part) =>
        part.kind === "text" ? plainText(scope.slice(part)) : textOf({ node: part.value, scope }),
      );
      return parts.includes(undefined) ? undefined : parts.join("");
    }
    default:
      return literalOf(scope.text, node);
  }
}

function textOf(scoped: Scoped): string | undefined {
  const value = valueOf(scoped);
  return typeof value === "string" ? value : undefined;
}

export interface ListElement {
  /** With the scope of a `with` in front: `zlib` in `with pkgs; [ zlib ]` is `pkgs.zlib`. */
  readonly source: string;
  readonly value: Literal | undefined;
}

/** The elements of a list, as far as they are written out and unconditional; `null`: it is no list. */
export function elementsOf(list: Scoped): ListElement[] | null {
  const parts = listParts(list);
  const elements = parts.filter((part) => part.kind === "element" && !part.conditional);
  return parts.length > 0 && elements.length === 0 ? null : elements.map(elementOf);
}

/** One element; a name in it that leads somewhere in the file is followed. */
function elementOf(element: Scoped): ListElement {
  const named = element.node.kind === "identifier" || element.node.kind === "select";
  return { source: qualified(named ? resolve(element) : element), value: valueOf(element) };
}

/** The source of an expression, with the `with` that its first name comes from. */
function qualified({ node, scope }: Scoped): string {
  const source = scope.source(node);
  const first = node.kind === "select" ? node.target : node;
  if (first.kind !== "identifier" || scope.within === null || scope.find(first.name) !== undefined)
    return source;
  if (valueOf({ node, scope }) !== undefined) return source;
  const { node: within, scope: around } = resolve(scope.within);
  const named = within.kind === "identifier" || within.kind === "select";
  const prefix = named ? around.source(within) : scope.within.scope.source(scope.within.node);
  return source.startsWith(`${prefix}.`) ? source : `${prefix}.${source}`;
}

/** Whether evaluating an expression may give an attribute set. */
export function mayBeSet(scoped: Scoped): boolean {
  const { node, scope } = resolve(scoped);
  switch (node.kind) {
    case "identifier":
      return valueOf({ node, scope }) === undefined;
    case "binary":
      return ["//", "|>", "<|"].includes(node.operator);
    case "attrs":
    case "legacy-let":
    case "select":
    case "apply":
    case "if":
      return true;
    default:
      return false;
  }
}
