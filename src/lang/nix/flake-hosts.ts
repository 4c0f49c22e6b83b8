import type { NixExpr } from "./ast.js";
import { callOf, lastName, type Call } from "./call.js";
import { listIn, type FindImportList } from "./import-list.js";
import { members } from "./members.js";
import { staticName } from "./module.js";
import { moduleEntries, type ImportEntry } from "./module-imports.js";
import { importedFile, pathOf } from "./path-value.js";
import { attribute, resolve, Scope, type Scoped } from "./scope.js";
import { valueOf } from "./value.js";

/** What a file holds that hosts are looked for in: a flake's outputs, hosts by name, or one host. */
export type HostFile = "outputs" | "hosts" | "host";

/** A NixOS system that a flake builds, or what only reading on or evaluating could tell of one. */
export type HostEntry = {
  /** From 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
} & (
  | {
      readonly kind: "host";
      /** `null`: the file does not say it: it holds one host, or computes the name. */
      readonly name: string | null;
      /** The entries of its list of modules. */
      readonly modules: readonly ImportEntry[];
    }
  /** Another file holds it: read that with `hostsOf(text, tree, holds)`. `name`: of the one host there. */
  | {
      readonly kind: "path";
      readonly name: string | null;
      /** Normalized: absolute, or from the directory of the file. */
      readonly path: string;
      readonly holds: HostFile;
    }
  /** `why` is a clause, such as "a function computes it". */
  | { readonly kind: "opaque"; readonly name: string | null; readonly source: string; readonly why: string }
);

/**
 * The hosts in `nixosConfigurations` of a flake, of a module for flake-parts, or of a file that a flake imports for
 * them, found by syntax alone. Never throws.
 */
export function hostsOf(text: string, tree: NixExpr, holds: HostFile = "outputs"): HostEntry[] {
  return findHosts(text, tree, holds).map(({ entry }) => entry);
}

/** The `modules` of a host, to be edited in the file that builds it; `null`: of the only host there. */
export function modulesOfHost(name: string | null): FindImportList {
  return (text, tree) => {
    const systems = (["outputs", "hosts", "host"] as const)
      .map((holds) => findHosts(text, tree, holds).flatMap((found) => (found.system ? [found] : [])))
      .find((found) => found.length > 0);
    const [one, other] = (systems ?? []).filter(
      ({ entry }) => name === null || entry.name === name || entry.name === null,
    );
    const host = name === null ? "host" : `host \`${name}\``;
    if (!one?.system) return { reason: `it has no ${host} whose modules are written out`, at: tree.start };
    if (other?.system) return { reason: "it has several hosts", at: other.system.node.start };
    const { node } = one.system;
    const shared = systems?.some((found) => found !== one && found.system?.node === node);
    if (shared) return { reason: "it makes several hosts of one list of modules", at: node.start };
    if (node.kind === "attrs") return listIn(text, node, "modules");
    return { reason: `it computes what the ${host} is made of`, at: node.start };
  };
}

interface Found {
  readonly entry: HostEntry;
  /** The set that `nixosSystem` is called with. */
  readonly system?: Scoped;
}

function findHosts(text: string, tree: NixExpr, holds: HostFile): Found[] {
  const whole: Scoped = { node: tree, scope: Scope.of(text) };
  if (holds === "outputs") return inOutputs(whole);
  return holds === "hosts" ? inConfigurations(whole) : inHost(null, whole);
}

/** What a function's body evaluates to, whatever it is called with. */
function bodyOf(scoped: Scoped): Scoped {
  const { node, scope } = resolve(scoped);
  return node.kind === "lambda" ? bodyOf({ node: node.body, scope: scope.inside(node) }) : { node, scope };
}

/** Functions that make outputs for each kind of system, among which hosts are not. */
const perSystem = /^each(?:Default)?System(?:PassThrough|Map)?$/;

function inOutputs(outputs: Scoped): Found[] {
  const { node, scope } = bodyOf(outputs);
  const inside = (nodes: readonly NixExpr[]) => nodes.flatMap((one) => inOutputs({ node: one, scope }));
  if (node.kind === "attrs") return inOutputsSet({ node, scope });
  if (node.kind === "binary" && node.operator === "//") return inside([node.left, node.right]);
  const path = importedFile({ node, scope }) ?? pathOf({ node, scope });
  if (path !== null) return [elsewhere(null, { node, scope }, path, "outputs")];
  const call = callOf(scope.text, node);
  if (call === null || perSystem.test(call.name ?? "")) return [];
  if (call.name === "recursiveUpdate" || call.name === "optionalAttrs") return inside(call.arguments);
  if (call.name === "mkFlake" && call.arguments.length > 1) return inside(call.arguments.slice(-1));
  return [opaque(null, { node, scope }, "a function computes the outputs")];
}

