import type { AttrSet, NixExpr } from "./ast.js";
import type { Literal } from "./literal.js";
import { staticName } from "./module.js";
import type { Position } from "./position.js";
import { inheritance, insideSet, resolve, type Scope, type Scoped } from "./scope.js";
import { valueOf } from "./value.js";

/** One attribute, under its dotted name where sets are nested (`env.CUDA_HOME`). */
export interface Attribute extends Position {
  readonly name: string;
  readonly source: string;
  /** The value, where it is written out. */
  readonly value: Literal | undefined;
  /** To be read further: by `packagesOf`, `searchPath`, `textParts`. */
  readonly expression: Scoped;
}

/** The attributes of a set, those of sets in it under dotted names; `null`: it is no set that is written out. */
export function attributesOf(set: Scoped): Attribute[] | null {
  const { node, scope } = resolve(set);
  if (node.kind === "binary" && node.operator === "//") {
    const [left, right] = [node.left, node.right].map((one) => attributesOf({ node: one, scope }));
    return left && right ? [...left, ...right] : (left ?? right ?? null);
  }
  return node.kind === "attrs" ? flattened({ node, scope }, "") : null;
}

function flattened(set: { readonly node: AttrSet; readonly scope: Scope }, prefix: string): Attribute[] {
  const inside = insideSet(set);
  const one = (name: string, expression: Scoped, at: number): Attribute[] => {
    const found = resolve(expression);
    if (found.node.kind === "attrs" && found.node.entries.length > 0) {
      return flattened({ node: found.node, scope: found.scope }, `${name}.`);
    }
    const source = expression.scope.source(expression.node);
    return [{ name, source, value: valueOf(expression), expression, ...set.scope.positionAt(at) }];
  };
  return set.node.entries.flatMap((entry) => {
    if (entry.kind === "binding") {
      const names = entry.path.map((part) => staticName(set.scope.text, part) ?? set.scope.slice(part));
      return one(prefix + names.join("."), { node: entry.value, scope: inside }, entry.start);
    }
    return entry.names.flatMap((at) => {
      const name = staticName(set.scope.text, at);
      if (name === null) return [];
      const node: NixExpr = entry.from ? inheritance(entry.from, at) : { ...at, kind: "identifier", name };
      return one(prefix + name, { node, scope: entry.from ? inside : set.scope }, at.start);
    });
  });
}
