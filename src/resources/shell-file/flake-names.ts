import type { AttrSet, Binding, Formals, Lambda } from "../../lang/nix/ast.js";
import { staticName } from "../../lang/nix/module.js";
import type { TextEdit } from "../../model/span.js";
import { shellFile } from "./render.js";

/** A flake that a person wrote, as far as its dev shells are concerned. */
export interface Flake {
  readonly text: string;
  /** The systems that get a shell. */
  readonly systems: readonly string[];
  /** Names that the outputs' function takes; `null`: it takes its inputs as a whole. */
  readonly formals: Formals | null;
  /** The name of all inputs together; `null`: they have none. */
  readonly argument: string | null;
  /** The name of the input that is nixpkgs. */
  readonly nixpkgs: string;
}

/** How the current system is called at a place, and what has to be written elsewhere for it. */
export interface SystemName {
  readonly expression: string;
  readonly edits: readonly TextEdit[];
}

/** What the current system is called in a function that is called for each; `null`: that cannot be told. */
export function systemOf(lambda: Lambda): SystemName | null {
  const { argument, formals, body } = lambda;
  if (formals === null) {
    if (argument === null) return null;
    if (/^(?:system|sys)$/.test(argument)) return { expression: argument, edits: [] };
    return /pkgs$/i.test(argument) ? ofPackages(argument) : body.kind === "lambda" ? systemOf(body) : null;
  }
  const names = formals.formals.map(({ name }) => name);
  if (names.includes("system")) return { expression: "system", edits: [] };
  if (names.includes("pkgs")) return ofPackages("pkgs");
  // flake-parts gives what a function asks for by name.
  return names.length > 0 && formals.open
    ? { expression: "system", edits: [addFormal(formals, "system")] }
    : null;
}

function ofPackages(packages: string): SystemName {
  return { expression: `${packages}.stdenv.hostPlatform.system`, edits: [] };
}

function addFormal({ formals, start }: Formals, name: string): TextEdit {
  const [first] = formals;
  if (first === undefined) return { start: start + 1, end: start + 1, text: ` ${name},` };
  return { start: first.start, end: first.start, text: `${name}, ` };
}

/** `NAME = import ./nixtorch-shell.nix { … };`, and the edits that it needs elsewhere. */
export function shellBinding(
  { formals, argument, nixpkgs }: Flake,
  name: string,
  system: SystemName,
): [string, ...TextEdit[]] {
  const named = formals?.formals.some((one) => one.name === nixpkgs) ?? false;
  const source = named || argument === null ? null : argument;
  const missing = formals !== null && !named && argument === null;
  const sameName = nixpkgs === "nixpkgs";
  const sameSystem = system.expression === "system";
  const plain = [...(sameName && source === null ? ["nixpkgs"] : []), ...(sameSystem ? ["system"] : [])];
  const parts = [
    ...(sameName && source !== null ? [`inherit (${source}) nixpkgs;`] : []),
    ...(plain.length === 0 ? [] : [`inherit ${plain.join(" ")};`]),
    ...(sameName ? [] : [`nixpkgs = ${source === null ? "" : `${source}.`}${nixpkgs};`]),
    ...(sameSystem ? [] : [`system = ${system.expression};`]),
  ];
  return [
    `${name} = import ./${shellFile} { ${parts.join(" ")} };`,
    ...system.edits,
    ...(missing ? [addFormal(formals, nixpkgs)] : []),
  ];
}

/** The input that is nixpkgs: by its name, else by its URL. */
export function nixpkgsInput(text: string, flake: AttrSet): string {
  const inputs = bindingsOf(text, flake, "inputs").flatMap(({ path, value, start, end }) => {
    if (path.length > 1) return [{ name: staticName(text, path[1]!), source: text.slice(start, end) }];
    if (value.kind !== "attrs") return [];
    return value.entries
      .filter((entry) => entry.kind === "binding")
      .map((entry) => ({
        name: staticName(text, entry.path[0]!),
        source: text.slice(entry.start, entry.end),
      }));
  });
  if (inputs.some(({ name }) => name === "nixpkgs")) return "nixpkgs";
  return inputs.find(({ source }) => /["/:]nixpkgs\b/i.test(source))?.name ?? "nixpkgs";
}

/** The bindings of a set that begin with a name. */
export function bindingsOf(text: string, set: AttrSet, name: string): Binding[] {
  return set.entries.filter(
    (entry): entry is Binding => entry.kind === "binding" && staticName(text, entry.path[0]!) === name,
  );
}
