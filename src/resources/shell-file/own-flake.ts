import type { AttrSet, Binary, Binding, NixExpr } from "../../lang/nix/ast.js";
import { callOf, withoutParentheses } from "../../lang/nix/call.js";
import { moduleBody, staticName } from "../../lang/nix/module.js";
import type { TextEdit } from "../../model/span.js";
import {
  bindingsOf,
  nixpkgsInput,
  shellBinding,
  systemOf,
  type Flake,
  type SystemName,
} from "./flake-names.js";
import { freeName, insertEntry } from "./insert-entry.js";

/**
 * The edits by which a flake gets `nixtorch-shell.nix` as its default shell; a default of the person's gets another
 * name. `null`: the flake's form is not one of plain outputs, flake-utils or flake-parts, written out in this file.
 * @param root The flake's syntax tree.
 * @param systems Nix systems.
 */
export function importEdits(text: string, root: NixExpr, systems: readonly string[]): TextEdit[] | null {
  const set = moduleBody(root);
  if (set.kind !== "attrs") return null;
  const value = bindingsOf(text, set, "outputs")[0]?.value;
  const outputs = value === undefined ? null : withoutParentheses(value);
  if (outputs?.kind !== "lambda") return null;
  const { formals, argument } = outputs;
  return inOutputs(
    { text, systems, formals, argument, nixpkgs: nixpkgsInput(text, set) },
    moduleBody(outputs.body),
  );
}

function inOutputs(flake: Flake, body: NixExpr): TextEdit[] | null {
  if (body.kind === "binary" && body.operator === "//")
    return firstOf(sides(flake.text, body), (side) => inOutputs(flake, side));
  if (body.kind === "attrs") return inPlainOutputs(flake, body);
  const call = callOf(flake.text, body);
  const last = call?.arguments.at(-1);
  if (call === null || last === undefined) return null;
  if (call.name === "mkFlake" && call.arguments.length === 2) return inFlakeParts(flake, moduleBody(last));
  if (call.name !== "eachDefaultSystem" && call.name !== "eachSystem") return null;
  const lambda = withoutParentheses(last);
  return lambda.kind === "lambda" && lambda.argument !== null
    ? inOneSystem(flake, moduleBody(lambda.body), { expression: lambda.argument, edits: [] })
    : null;
}

/**
 * The sides of `a // b`, the one with the shells first: of two sets with shells Nix takes the right one's, whole. Where
 * neither has any, a function that is called for each system is the better place.
 */
function sides(text: string, { left, right }: Binary): readonly NixExpr[] {
  const [a, b] = [moduleBody(left), moduleBody(right)];
  const hasShells = (side: NixExpr) => /\bdevShells\b/.test(text.slice(side.start, side.end));
  if (hasShells(b)) return [b];
  if (hasShells(a)) return [a];
  return a.kind === "apply" ? [a, b] : [b, a];
}

function firstOf(nodes: readonly NixExpr[], edits: (node: NixExpr) => TextEdit[] | null): TextEdit[] | null {
  for (const node of nodes) {
    const found = edits(node);
    if (found !== null) return found;
  }
  return null;
}

function inFlakeParts(flake: Flake, module: NixExpr): TextEdit[] | null {
  if (module.kind !== "attrs") return null;
  const perSystem = bindingsOf(flake.text, module, "perSystem")[0];
  if (perSystem === undefined) {
    const system = { expression: "system", edits: [] };
    const [line, ...edits] = shellBinding(flake, "devShells.default", system);
    const entry = ["perSystem =", "  { system, ... }:", "  {", `    ${line}`, "  };"];
    return bindingsOf(flake.text, module, "imports").length > 0
      ? null
      : [insertEntry(flake.text, module, null, entry), ...edits];
  }
  const lambda = withoutParentheses(perSystem.value);
  const system = lambda.kind === "lambda" ? systemOf(lambda) : null;
  return system === null || lambda.kind !== "lambda"
    ? null
    : inOneSystem(flake, moduleBody(lambda.body), system);
}

/** The set of outputs of one system: `devShells.default` is the shell. */
function inOneSystem(flake: Flake, set: NixExpr, system: SystemName): TextEdit[] | null {
  if (set.kind === "binary" && set.operator === "//")
    return firstOf(sides(flake.text, set), (side) => inOneSystem(flake, side, system));
  if (set.kind !== "attrs") return null;
  const shells = bindingsOf(flake.text, set, "devShells");
  const whole = shells.find(({ path }) => path.length === 1);
  if (whole !== undefined) {
    const value = withoutParentheses(whole.value);
    return value.kind === "attrs" ? amongShells(flake, value, system) : null;
  }
  const [line, ...edits] = shellBinding(flake, "devShells.default", system);
  const taken = shells.filter(({ path }) => path.length === 2);
  return [
    ...renamed(flake.text, taken, 1),
    insertEntry(flake.text, set, shells.at(-1) ?? null, [line]),
    ...edits,
  ];
}

