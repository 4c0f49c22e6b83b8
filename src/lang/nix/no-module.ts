import type { AttrSet, NixExpr } from "./ast.js";
import { callOf } from "./call.js";
import { members } from "./members.js";
import { attribute, resolve, Scope, type Scoped } from "./scope.js";

/** Functions of flakes that make systems; no option's value comes straight from one. */
const systemMakers = new Set(["nixosSystem", "darwinSystem", "homeManagerConfiguration", "mkFlake"]);

/** Functions that make packages and shells, by the beginning of their names. */
const packageMakers =
  /^(?:mkDerivation|mkShell|callPackage|buildEnv|buildFHS|build\w*(?:Package|Module|Application)|runCommand|symlinkJoin|writeShell)/;

/** What overlays call their two arguments. */
const [overlayFirst, overlaySecond] = [/^(?:final|self|_\w*)$/, /^(?:prev|super|_\w*)$/];

/** Attributes that make a file something else than a NixOS module, which has no such option. */
const foreign: readonly (readonly [path: readonly string[], reason: string])[] = [
  [["outputs"], "it is a flake"],
  [["nixosConfigurations"], "it lists the systems of a flake"],
  [["darwinConfigurations"], "it lists the systems of a flake"],
  [["perSystem"], "it is a module for flake-parts"],
  [["flake", "nixosConfigurations"], "it is a module for flake-parts"],
  [["flake", "nixosModules"], "it is a module for flake-parts"],
  [["home", "stateVersion"], "it is a module for home-manager"],
  [["home", "username"], "it is a module for home-manager"],
  [["home", "homeDirectory"], "it is a module for home-manager"],
];

/**
 * Why a file is plainly no NixOS module, so that an `imports` would change what it is: a clause about it.
 * `null`: it may be one.
 */
export function whyNoModule(text: string, tree: NixExpr): string | null {
  let at = resolve({ node: tree, scope: Scope.of(text) });
  let argument: string | null = null;
  while (at.node.kind === "lambda") {
    const { formals, body } = at.node;
    const name = formals === null ? at.node.argument : null;
    if (argument && name && overlayFirst.test(argument) && overlaySecond.test(name))
      return "it is an overlay";
    argument = name;
    at = resolve({ node: body, scope: at.scope.inside(at.node) });
  }
  return ofBody(at);
}

function ofBody({ node, scope }: Scoped): string | null {
  switch (node.kind) {
    case "attrs":
      return ofSet({ node, scope });
    case "apply": {
      const maker = callOf(scope.text, node)?.name ?? "";
      if (systemMakers.has(maker)) return `it calls \`${maker}\``;
      return packageMakers.test(maker) ? "it makes a package" : null;
    }
    case "list":
      return "it is a list";
    case "string":
    case "path":
    case "uri":
    case "int":
    case "float":
      return "it is a single value";
    default:
      return null;
  }
}

function ofSet(set: { readonly node: AttrSet; readonly scope: Scope }): string | null {
  for (const [path, reason] of foreign) {
    const at = path.reduce<Scoped | null>((from, name) => from && attribute(resolve(from), name), set);
    if (at) return reason;
  }
  for (const name of members(set.scope.text, set.node.entries).keys()) {
    const value = attribute(set, name);
    const found = value && resolve(value);
    const maker = found ? callOf(found.scope.text, found.node)?.name : null;
    if (maker && systemMakers.has(maker)) return `it calls \`${maker}\``;
  }
  return null;
}
