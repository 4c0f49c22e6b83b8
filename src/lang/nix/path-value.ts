import type { Interpolation, NixExpr, StringText } from "./ast.js";
import { callOf } from "./call.js";
import { plainText } from "./literal.js";
import { resolve, type Scope, type Scoped } from "./scope.js";
import { valueOf } from "./value.js";

/** What an expression amounts to, as far as it is a path. */
interface Reading {
  readonly text: string;
  /** Whether the text starts at the directory of the file. */
  readonly relative: boolean;
  /** A path rather than a string: Nix normalizes it whenever something is added. */
  readonly path: boolean;
}

const nothing: Reading = { text: "", relative: false, path: false };

/**
 * The path that an expression evaluates to, normalized: absolute, or from the directory of the file (`./a.nix`,
 * `../b`). Strings count where they are absolute. `null`: it is none, or only evaluation knows.
 */
export function pathOf(scoped: Scoped): string | null {
  const reading = read(scoped);
  if (reading === null || (!reading.relative && !reading.text.startsWith("/"))) return null;
  return normalized(reading.text, reading.relative);
}

/** The path of the file that `import` reads; `null`: this is no `import`, or only evaluation knows the path. */
export function importedFile(scoped: Scoped): string | null {
  const { node, scope } = resolve(scoped);
  const call = callOf(scope.text, node);
  const reads = call?.name === "import" || call?.name === "importApply" || call?.name === "scopedImport";
  if (!call || !reads) return null;
  return pathOf({ node: call.arguments[call.name === "scopedImport" ? 1 : 0] ?? node, scope });
}

function read(scoped: Scoped): Reading | null {
  const { node, scope } = resolve(scoped);
  switch (node.kind) {
    case "path": {
      if (scope.source(node).startsWith("~")) return null;
      const whole = joined(node.parts, scope, (text) => text);
      return whole && { ...whole, relative: !whole.text.startsWith("/"), path: true };
    }
    case "string":
      if (node.indented) return asString(valueOf({ node, scope }));
      return joined(node.parts, scope, plainText);
    case "binary": {
      if (node.operator !== "+") return null;
      return join(read({ node: node.left, scope }), read({ node: node.right, scope }));
    }
    case "apply": {
      const call = callOf(scope.text, node);
      const coerces = call?.name === "toString" || call?.name === "toPath";
      if (!call || !coerces || call.arguments.length !== 1) return null;
      const inner = read({ node: call.arguments[0]!, scope });
      return inner && { ...inner, text: normalizedIf(inner), path: false };
    }
    default:
      return null;
  }
}

function asString(value: unknown): Reading | null {
  return typeof value === "string" ? { ...nothing, text: value } : null;
}

function joined(
  parts: readonly (StringText | Interpolation)[],
  scope: Scope,
  decode: (source: string) => string,
): Reading | null {
  return parts.reduce<Reading | null>((left, part) => {
    if (part.kind === "text") return join(left, { ...nothing, text: decode(scope.slice(part)) });
    const value = read({ node: part.value, scope });
    return join(left, value && { ...value, text: normalizedIf(value), path: false });
  }, nothing);
}

function join(left: Reading | null, right: Reading | null): Reading | null {
  if (left === null || right === null) return null;
  if (left.text === "" && !left.path) return right;
  if (right.relative) return null;
  const base = normalizedIf(left);
  // What is added to the name of a directory that is not written out gives a name that is not known.
  const nameless = left.relative && /(?:^|\/)\.\.?$/.test(base);
  if (nameless && right.text !== "" && !right.text.startsWith("/")) return null;
  return { ...left, text: base + right.text };
}

function normalizedIf({ text, relative, path }: Reading): string {
  return path ? normalized(text, relative) : text;
}

function normalized(text: string, relative: boolean): string {
  const parts: string[] = [];
  for (const part of text.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (relative && (parts.length === 0 || parts.at(-1) === "..")) parts.push(part);
    else parts.pop();
  }
  const path = parts.join("/");
  if (!relative) return `/${path}`;
  return parts[0] === ".." ? path : path === "" ? "./." : `./${path}`;
}

/** What a path or a call begins with: `a` of `a + "/x"`, of `"${a}/x"`, of `import a`. */
export function leading(scoped: Scoped): NixExpr {
  const { node, scope } = resolve(scoped);
  if (node.kind === "binary" && node.operator === "+") return leading({ node: node.left, scope });
  if (node.kind === "string" && node.parts[0]?.kind === "interpolation") {
    return leading({ node: node.parts[0].value, scope });
  }
  const call = callOf(scope.text, node);
  const first = call?.name === "toString" || call?.name === "import" ? call.arguments[0] : undefined;
  return first ? leading({ node: first, scope }) : node;
}
