import type { Program, SourceFile } from "./program.js";
import { isLocal } from "./resolve.js";
import { isNode, nodesOf, parseSource, type Node } from "./syntax.js";

/** A node of one of the config's files. */
export interface Located {
  readonly file: SourceFile;
  readonly node: Node;
}

/** Follows names and wrappers from an expression to where its value is written. */
export interface Scopes {
  /** What a file exports by default; `null`: nothing that can be seen. */
  exported(file: SourceFile, name?: string): Promise<Located | null>;
  /** The expressions that an expression may stand for, the one that wins first; at least the expression itself. */
  values(from: Located): Promise<readonly Located[]>;
}

/** Wrappers of one expression, and the key that holds it. */
const wrappers: Readonly<Record<string, string>> = {
  TSAsExpression: "expression",
  TSSatisfiesExpression: "expression",
  TSNonNullExpression: "expression",
  TSTypeAssertion: "expression",
  ParenthesizedExpression: "expression",
  AwaitExpression: "argument",
};

/** Deeper than any config is written; ends circles of names. */
const mostSteps = 50;

export function createScopes(program: Program): Scopes {
  const trees = new Map<SourceFile, Promise<Node>>();
  const treeOf = (file: SourceFile): Promise<Node> => {
    const known = trees.get(file) ?? parseSource(file.source, file.path);
    trees.set(file, known);
    return known;
  };

  async function exported(file: SourceFile, name = "default"): Promise<Located | null> {
    const tree = await treeOf(file);
    if (!Array.isArray(tree["body"])) return name === "default" ? { file, node: tree } : null;
    for (const statement of tree["body"] as Node[]) {
      const found = await exportIn({ file, node: statement }, name);
      if (found !== null) return found;
    }
    return name === "default" ? commonExport(file, tree) : null;
  }

  async function exportIn({ file, node }: Located, name: string): Promise<Located | null> {
    if (node.type === "ExportDefaultDeclaration" && name === "default")
      return { file, node: node["declaration"] as Node };
    if (node.type !== "ExportNamedDeclaration") return null;
    if (isNode(node["declaration"])) return declaredBy({ file, node: node["declaration"] }, name);
    for (const specifier of (node["specifiers"] ?? []) as Node[]) {
      if (nameOf(specifier["exported"]) !== name) continue;
      const local = nameOf(specifier["local"]);
      const from = node["source"] as { value: string } | null;
      return from === null ? named(file, local) : imported(file, from.value, local);
    }
    return null;
  }

  async function imported(file: SourceFile, specifier: string, name: string): Promise<Located | null> {
    return isLocal(specifier) ? exported(program.follow(file, specifier), name) : null;
  }

  /** Where a name of a file's outermost scope gets its value. */
  async function named(file: SourceFile, name: string): Promise<Located | null> {
    for (const node of (await treeOf(file))["body"] as Node[]) {
      const declaration = node.type === "ExportNamedDeclaration" ? node["declaration"] : node;
      const found = isNode(declaration) ? declaredBy({ file, node: declaration }, name) : null;
      if (found !== null) return found;
      if (node.type !== "ImportDeclaration") continue;
      for (const specifier of node["specifiers"] as Node[]) {
        if (nameOf(specifier["local"]) !== name) continue;
        const wanted = specifier.type === "ImportSpecifier" ? nameOf(specifier["imported"]) : "default";
        return imported(file, (node["source"] as { value: string }).value, wanted);
      }
    }
    return null;
  }

  /** One step from an expression to what it stands for. */
  async function step({ file, node }: Located): Promise<readonly Located[]> {
    const wrapped = wrappers[node.type];
    const of = (...inner: unknown[]) => inner.filter(isNode).map((one) => ({ file, node: one }));
    if (wrapped !== undefined) return of(node[wrapped]);
    switch (node.type) {
      case "Identifier": {
        const target = await named(file, String(node["name"]));
        return target === null ? [] : [target];
      }
      case "CallExpression":
        return of(...sourcesOfCall(node));
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        return of(...returnsOf(node));
      case "ConditionalExpression":
        return of(node["consequent"], node["alternate"]);
      case "LogicalExpression":
        return of(node["right"], node["left"]);
      case "MemberExpression":
        return member({ file, node });
      default:
        return [];
    }
  }

  async function member({ file, node }: Located): Promise<readonly Located[]> {
    const owners = await values({ file, node: node["object"] as Node });
    const key = node["property"] as Node;
    const name = node["computed"] === true ? String(key["value"]) : nameOf(key);
    return owners.flatMap((owner) => {
      if (owner.node.type !== "ObjectExpression") return [];
      const properties = owner.node["properties"] as Node[];
      const property = properties.findLast((one) => nameOf(one["key"]) === name);
      return isNode(property?.["value"]) ? [{ ...owner, node: property["value"] }] : [];
    });
  }

  async function values(from: Located): Promise<readonly Located[]> {
    return expand(from, mostSteps);
  }

  async function expand(from: Located, left: number): Promise<readonly Located[]> {
    const next = left === 0 ? [] : await step(from);
    if (next.length === 0) return [from];
    const all: Located[] = [];
    for (const one of next) all.push(...(await expand(one, left - 1)));
    return all;
  }

  return { exported, values };
}

/** `defineConfig(x)`, `Object.freeze(x)`: x; `mergeConfig(a, b)`: the later one wins; `own()`: what it returns. */
function sourcesOfCall(call: Node): readonly unknown[] {
  return [...(call["arguments"] as unknown[])].reverse().concat(call["callee"]);
}

function returnsOf(node: Node): readonly unknown[] {
  const body = node["body"] as Node;
  if (body.type !== "BlockStatement") return [body];
  const inside = nodesOf(body, (one) => !/Function|Method/.test(one.type));
  return [...inside]
    .filter((one) => one.type === "ReturnStatement")
    .map((one) => one["argument"])
    .reverse();
}

/** The value that a declaration gives to a name. */
function declaredBy({ file, node }: Located, name: string): Located | null {
  if (node.type === "FunctionDeclaration") return nameOf(node["id"]) === name ? { file, node } : null;
  if (node.type !== "VariableDeclaration") return null;
  const declarations = node["declarations"] as Node[];
  const found = declarations.find((one) => isNode(one["id"]) && nameOf(one["id"]) === name);
  return isNode(found?.["init"]) ? { file, node: found["init"] } : null;
}

function commonExport(file: SourceFile, tree: Node): Located | null {
  for (const node of nodesOf(tree, (one) => !/Function/.test(one.type))) {
    if (node.type !== "AssignmentExpression" || !isNode(node["left"])) continue;
    const text = file.source.slice(node["left"].start, node["left"].end);
    if (text === "module.exports" && isNode(node["right"])) return { file, node: node["right"] };
  }
  return null;
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node["name"] ?? node["value"] ?? "") : "";
}
