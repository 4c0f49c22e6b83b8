import type { AttrSet, NixExpr } from "./ast.js";
import { attributesOf, type Attribute } from "./attributes.js";
import { callOf, type Call } from "./call.js";
import { staticName } from "./module.js";
import { systemName } from "./packages.js";
import { packageSetsOf, type PackageSet } from "./package-sets.js";
import { importedFile, pathOf } from "./path-value.js";
import type { Position } from "./position.js";
import { attribute, inheritance, insideSet, resolve, Scope, type Scoped } from "./scope.js";

/** A development shell that a file makes. */
export interface DevShell extends Position {
  /** `default`, or what it is called in `devShells`. */
  readonly name: string;
  /** Where the file has it: `devShells.default`, `perSystem.devShells.default`; empty: the file is the shell. */
  readonly path: string;
  /** The function that makes it, as written: `pkgs.mkShell`; `null`: none, as in `devenv.shells.default = { … }`. */
  readonly maker: string | null;
  /** Functions around it, outermost first: `eachDefaultSystem`, `mkFlake`. */
  readonly within: readonly string[];
  /** `null`: they are computed. */
  readonly attributes: readonly Attribute[] | null;
}

export interface ShellFile {
  readonly shells: readonly DevShell[];
  /** Shells in other files. */
  readonly elsewhere: readonly (Position & { readonly name: string; readonly path: string })[];
  /** Shells that only evaluation knows. */
  readonly opaque: readonly (Position & { readonly name: string; readonly source: string })[];
  /** `inputs` of a flake, flattened: `nixpkgs.url`. */
  readonly inputs: readonly Attribute[];
  /** `nixConfig` of a flake. */
  readonly nixConfig: readonly Attribute[];
  readonly packageSets: readonly PackageSet[];
}

/** Everything that a `flake.nix` or a `shell.nix` says of development shells, found by syntax alone. Never throws. */
export function shellsIn(text: string, tree: NixExpr): ShellFile {
  const root = body({ node: tree, scope: Scope.of(text) });
  const flake = attribute(root, "outputs") !== null;
  const finder = new ShellFinder(flake);
  const outputs = flake ? attribute(root, "outputs")! : root;
  finder.look(outputs, { path: [], within: [] });
  const named = (name: string) => {
    const set = flake ? attribute(root, name) : null;
    return set ? (attributesOf(set) ?? []) : [];
  };
  const { shells, elsewhere, opaque } = finder;
  const packageSets = packageSetsOf(text, tree);
  return { shells, elsewhere, opaque, inputs: named("inputs"), nixConfig: named("nixConfig"), packageSets };
}

/** Packages and shells may be made by these; what they are called with holds no shell. */
const makers = /^(?:mkShell|mkShellNoCC|mkShellMinimal|buildFHSEnv|buildFHSUserEnv|buildFHSEnvBubblewrap)$/;

/** Names that shells go by in a flake's outputs. */
const shellNames = new Set(["devShell", "devShells"]);

interface Way {
  readonly path: readonly string[];
  readonly within: readonly string[];
  /** Whether it is only given to a function, which makes something else of it. */
  readonly given?: boolean;
}

class ShellFinder {
  readonly shells: DevShell[] = [];
  readonly elsewhere: { name: string; path: string; line: number; column: number }[] = [];
  readonly opaque: { name: string; source: string; line: number; column: number }[] = [];
  private readonly flake: boolean;
  /** What names led to, as a set may contain itself. */
  private readonly passed = new Set<string>();

  constructor(flake: boolean) {
    this.flake = flake;
  }

  /** Looks for shells in an expression, which stands at a path of the outputs. */
  look(scoped: Scoped, way: Way): void {
    const { node, scope } = body(scoped);
    const key = `${way.path.join(".")} ${node.start} ${node.end}`;
    if (this.passed.has(key)) return;
    this.passed.add(key);
    if (node.kind === "attrs") return this.set({ node, scope }, way);
    if (node.kind === "binary" || node.kind === "if") {
      const sides = node.kind === "if" ? [node.consequent, node.alternative] : [node.left, node.right];
      for (const side of sides) this.look({ node: side, scope }, way);
      return;
    }
    const call = callOf(scope.text, node);
    const inside = this.isShell(way.path);
    if (call && this.makes(call, scope, inside)) return this.found({ node, scope }, call, way);
    const place = scoped.scope.positionAt(scoped.node.start);
    const path = importedFile({ node, scope }) ?? (inside ? calledPath(call, scope) : null);
    if (path !== null && inside) this.elsewhere.push({ name: nameIn(way.path), path, ...place });
    else if (node.kind === "select" && callOf(scope.text, node.target))
      this.look({ node: node.target, scope }, way);
    else if (call && call.name !== "import") this.throughCall(call, scope, way, place);
    else if (inside && !way.given) {
      this.opaque.push({ name: nameIn(way.path), source: scoped.scope.source(scoped.node), ...place });
    }
  }

