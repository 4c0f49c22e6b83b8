import type { NixExpr } from "./ast.js";
import { attributesOf, type Attribute } from "./attributes.js";
import { callOf } from "./call.js";
import { parts } from "./descend.js";
import { leading, pathOf } from "./path-value.js";
import type { Position } from "./position.js";
import { Scope, type Scoped } from "./scope.js";

/** An `import nixpkgs { … }`. */
export interface PackageSet extends Position {
  /** The flake's input, or `<nixpkgs>`; `null`: something else, such as a tarball. */
  readonly from: string | null;
  /** What it is an import of, as written. */
  readonly source: string;
  readonly attributes: readonly Attribute[];
}

/** Every `import nixpkgs { … }` in a file. */
export function packageSetsOf(text: string, tree: NixExpr): PackageSet[] {
  return packageSetsIn({ node: tree, scope: Scope.of(text) });
}

function packageSetsIn(scoped: Scoped): PackageSet[] {
  const { node, scope } = scoped;
  const call = callOf(scope.text, node);
  const [what, settings] = call?.name === "import" ? call.arguments : [];
  const inner = parts(scoped).flatMap(packageSetsIn);
  const attributes = settings ? attributesOf({ node: settings, scope }) : null;
  if (!what || !attributes || !isNixpkgs(attributes, { node: what, scope })) return inner;
  const first = leading({ node, scope });
  const source = scope.source(what);
  const input = /^(?:self\.)?(?:inputs\.)?([\w'-]+)$/.exec(scope.source(first))?.[1];
  const from = first.kind === "search-path" ? scope.source(first) : (input ?? null);
  return [{ from, source, attributes, ...scope.positionAt(node.start) }, ...inner];
}

/** Files of one's own are imported with other settings than nixpkgs is. */
function isNixpkgs(attributes: readonly Attribute[], what: Scoped): boolean {
  const settings = /^(?:system|localSystem|crossSystem|overlays|config)(?:\.|$)/;
  return pathOf(what) === null && attributes.every(({ name }) => settings.test(name));
}
