import { relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { nixString } from "../lang/nix/escape.js";
import type { EvaluatedDefinition, EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { Literal } from "../lang/nix/literal.js";
import { resolveInside } from "../model/rooted.js";
import type { StageContext } from "./context.js";
import type { SystemSource } from "./evaluate-system-source.js";

/** What the expression gives for one value. */
type Shown =
  | { readonly kind: "data"; readonly value: string | number | boolean | null }
  | { readonly kind: "path"; readonly value: string }
  | { readonly kind: "list"; readonly elements: readonly Shown[] }
  | { readonly kind: "package"; readonly known: string | null }
  | { readonly kind: "predicate"; readonly all: boolean; readonly names: readonly string[] }
  | { readonly kind: "function" | "set" };

export interface RawAnswer {
  readonly priority: number;
  readonly definitions: readonly { readonly file: string; readonly shown: Shown }[];
}

/**
 * The answers by option. Left out is what could not be asked for, and what is a function: it cannot be compared.
 * `former`: the older names of an option, whose definitions nixpkgs passes on as if they were its own.
 */
export function readAnswers(
  options: readonly string[],
  answers: ReadonlyMap<string, RawAnswer | null>,
  former: Readonly<Record<string, readonly string[]>>,
  fileOf: (file: string) => string,
): EvaluatedOptions {
  return Object.fromEntries(
    options.flatMap((option) => {
      const answer = answers.get(option) ?? null;
      if (answer === null || answer.definitions.some(({ shown }) => shown.kind === "function")) return [];
      const older = (former[option] ?? []).flatMap((name) => answers.get(name)?.definitions ?? []);
      const definitions = answer.definitions.map(({ file, shown }): EvaluatedDefinition => {
        const origin = isNixpkgs(file) ? older.find((one) => isDeepStrictEqual(one.shown, shown)) : undefined;
        return { file: fileOf(origin?.file ?? file), ...literal(shown) };
      });
      return [[option, { priority: answer.priority, definitions }] as const];
    }),
  );
}

/** A module of nixpkgs itself. */
function isNixpkgs(file: string): boolean {
  return file.includes("/nixos/modules/");
}

function literal(shown: Shown): Omit<EvaluatedDefinition, "file"> {
  if (shown.kind !== "list") return { source: sourceOf(shown), value: valueOf(shown), elements: null };
  const elements = shown.elements.map((one) => ({ source: sourceOf(one), value: valueOf(one) }));
  return { source: sourceOf(shown), value: valueOf(shown), elements };
}

function valueOf(shown: Shown): Literal | undefined {
  if (shown.kind === "data") return shown.value;
  if (shown.kind !== "list") return undefined;
  const values = shown.elements.map(valueOf);
  return values.some((value) => value === undefined) ? undefined : (values as Literal[]);
}

function sourceOf(shown: Shown): string {
  switch (shown.kind) {
    case "data":
      return typeof shown.value === "string" ? nixString(shown.value) : String(shown.value);
    case "path":
      return shown.value;
    case "list":
      return listOf(shown.elements.map(sourceOf));
    case "package":
      return shown.known ?? "a package";
    case "predicate":
      return shown.all
        ? "_: true"
        : `pkg: builtins.elem (lib.getName pkg) ${listOf(shown.names.map(nixString))}`;
    case "function":
      return "a function";
    case "set":
      return "a set";
  }
}

function listOf(sources: readonly string[]): string {
  return ["[", ...sources, "]"].join(" ");
}

/** The names that the module system has for files, as those of the system below the root, links followed. */
export function filesOf(
  system: StageContext["system"],
  root: string,
  { directory }: SystemSource,
  store: string | null,
): (file: string) => string {
  return (file) => {
    const here = store !== null && isBelow(store, file) ? directory + file.slice(store.length) : file;
    const inside = root === "/" ? here : isBelow(root, here) ? `/${relative(root, here)}` : null;
    return inside === null || !inside.startsWith("/")
      ? here
      : (resolveInside(system, root, inside) ?? inside);
  };
}

function isBelow(directory: string, path: string): boolean {
  return path.startsWith(`${directory.replace(/\/+$/, "")}/`);
}
