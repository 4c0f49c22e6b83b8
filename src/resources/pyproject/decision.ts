import type { Diagnostic } from "../../model/diagnostic.js";
import { maskCredentials } from "../../model/mask.js";
import type { Answer, Drift, ValueConflict } from "../../model/plan.js";
import type { Baseline } from "../resource.js";
import type { Original } from "./annotations.js";
import type { Table } from "./document.js";
import type { Found, KeyedSpot, Unit } from "./unit.js";

/** What becomes of one unit, or of one entry of the record that is no longer wanted. */
export type Decision =
  /**
   * Stays as it is. "ours": nixtorch wrote this very value, and the record keeps it. "decided": a person wants their
   * own instead, and the record keeps that.
   */
  | {
      readonly kind: "keep";
      readonly unit: Unit;
      readonly found: Found | null;
      readonly whose: "ours" | "theirs" | "decided";
      readonly diagnostic?: Diagnostic;
    }
  | {
      readonly kind: "write";
      readonly unit: Unit;
      readonly found: Found | null;
      readonly drift: Drift | null;
      readonly diagnostic?: Diagnostic;
    }
  | { readonly kind: "remove"; readonly spot: KeyedSpot; readonly found: Found }
  /** No longer wanted, but a person had something there before: that comes back. */
  | {
      readonly kind: "restore";
      readonly spot: KeyedSpot;
      readonly found: Found;
      readonly original: Original;
    }
  | { readonly kind: "leave"; readonly drift: Drift | null; readonly diagnostic: Diagnostic }
  | {
      readonly kind: "conflict";
      readonly drift: Drift | null;
      readonly diagnostic: Diagnostic;
      /** `null`: no answer could decide it. */
      readonly conflict: ValueConflict | null;
    };

export interface Pictures {
  readonly text: string;
  readonly document: Table;
  readonly baseline: Baseline;
  readonly adopt: boolean;
  readonly answers: Readonly<Record<string, Answer>>;
  /** All is taken away, and not only what the config dropped. */
  readonly removing: boolean;
}

/** The drift of a value that is no longer what nixtorch wrote. */
export function driftOf(key: string, base: string, observed: string | null): Drift {
  const detail = observed === null ? "deleted since the last apply" : "edited since the last apply";
  const shown = observed === null ? null : maskCredentials(observed);
  return { address: "project.pyproject", key, base: maskCredentials(base), observed: shown, detail };
}

/** Whether carrying it out changes the file. */
export function isEdit({ kind }: Decision): boolean {
  return kind === "write" || kind === "remove" || kind === "restore";
}

export function driftIn(decisions: readonly Decision[]): Drift[] {
  return decisions.flatMap((one) => ("drift" in one && one.drift !== null ? [one.drift] : []));
}

export function diagnosticsIn(decisions: readonly Decision[]): Diagnostic[] {
  return decisions.flatMap((one) =>
    "diagnostic" in one && one.diagnostic !== undefined ? [one.diagnostic] : [],
  );
}

export function conflictsIn(decisions: readonly Decision[]): ValueConflict[] {
  return decisions.flatMap((one) => (one.kind === "conflict" && one.conflict !== null ? [one.conflict] : []));
}
