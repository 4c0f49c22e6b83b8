import type { Apply, NixExpr } from "./ast.js";
import { literalOf } from "./literal.js";
import { staticName } from "./module.js";

/** The functions of nixpkgs' lib that say how a definition counts. */
export type Modifier =
  | "mkIf"
  | "mkMerge"
  | "mkDefault"
  | "mkOptionDefault"
  | "mkForce"
  | "mkOverride"
  | "mkImageMediaOverride"
  | "mkVMOverride"
  | "mkBefore"
  | "mkAfter"
  | "mkOrder"
  | "optionalAttrs";

/** The priority of a definition without a modifier. */
export const normalPriority = 100;

/** Priorities of lib/modules.nix of nixpkgs. */
const priorities: Readonly<Partial<Record<Modifier, number>>> = {
  mkOptionDefault: 1500,
  mkDefault: 1000,
  mkImageMediaOverride: 60,
  mkForce: 50,
  mkVMOverride: 10,
};

/** How many arguments stand before the value. */
const argumentsBefore: Readonly<Record<Modifier, number>> = {
  mkIf: 1,
  mkMerge: 0,
  mkDefault: 0,
  mkOptionDefault: 0,
  mkForce: 0,
  mkOverride: 1,
  mkImageMediaOverride: 0,
  mkVMOverride: 0,
  mkBefore: 0,
  mkAfter: 0,
  mkOrder: 1,
  optionalAttrs: 1,
};

export interface Modified {
  readonly modifier: Modifier;
  /** What it stands around: one value, or those of mkMerge. */
  readonly values: readonly NixExpr[];
  /** `undefined`: unchanged; `null`: computed. */
  readonly priority: number | null | undefined;
  readonly conditional: boolean;
}

/** Reads a call such as `lib.mkIf condition value`; `null`: it is another function's. */
export function modifierOf(text: string, call: Apply): Modified | null {
  const calledWith: NixExpr[] = [];
  let target: NixExpr = call;
  while (target.kind === "apply") {
    calledWith.unshift(target.argument);
    target = target.target;
  }
  const modifier = functionName(text, target);
  if (modifier === null || calledWith.length !== argumentsBefore[modifier] + 1) return null;
  const value = calledWith.at(-1)!;
  if (modifier === "mkMerge") return merged(value);
  return {
    modifier,
    values: [value],
    priority: modifier === "mkOverride" ? numberOf(text, calledWith[0]!) : priorities[modifier],
    conditional: modifier === "mkIf" || modifier === "optionalAttrs",
  };
}

function merged(value: NixExpr): Modified | null {
  if (value.kind === "parenthesis") return merged(value.inner);
  if (value.kind === "list") {
    return { modifier: "mkMerge", values: value.elements, priority: undefined, conditional: false };
  }
  if (value.kind !== "binary" || value.operator !== "++") return null;
  const values = [merged(value.left), merged(value.right)].flatMap((side) => side?.values ?? []);
  return { modifier: "mkMerge", values, priority: undefined, conditional: false };
}

function functionName(text: string, target: NixExpr): Modifier | null {
  const name =
    target.kind === "identifier"
      ? target.name
      : target.kind === "select"
        ? staticName(text, target.path.at(-1)!)
        : null;
  return name !== null && Object.hasOwn(argumentsBefore, name) ? (name as Modifier) : null;
}

function numberOf(text: string, node: NixExpr): number | null {
  const value = literalOf(text, node);
  return typeof value === "number" ? value : null;
}