function inOutputsSet(set: Scoped): Found[] {
  const outputs = attribute(set, "outputs");
  if (outputs) return inOutputs(outputs);
  const flake = attribute(set, "flake");
  const hosts = [set, ...(flake ? [resolve(flake)] : [])].flatMap((one) => {
    const configurations = attribute(one, "nixosConfigurations");
    return configurations ? inConfigurations(configurations) : [];
  });
  const imports = attribute(set, "imports");
  const modules = (imports ? moduleEntries(imports) : []).flatMap(({ line, column, ...one }): Found[] =>
    one.kind === "path"
      ? [{ entry: { kind: "path", name: null, path: one.path, holds: "outputs", line, column } }]
      : [],
  );
  return [...hosts, ...modules];
}

function inConfigurations(configurations: Scoped): Found[] {
  const { node, scope } = bodyOf(configurations);
  const inside = (nodes: readonly NixExpr[]) =>
    nodes.flatMap((one) => inConfigurations({ node: one, scope }));
  if (node.kind === "binary" && node.operator === "//") return inside([node.left, node.right]);
  const path = importedFile({ node, scope });
  if (path !== null) return [elsewhere(null, { node, scope }, path, "hosts")];
  const call = callOf(scope.text, node);
  if (call?.name === "recursiveUpdate" || call?.name === "optionalAttrs") return inside(call.arguments);
  if (node.kind !== "attrs") {
    const why = call ? "a function computes the hosts" : "the hosts are not written out in this file";
    return [opaque(null, { node, scope }, why)];
  }
  const named = [...members(scope.text, node.entries).keys()].flatMap((name) => {
    const host = attribute({ node, scope }, name);
    return host ? inHost(name, host) : [];
  });
  const computed = node.entries.flatMap((entry) => {
    const [name, deeper] = entry.kind === "binding" ? entry.path : [];
    if (entry.kind !== "binding" || name?.kind === "identifier" || deeper || !name) return [];
    if (staticName(scope.text, name) !== null) return [];
    const value = valueOf({ node: name.kind === "string" ? name : name.value, scope });
    return inHost(typeof value === "string" ? value : null, { node: entry.value, scope });
  });
  return [...named, ...computed];
}

function inHost(name: string | null, host: Scoped): Found[] {
  const { node, scope } = bodyOf(host);
  const system = systemCall({ node, scope });
  if (system) {
    const list = attribute(system, "modules");
    const place = host.scope.positionAt(host.node.start);
    return [{ entry: { kind: "host", name, modules: list ? moduleEntries(list) : [], ...place }, system }];
  }
  const path = importedFile({ node, scope });
  if (path !== null) return [elsewhere(name, host, path, "host")];
  return [
    opaque(
      name,
      host,
      node.kind === "apply" ? "a function computes it" : "it is not written out in this file",
    ),
  ];
}

/** The set that the nearest `nixosSystem` is called with, also by a function of this file, or as an argument. */
function systemCall(scoped: Scoped): Scoped | null {
  const { node, scope } = bodyOf(scoped);
  if (node.kind === "select") return systemCall({ node: node.target, scope });
  const call = callOf(scope.text, node);
  if (!call) return null;
  const given = call.arguments.map((one) => ({ node: one, scope }));
  const [first, second] = given;
  if (call.name === "import") return isEvalConfig(call, scope) && second ? resolve(second) : null;
  const target = resolve({ node: call.target, scope });
  if (isNixosSystem(target)) return first ? resolve(first) : null;
  if (call.name === "makeOverridable" && first && isNixosSystem(resolve(first)))
    return second ? resolve(second) : null;
  const body = given.reduce<Scoped | null>(called, target);
  const candidates = body ? [body] : call.target.kind === "select" ? [...given, target] : given;
  return candidates.map(systemCall).find((found) => found !== null) ?? null;
}

/** The body of a function of this file with its argument known; `null`: it is no such function. */
function called(target: Scoped | null, argument: Scoped): Scoped | null {
  const found = target && resolve(target);
  if (found?.node.kind !== "lambda") return null;
  return { node: found.node.body, scope: found.scope.calling(found.node, argument) };
}

function isNixosSystem({ node, scope }: Scoped): boolean {
  return lastName(scope.text, node) === "nixosSystem";
}

/** What `nixosSystem` itself calls. */
function isEvalConfig(call: Call, scope: Scope): boolean {
  return scope.source(call.arguments[0]!).includes("nixos/lib/eval-config.nix");
}

function elsewhere(name: string | null, { node, scope }: Scoped, path: string, holds: HostFile): Found {
  return { entry: { kind: "path", name, path, holds, ...scope.positionAt(node.start) } };
}

function opaque(name: string | null, { node, scope }: Scoped, why: string): Found {
  return {
    entry: { kind: "opaque", name, source: scope.source(node), why, ...scope.positionAt(node.start) },
  };
}
