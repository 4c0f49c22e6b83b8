import type { NixExpr } from "./ast.js";
import { AssignmentCollector } from "./assignment-collector.js";
import type { Literal } from "./literal.js";
import type { Modifier } from "./modifier.js";
import { parseNix } from "./parser.js";
import type { Position } from "./position.js";
import { Scope } from "./scope.js";
import type { ListElement } from "./value.js";

export type { ListElement } from "./value.js";

/** One definition of an option in a module, as far as syntax tells. */
export interface Assignment {
  /** The option's dotted name; of an opaque one, that of the set in which it defines something (`""`: of all). */
  readonly option: string;
  /** The value's source, names in the file followed, without modifiers such as mkDefault around it. */
  readonly source: string;
  /** The value, where it is written out; `undefined`: it must be evaluated. */
  readonly value: Literal | undefined;
  /** The elements of a list, as far as they are written out and unconditional; `null`: no list. */
  readonly elements: readonly ListElement[] | null;
  /** What stands around the value, outermost first; empty: a plain definition. */
  readonly modifiers: readonly Modifier[];
  /** The module system's priority: lower wins, 100 is that of a plain definition; `null`: computed. */
  readonly priority: number | null;
  /** Whether it counts only under a condition. */
  readonly conditional: boolean;
  /** From 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** What stands at the option, where `source` is what a name in it leads to; left out: the source itself. */
  readonly written?: string;
  /** Where that source stands. */
  readonly readAt?: Position;
  /** It may define options below `option` too: the value is computed, or a part of the name is. */
  readonly opaque?: true;
  /** The whole name where a part of it is computed (`null`), and whether it may define options below that. */
  readonly computed?: { readonly path: readonly (string | null)[]; readonly below: boolean };
}

/**
 * Every option that a NixOS module sets, found by syntax alone. `tree` is the module's, or that of one written in
 * place, then with its scope. Raises NixSyntaxError where it has to parse.
 */
export function assignments(
  text: string,
  tree: NixExpr = parseNix(text),
  scope: Scope = Scope.of(text),
): Assignment[] {
  const collector = new AssignmentCollector(scope);
  collector.module({ node: tree, scope });
  return collector.found;
}

/** Whether a definition is one of an option, or, being computed, may be. */
export function mayDefine(one: Assignment, option: string): boolean {
  if (!one.opaque) return one.option === option;
  const asked = option.split(".");
  const { path, below } = one.computed ?? {
    path: one.option === "" ? [] : one.option.split("."),
    below: true,
  };
  return (
    (path.length === asked.length || (below && path.length < asked.length)) &&
    path.every((name, index) => name === null || name === asked[index])
  );
}
