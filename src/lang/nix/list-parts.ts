import type { NixExpr } from "./ast.js";
import { callOf } from "./call.js";
import { resolve, type Scope, type Scoped } from "./scope.js";

/** A part of a list: one element, or (`rest`) any number that only evaluation knows. */
export interface ListPart extends Scoped {
  readonly kind: "element" | "rest";
  /** Whether it is in the list only under a condition. */
  readonly conditional: boolean;
  /** Offset of where the list has it. */
  readonly at: number;
}

/** So many names are followed from list to list: as each may be there often, more would be no list of a person's. */
const maximalNames = 6;

interface Way {
  readonly conditional: boolean;
  /** Where a name stands that led here; `null`: none did. */
  readonly at: number | null;
  /** What names led to: a list that contains itself is none. */
  readonly passed: readonly NixExpr[];
}

/** The elements of a list in their order, as far as they are written out in the file. */
export function listParts({ node, scope }: Scoped, conditional = false): ListPart[] {
  return partsOf({ node, scope }, { conditional, at: null, passed: [] });
}

function partsOf({ node, scope }: Scoped, way: Way): ListPart[] {
  const inside = (inner: NixExpr, within: Scope = scope, conditional = false) =>
    partsOf({ node: inner, scope: within }, { ...way, conditional: way.conditional || conditional });
  switch (node.kind) {
    case "list":
      return node.elements.map((element) => part("element", { node: element, scope }, way));
    case "parenthesis":
      return inside(node.inner);
    case "assert":
      return inside(node.body);
    case "let":
      return inside(node.body, scope.entering(node.entries));
    case "with":
      return inside(node.body, scope.with(node.scope));
    case "if":
      return [...inside(node.consequent, scope, true), ...inside(node.alternative, scope, true)];
    case "identifier":
    case "select": {
      const found = resolve({ node, scope });
      if (found.node === node || way.passed.includes(found.node)) break;
      if (way.passed.length >= maximalNames) break;
      return partsOf(found, { ...way, at: way.at ?? node.start, passed: [...way.passed, found.node] });
    }
    case "binary":
      if (node.operator === "++") return [...inside(node.left), ...inside(node.right)];
      break;
    case "apply":
      return ofCall({ node, scope }, way);
  }
  return [part("rest", { node, scope }, way)];
}

/** The functions of nixpkgs' lib that lists of modules and packages are made with. */
function ofCall({ node, scope }: Scoped, way: Way): ListPart[] {
  const call = callOf(scope.text, node);
  const [first, second] = call?.arguments ?? [];
  const perhaps = { ...way, conditional: true };
  const given = (one: NixExpr): Scoped => ({ node: one, scope });
  if (first && !second) {
    if (call?.name === "singleton") return [part("element", given(first), way)];
    if (call?.name === "unique") return partsOf(given(first), way);
    if (call?.name === "concatLists" || call?.name === "flatten") {
      return partsOf(given(first), way).flatMap((one) => joined(one, call.name === "flatten"));
    }
  }
  if (first && second && call?.arguments.length === 2) {
    if (call.name === "optional") return [part("element", given(second), perhaps)];
    if (call.name === "optionals" || call.name === "filter") return partsOf(given(second), perhaps);
    if (call.name === "map") {
      const mapping = part("rest", { node, scope }, way);
      return partsOf(given(second), way).map((one) =>
        one.kind === "rest" ? mapping : mapped(given(first), one),
      );
    }
  }
  return [part("rest", { node, scope }, way)];
}

/** What stands in a list that is itself an element. */
function joined(one: ListPart, keepsOthers: boolean): ListPart[] {
  if (one.kind === "rest") return [one];
  const inner = listParts(one, one.conditional);
  return keepsOthers && inner.length === 1 && inner[0]!.kind === "rest" ? [one] : inner;
}

/** What a function makes of an element. */
function mapped(function_: Scoped, one: ListPart): ListPart {
  const { node, scope } = resolve(function_);
  if (node.kind === "lambda") return { ...one, node: node.body, scope: scope.calling(node, one) };
  // `map import [ … ]`, and functions from elsewhere: what is made of it is a call.
  const { start, end } = one.node;
  const call: NixExpr = { kind: "apply", start, end, target: node, argument: one.node };
  return { ...one, node: call };
}

function part(kind: ListPart["kind"], { node, scope }: Scoped, { conditional, at }: Way): ListPart {
  return { kind, node, scope, conditional, at: at ?? node.start };
}