  private throughCall(call: Call, scope: Scope, way: Way, place: Position): void {
    const found = () => this.shells.length + this.elsewhere.length + this.opaque.length;
    const before = found();
    const within = call.name === null ? way.within : [...way.within, call.name];
    const target = resolve({ node: call.target, scope });
    if (target.node.kind === "lambda") this.look(applied(target, call, scope), { ...way, within });
    if (found() > before) return;
    for (const argument of call.arguments) {
      const given = resolve({ node: argument, scope }).node.kind !== "lambda";
      this.look({ node: argument, scope }, { ...way, within, given: way.given || given });
    }
    if (found() > before || way.given || !this.isShell(way.path)) return;
    const source = scope.slice({ start: call.target.start, end: call.arguments.at(-1)!.end });
    this.opaque.push({ name: nameIn(way.path), source, ...place });
  }

  private set(set: { readonly node: AttrSet; readonly scope: Scope }, way: Way): void {
    const inside = insideSet(set);
    const devenv = way.path.join(".").endsWith("devenv.shells");
    for (const entry of set.node.entries) {
      const names = entry.kind === "binding" ? entry.path : [];
      const path = [...way.path, ...names.map((one) => staticName(set.scope.text, one) ?? "<system>")];
      if (entry.kind === "inherit") this.inherited(entry, set, inside, way);
      else if (devenv || /(?:^|\.)devenv\.shells\.[^.]+$/.test(path.join("."))) {
        this.devenvShell({ node: entry.value, scope: inside }, { ...way, path });
      } else this.look({ node: entry.value, scope: inside }, { ...way, path });
    }
  }

  private inherited(
    entry: Extract<AttrSet["entries"][number], { kind: "inherit" }>,
    set: Scoped,
    inside: Scope,
    way: Way,
  ): void {
    for (const at of entry.names) {
      const name = staticName(set.scope.text, at);
      if (name === null || !this.isShell([...way.path, name])) continue;
      const node: NixExpr = entry.from ? inheritance(entry.from, at) : { ...at, kind: "identifier", name };
      this.look({ node, scope: entry.from ? inside : set.scope }, { ...way, path: [...way.path, name] });
    }
  }

  private devenvShell({ node, scope }: Scoped, { path, within }: Way): void {
    const attributes = attributesOf(body({ node, scope }));
    const place = scope.positionAt(node.start);
    this.shells.push({ name: path.at(-1)!, path: path.join("."), maker: null, within, attributes, ...place });
  }

  private found({ node, scope }: Scoped, call: Call, { path, within }: Way): void {
    const attributes = attributesOf({ node: call.arguments.at(-1)!, scope });
    this.shells.push({
      name: nameIn(path),
      path: path.join("."),
      maker: scope.source(call.target),
      within,
      attributes,
      ...scope.positionAt(node.start),
    });
  }

  private isShell(path: readonly string[]): boolean {
    return this.flake ? path.some((name) => shellNames.has(name)) : path.every((name) => name === "shell");
  }

  private makes(call: Call, scope: Scope, inside: boolean): boolean {
    const derivation = call.name === "mkDerivation" || call.name === "runCommand";
    const overridden = call.name === "override" && /\bmkShell(?:NoCC)?\b/.test(scope.source(call.target));
    return inside && (derivation || overridden || makers.test(call.name ?? ""));
  }
}

/** The body of a function of the file that is called, as far as its arguments are. */
function applied(target: Scoped, call: Call, scope: Scope): Scoped {
  return call.arguments.reduce<Scoped>((function_, argument) => {
    const { node, scope: own } = resolve(function_);
    if (node.kind !== "lambda") return { node, scope: own };
    return { node: node.body, scope: own.calling(node, { node: argument, scope }) };
  }, target);
}

/** Behind what only stands around a value, and behind functions' heads. */
function body(scoped: Scoped): Scoped {
  const { node, scope } = resolve(scoped);
  return node.kind === "lambda" ? body({ node: node.body, scope: scope.inside(node) }) : { node, scope };
}

/** The file in `callPackage ./shell.nix { }`. */
function calledPath(call: Call | null, scope: Scope): string | null {
  return call?.name === "callPackage" ? pathOf({ node: call.arguments[0]!, scope }) : null;
}

/** What a shell at a path of the outputs is called. */
function nameIn(path: readonly string[]): string {
  const behind = path.slice(path.findIndex((name) => shellNames.has(name)) + 1);
  return behind.filter((name) => name !== "<system>" && !systemName.test(name)).at(-1) ?? "default";
}
