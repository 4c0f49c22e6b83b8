import { nixString } from "../../lang/nix/escape.js";
import type { Literal } from "../../lang/nix/literal.js";
import { forcedPriority } from "../../lang/nix/modifier.js";

/** A value that our module gives an option. */
export type Value =
  | { readonly kind: "scalar"; readonly value: string | boolean }
  | { readonly kind: "expression"; readonly source: string }
  /** A function of a package: whether its name is among these. */
  | { readonly kind: "predicate"; readonly names: readonly string[] }
  /** `prefix` is an expression in front of the list, joined by `++`. */
  | { readonly kind: "list"; readonly items: readonly Item[]; readonly prefix?: string };

export interface Item {
  readonly source: string;
  /** `undefined`: no literal. */
  readonly value: Literal | undefined;
}

export interface Wanted {
  readonly option: string;
  readonly value: Value;
  /** One comment line above it, where it matters. */
  readonly comment?: string;
  /** Not asked for, only good style: whatever the person says about the option stands. */
  readonly optional?: true;
  /** Why it has this value, for the plan. */
  readonly reason?: string;
  /** The module system's priority that it is written with; left out: that of a plain definition. */
  readonly priority?: number;
}

/** Settings that belong together in the module, one paragraph. */
export interface Section {
  readonly prefix: string;
  readonly comment?: string;
  readonly wanted: readonly Wanted[];
}

export const scalar = (value: string | boolean): Value => ({ kind: "scalar", value });
export const expression = (source: string): Value => ({ kind: "expression", source });

export function strings(values: readonly string[]): Value {
  return { kind: "list", items: values.map((value) => ({ source: nixString(value), value })) };
}

export function expressions(sources: readonly string[], prefix?: string): Value {
  return {
    kind: "list",
    items: sources.map((source) => ({ source, value: undefined })),
    ...(prefix && { prefix }),
  };
}

/** The function of nixpkgs' lib that gives a definition a priority below that of a plain one. */
export function overrideOf(priority: number): string {
  return priority === forcedPriority ? "lib.mkForce" : `lib.mkOverride ${priority}`;
}

export const predicateBody = "builtins.elem (lib.getName pkg)";

/** The Nix source of a value, on one line. */
export function sourceOf(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return typeof value.value === "string" ? nixString(value.value) : String(value.value);
    case "expression":
      return value.source;
    case "predicate":
      return `pkg: ${predicateBody} [ ${value.names.map(nixString).join(" ")} ]`;
    case "list": {
      const list = ["[", ...value.items.map((item) => item.source), "]"].join(" ");
      return value.prefix === undefined ? list : `${value.prefix} ++ ${list}`;
    }
  }
}
