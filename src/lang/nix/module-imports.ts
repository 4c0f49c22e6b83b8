import type { AttrSet, NixExpr } from "./ast.js";
import { callOf } from "./call.js";
import { listParts, type ListPart } from "./list-parts.js";
import { modifierOf } from "./modifier.js";
import { importedFile, leading, pathOf } from "./path-value.js";
import { attribute, resolve, Scope, type Scoped } from "./scope.js";
import { valueOf } from "./value.js";

interface Entry {
  /** Whether it counts only under a condition. */
  readonly conditional: boolean;
  /** From 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** One thing that a module imports. */
export type ImportEntry = Entry &
  (
    | {
        readonly kind: "path";
        /** Normalized: absolute, or from the directory of the file (`./a.nix`, `../b`). */
        readonly path: string;
      }
    /** A module written in place: read it with the same text and this scope. */
    | { readonly kind: "inline"; readonly body: NixExpr; readonly scope: Scope }
    /** A module of nixpkgs itself. */
    | { readonly kind: "nixpkgs"; readonly source: string }
    /** Only evaluation knows what it is. `why` is a clause, such as "a function computes it". */
    | { readonly kind: "opaque"; readonly source: string; readonly why: string }
  );

/** All that a module imports, found by syntax alone. `scope` is that of an inline module. Never throws. */
export function importsOf(text: string, tree: NixExpr, scope: Scope = Scope.of(text)): ImportEntry[] {
  return ofModule({ node: tree, scope }, false);
}

/** The entries of a list of modules, such as the value of `imports`. */
export function moduleEntries(list: Scoped, conditional = false): ImportEntry[] {
  return listParts(list, conditional).flatMap((part) => entriesOf(part));
}

/** `require` is the old name, which the module system still reads. */
const listNames = ["imports", "require"];

function ofModule(module: Scoped, conditional: boolean): ImportEntry[] {
  const { node, scope } = resolve(module);
  switch (node.kind) {
    case "lambda":
      return ofModule({ node: node.body, scope: scope.inside(node) }, conditional);
    case "attrs":
      return ofSet({ node, scope }, conditional);
    case "if":
      return [node.consequent, node.alternative].flatMap((one) => ofModule({ node: one, scope }, true));
    case "binary":
      if (node.operator !== "//") return [];
      return [node.left, node.right].flatMap((one) => ofModule({ node: one, scope }, conditional));
    case "apply": {
      // A module that is another file's.
      const path = importedFile({ node, scope });
      if (path !== null) return [{ kind: "path", path, conditional, ...scope.positionAt(node.start) }];
      const call = callOf(scope.text, node);
      const sets = call?.name === "recursiveUpdate" ? call.arguments : [];
      const perhaps = call?.name === "optionalAttrs" ? call.arguments.slice(1) : [];
      return [
        ...sets.flatMap((one) => ofModule({ node: one, scope }, conditional)),
        ...perhaps.flatMap((one) => ofModule({ node: one, scope }, true)),
      ];
    }
    default:
      return [];
  }
}

function ofSet(set: { readonly node: AttrSet; readonly scope: Scope }, conditional: boolean): ImportEntry[] {
  return listNames.flatMap((name) => {
    const list = attribute(set, name);
    return list ? moduleEntries(list, conditional) : [];
  });
}

function entriesOf(part: ListPart): ImportEntry[] {
  const place = { conditional: part.conditional, ...part.scope.positionAt(part.at) };
  const written = part.scope.source(part.node);
  const { node, scope } = resolve(part);
  const found = { node, scope };
  if (part.kind === "rest") return [{ kind: "opaque", source: written, why: whyRest(found), ...place }];
  const path = pathOf(found) ?? importedFile(found);
  if (path !== null) return [{ kind: "path", path, ...place }];
  if (isOfNixpkgs(found)) return [{ kind: "nixpkgs", source: written, ...place }];
  const perhaps = (inner: NixExpr) => entriesOf({ ...part, node: inner, scope, conditional: true });
  switch (node.kind) {
    case "attrs":
    case "lambda":
      return [{ kind: "inline", body: node, scope, ...place }];
    case "if":
      return [...perhaps(node.consequent), ...perhaps(node.alternative)];
    case "binary":
      if (node.operator === "//") return [{ kind: "inline", body: node, scope, ...place }];
      break;
    case "apply": {
      const call = callOf(scope.text, node);
      if (call?.name === "optionalAttrs" && call.arguments.length === 2) return perhaps(call.arguments[1]!);
      if (modifierOf(scope.text, node)) return [{ kind: "inline", body: node, scope, ...place }];
    }
  }
  return [{ kind: "opaque", source: written, why: why(found), ...place }];
}

/** Names that nixpkgs goes by where modules are listed. */
const nixpkgs = /^(?:modulesPath|<nixpkgs(?:\/.*)?>|(?:self\.)?(?:inputs\.)?nixpkgs|pkgs\.path)$/;

function isOfNixpkgs({ node, scope }: Scoped): boolean {
  const first = leading({ node, scope });
  if (nixpkgs.test(scope.source(first))) return first !== node || node.kind === "search-path";
  return /^(?:inputs\.)?nixpkgs\.nixosModules\./.test(scope.source(node));
}

function whyRest({ node, scope }: Scoped): string {
  if (callOf(scope.text, node)?.name === "import") return "another file computes the list";
  return node.kind === "apply" ? "a function computes the list" : "the list is not written out in this file";
}

function why(found: Scoped): string {
  const { node, scope } = found;
  switch (node.kind) {
    case "select":
      return ["nixosModules", "nixosModule", "modules"].some((name) => scope.source(node).includes(name))
        ? "it is a module of another flake"
        : "it is not written out in this file";
    case "identifier":
      return "it is not written out in this file";
    case "search-path":
      return "NIX_PATH decides what it is";
    case "path":
      return scope.source(node).startsWith("~")
        ? "it lies in the home of whoever evaluates it"
        : "a part of the path is computed";
    case "string":
      return valueOf(found) === undefined ? "a part of the path is computed" : "it is no absolute path";
    case "binary":
      return "a part of the path is computed";
    case "apply":
      return callOf(scope.text, node)?.name === "import" ? "the path is computed" : "a function computes it";
    default:
      return "it is no module";
  }
}