/** The set of one system's shells: `default` is the shell. */
function amongShells(flake: Flake, set: AttrSet, system: SystemName): TextEdit[] {
  const [line, ...edits] = shellBinding(flake, "default", system);
  const named = set.entries.filter((entry) => entry.kind === "binding");
  return [
    ...renamed(flake.text, named, 0),
    insertEntry(flake.text, set, named.at(-1) ?? null, [line]),
    ...edits,
  ];
}

function inPlainOutputs(flake: Flake, set: AttrSet): TextEdit[] | null {
  const { text } = flake;
  const shells = bindingsOf(text, set, "devShells");
  const whole = shells.find(({ path }) => path.length === 1);
  if (whole !== undefined) {
    const call = callOf(text, whole.value);
    const lambda = call?.arguments.map(withoutParentheses).find((one) => one.kind === "lambda");
    if (lambda?.kind === "lambda") {
      const system = systemOf(lambda);
      const body = moduleBody(lambda.body);
      return system === null || body.kind !== "attrs" ? null : amongShells(flake, body, system);
    }
    const value = withoutParentheses(whole.value);
    return value.kind === "attrs" ? inSystems(flake, value, [], null) : null;
  }
  return inSystems(flake, set, ["devShells"], shells.at(-1) ?? null);
}

/** A set whose entries, behind `prefix`, are named by system: `x86_64-linux.default`, `${system} = { … }`. */
function inSystems(
  flake: Flake,
  set: AttrSet,
  prefix: readonly string[],
  anchor: Binding | null,
): TextEdit[] | null {
  const { text, systems } = flake;
  const depth = prefix.length;
  const entries =
    prefix.length === 0
      ? set.entries.filter((one) => one.kind === "binding")
      : bindingsOf(text, set, prefix[0]!);
  const computed = entries.filter(({ path }) => path[depth]?.kind === "interpolation");
  const [one] = computed;
  if (one !== undefined) return computed.length === 1 ? inComputedSystem(flake, one, depth) : null;

  const edits: TextEdit[] = [];
  const lines: string[] = [];
  for (const system of systems) {
    const name = { expression: JSON.stringify(system), edits: [] };
    const own = entries.filter(
      ({ path }) => path[depth] !== undefined && staticName(text, path[depth]) === system,
    );
    const set_ = own.find(({ path }) => path.length === depth + 1);
    const value = set_ === undefined ? null : withoutParentheses(set_.value);
    if (value !== null && value.kind !== "attrs") return null;
    if (value !== null) edits.push(...amongShells(flake, value, name));
    else {
      const [line, ...more] = shellBinding(flake, [...prefix, system, "default"].join("."), name);
      lines.push(line);
      edits.push(...more, ...renamed(text, own, depth + 1));
    }
  }
  if (lines.length > 0) edits.push(insertEntry(text, set, anchor ?? entries.at(-1) ?? null, lines));
  return unique(edits);
}

/** `${system} = { … }` takes one more; `${system}.default = …` cannot, as Nix joins no computed names. */
function inComputedSystem(flake: Flake, binding: Binding, depth: number): TextEdit[] | null {
  const { text } = flake;
  const name = binding.path[depth]!;
  if (name.kind !== "interpolation") return null;
  const system = { expression: text.slice(name.value.start, name.value.end), edits: [] };
  if (binding.path.length === depth + 1) {
    const value = withoutParentheses(binding.value);
    return value.kind === "attrs" ? amongShells(flake, value, system) : null;
  }
  if (binding.path.length !== depth + 2) return null;
  const [line, ...edits] = shellBinding(flake, "default", system);
  const last = binding.path.at(-1)!;
  const own = staticName(text, last) === "default" ? freeName([]) : text.slice(last.start, last.end);
  return [
    { start: name.end, end: last.end, text: ` = { ${line} ${own}` },
    { start: binding.end, end: binding.end, text: " };" },
    ...edits,
  ];
}

/** A default shell of the person's gets another name. */
function renamed(text: string, bindings: readonly Binding[], at: number): TextEdit[] {
  const names = bindings.map(({ path }) => (path[at] === undefined ? null : staticName(text, path[at])));
  return bindings.flatMap(({ path }, index) => {
    const name = path[at];
    return name === undefined || names[index] !== "default"
      ? []
      : [{ start: name.start, end: name.end, text: freeName(names) }];
  });
}

/** One place asks for a formal argument once for each system. */
function unique(edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter(
    (edit, at) =>
      edits.findIndex((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text) ===
      at,
  );
}
