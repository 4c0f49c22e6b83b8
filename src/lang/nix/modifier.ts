import type { NixExpr } from "./ast.js";
import { callOf } from "./call.js";
import { literalOf } from "./literal.js";

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

/** The priority that mkForce gives. */
export const forcedPriority = 50;

/** Priorities of lib/modules.nix of nixpkgs. */
const priorities: Readonly<Partial<Record<Modifier, number>>> = {
  mkOptionDefault: 1500,
  mkDefault: 1000,
  mkImageMediaOverride: 60,
  mkForce: forcedPriority,
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
  /** What it stands around: a value, or for mkMerge a list of them. */
  readonly value: NixExpr;
  /** `undefined`: unchanged; `null`: computed. */
  readonly priority: number | null | undefined;
  readonly conditional: boolean;
}

/** Reads a call such as `lib.mkIf condition value`; `null`: it is another function's. */
export function modifierOf(text: string, node: NixExpr): Modified | null {
  const call = callOf(text, node);
  const modifier = call?.name ?? null;
  if (!call || !isModifier(modifier) || call.arguments.length !== argumentsBefore[modifier] + 1) return null;
  return {
    modifier,
    value: call.arguments.at(-1)!,
    priority: modifier === "mkOverride" ? numberOf(text, call.arguments[0]!) : priorities[modifier],
    conditional: modifier === "mkIf" || modifier === "optionalAttrs",
  };
}

function isModifier(name: string | null): name is Modifier {
  return name !== null && Object.hasOwn(argumentsBefore, name);
}

function numberOf(text: string, node: NixExpr): number | null {
  const value = literalOf(text, node);
  return typeof value === "number" ? value : null;
}
