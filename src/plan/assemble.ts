import { addresses, type Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { canonicalJson } from "../model/digest.js";
import {
  planFormatVersion,
  summaryOf,
  type Action,
  type Change,
  type Drift,
  type Plan,
} from "../model/plan.js";
import { orderActions } from "./order.js";

/** What one resource gives to a plan. */
export interface Part {
  readonly change: Change;
  readonly actions: readonly Action[];
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

type Head = Pick<
  Plan,
  | "purpose"
  | "nixtorchVersion"
  | "catalogVersion"
  | "configDigest"
  | "host"
  | "root"
  | "resolution"
  | "previous"
  | "inputs"
>;

/** Puts the parts of all resources together into one plan: a pure function, the same plan for the same parts. */
export function assemble(head: Head, parts: readonly Part[], diagnostics: readonly Diagnostic[]): Plan {
  const changes = parts.map((part) => part.change).sort(byAddress);
  return {
    formatVersion: planFormatVersion,
    ...head,
    drift: parts.flatMap((part) => part.drift).sort(byAddress),
    changes,
    actions: orderActions(parts.flatMap((part) => part.actions)),
    diagnostics: withoutRepeats([...diagnostics, ...parts.flatMap((part) => part.diagnostics)]),
    summary: summaryOf(changes),
  };
}

const rank = new Map<Address, number>(addresses.map((address, index) => [address, index]));

function byAddress(a: { address: Address }, b: { address: Address }): number {
  return rank.get(a.address)! - rank.get(b.address)!;
}

const severity = { error: 0, warning: 1, info: 2 } as const;

function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [canonicalJson(diagnostic), diagnostic]));
  return [...seen.values()].sort((a, b) => severity[a.severity] - severity[b.severity]);
}
