import { callOf } from "./call.js";
import { listParts } from "./list-parts.js";
import { staticName } from "./module.js";
import { leading } from "./path-value.js";
import { resolve, type Scoped } from "./scope.js";
import { textParts, type TextPart } from "./text-parts.js";
import { valueOf } from "./value.js";

interface Listed {
  readonly source: string;
  /** Whether it is in the list only under a condition. */
  readonly conditional: boolean;
  /** From 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** A package as an expression names it. */
export interface PackageName {
  /** The package set that it comes from: a flake's input (`nixpkgs`), or `<nixpkgs>`. `null`: it is not known. */
  readonly from: string | null;
  /** Within that set: `cudaPackages.cuda_nvcc`; otherwise as written in full. */
  readonly name: string;
}

/** An element of a list such as `buildInputs`. */
export type ListedPackage = Listed &
  (
    | ({ readonly kind: "package" } & PackageName)
    /** `python3.withPackages (ps: [ … ])`; `packages` are named within its own set (`from`: null). */
    | ({ readonly kind: "python"; readonly packages: readonly ListedPackage[] } & PackageName)
    /** A text, such as a directory. */
    | { readonly kind: "text"; readonly text: string }
    /** Only evaluation knows what it is: one element, or (`rest`) any number. */
    | { readonly kind: "opaque"; readonly rest: boolean }
  );

/** The elements of a list of packages. */
export function packagesOf(list: Scoped): ListedPackage[] {
  return listParts(list).map((part): ListedPackage => {
    const { node, scope, conditional } = part;
    const place = { source: scope.source(node), conditional, ...scope.positionAt(part.at) };
    if (part.kind === "rest") return { kind: "opaque", rest: true, ...place };
    const found = resolve(part);
    const call = callOf(found.scope.text, found.node);
    if (call?.name === "withPackages" && call.target.kind === "select") {
      const interpreter = packageOf({ node: call.target, scope: found.scope });
      const chosen = ownPackages({ node: call.arguments[0]!, scope: found.scope });
      if (interpreter && chosen) {
        const name = interpreter.name.replace(/\.withPackages$/, "");
        return { kind: "python", from: interpreter.from, name, packages: chosen, ...place };
      }
    }
    const text = valueOf(part);
    if (typeof text === "string") return { kind: "text", text, ...place };
    const named = packageOf(part);
    return named ? { kind: "package", ...named, ...place } : { kind: "opaque", rest: false, ...place };
  });
}

/** The elements of a list that a function makes of nixpkgs: `pkgs: with pkgs; [ git ]`. */
export function packagesChosen(function_: Scoped): ListedPackage[] {
  const chosen = ownPackages(function_);
  const { node } = resolve(function_);
  if (chosen === null || node.kind !== "lambda" || node.argument === "pkgs") {
    return packagesOf(node.kind === "lambda" ? bodyOf(function_) : function_);
  }
  return chosen.map((one) =>
    one.kind === "package" && one.from === null ? { ...one, from: "nixpkgs" } : one,
  );
}

function bodyOf(function_: Scoped): Scoped {
  const { node, scope } = resolve(function_);
  return node.kind === "lambda" ? { node: node.body, scope: scope.inside(node) } : { node, scope };
}

/** What `ps: [ ps.numpy ]` chooses of its argument; `null`: it is no such function. */
function ownPackages(function_: Scoped): ListedPackage[] | null {
  const { node, scope } = resolve(function_);
  if (node.kind !== "lambda" || node.argument === null) return null;
  const own = `${node.argument}.`;
  return packagesOf({ node: node.body, scope: scope.inside(node) }).map((one) =>
    one.kind === "package" && one.name.startsWith(own) ? { ...one, name: one.name.slice(own.length) } : one,
  );
}

/** The package that an expression names; `null`: it is computed. */
export function packageOf(scoped: Scoped): PackageName | null {
  const origin = originOf(scoped);
  if (origin === null || (origin.root === null && origin.path.length === 0)) return null;
  const path = withoutSystem(origin.path);
  if (origin.root !== null) return path.length > 0 ? { from: origin.root, name: path.join(".") } : null;
  const [first, ...rest] = path;
  if (first === "pkgs") return rest.length > 0 ? { from: "nixpkgs", name: rest.join(".") } : null;
  const set = ["legacyPackages", "packages"].find((name) => path.includes(name));
  const at = set ? path.indexOf(set) : -1;
  const input = at > 0 && first !== "self" ? path[at - 1]! : null;
  return set === "legacyPackages" && input
    ? { from: input, name: path.slice(at + 1).join(".") }
    : { from: null, name: path.join(".") };
}

interface Origin {
  /** The input that a package set is an import of; `null`: the path begins with a name of its own. */
  readonly root: string | null;
  readonly path: readonly string[];
}

function originOf(scoped: Scoped): Origin | null {
  const { node, scope } = resolve(scoped);
  switch (node.kind) {
    case "identifier": {
      const within = scope.find(node.name) === undefined ? scope.within : null;
      if (within === null) return { root: null, path: [node.name] };
      const around = setOf(within);
      return around && { ...around, path: [...around.path, node.name] };
    }
    case "select": {
      const target = setOf({ node: node.target, scope });
      const names = node.path.map((name) => staticName(scope.text, name) ?? scope.slice(name));
      return target && { ...target, path: [...target.path, ...names] };
    }
    case "apply":
      return callOf(scope.text, node)?.name === "import" ? importedSet({ node, scope }) : null;
    default:
      return null;
  }
}

/** The origin of a package set; of a computed one its own name. */
function setOf(scoped: Scoped): Origin | null {
  const { node } = scoped;
  return originOf(scoped) ?? (node.kind === "identifier" ? { root: null, path: [node.name] } : null);
}

/** What `import nixpkgs { … }` imports. */
function importedSet(scoped: Scoped): Origin | null {
  const first = leading(scoped);
  const source = scoped.scope.source(first);
  if (first.kind === "search-path") return { root: source, path: [] };
  return /^(?:self\.)?(?:inputs\.)?[\w'-]+$/.test(source)
    ? { root: source.split(".").at(-1)!, path: [] }
    : null;
}

/** What Nix calls a kind of machine. */
export const systemName = /^(?:x86_64|aarch64|i686|armv[67]l|riscv64|powerpc64le)-(?:linux|darwin)$/;

/** The part of a path that names the kind of system is the same for all packages. */
function withoutSystem(path: readonly string[]): string[] {
  return path.filter((name) => !name.startsWith("${") && !systemName.test(name));
}

/** A directory of a search path such as LD_LIBRARY_PATH. */
export type SearchDirectory =
  /** `lib.makeLibraryPath [ … ]`: the `lib` of each. */
  | { readonly kind: "packages"; readonly packages: readonly ListedPackage[] }
  /** `${pkgs.zlib}/lib` */
  | { readonly kind: "package"; readonly package: PackageName; readonly directory: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "opaque"; readonly source: string };

/** The directories of a search path, split at its colons; empty ones are left out. */
export function searchPath(expression: Scoped): SearchDirectory[] {
  const directories: TextPart[][] = [[]];
  for (const part of textParts(expression)) {
    if (part.kind === "expression") directories.at(-1)!.push(part);
    else {
      const [first, ...others] = part.text.split(":");
      directories.at(-1)!.push({ kind: "text", text: first! });
      directories.push(...others.map((text): TextPart[] => [{ kind: "text", text }]));
    }
  }
  return directories.flatMap((all) => {
    const written = all.filter((part) => part.kind === "expression" || part.text !== "");
    return written.length === 0 ? [] : [directoryOf(written)];
  });
}

function directoryOf(written: readonly TextPart[]): SearchDirectory {
  const [first, rest, more] = written;
  if (first?.kind === "text" && !rest) return { kind: "text", text: first.text.trim() };
  if (first?.kind === "expression" && !more) {
    const { node, scope } = resolve(first.expression);
    const call = callOf(scope.text, node);
    const list = call?.arguments[0];
    if (!rest && list && call.arguments.length === 1 && call.name === "makeLibraryPath") {
      return { kind: "packages", packages: packagesOf({ node: list, scope }) };
    }
    const named = packageOf(first.expression);
    const directory = rest ? (rest.kind === "text" ? rest.text.trim() : null) : "";
    if (named && directory !== null) return { kind: "package", package: named, directory };
  }
  const sources = written.map((part) => (part.kind === "text" ? part.text : `\${${part.source}}`));
  return { kind: "opaque", source: sources.join("") };
}
