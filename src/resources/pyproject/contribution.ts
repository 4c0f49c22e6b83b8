import type { Diagnostic } from "../../model/diagnostic.js";
import type { Digest } from "../../model/digest.js";
import type { Change, ChangeAction, Drift, ValueConflict } from "../../model/plan.js";
import { writeObstacle } from "../obstacle.js";
import type { Baseline, Contribution } from "../resource.js";
import type { ObservedPyproject } from "./observe.js";
import { file } from "./place.js";

export const address = "project.pyproject";

/** What a plan found out besides the change. */
interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly drift?: readonly Drift[];
  readonly conflicts?: readonly ValueConflict[];
}

/** Nothing is written, and the record keeps what it knew. */
export function stop(observed: ObservedPyproject, baseline: Baseline, findings: Findings): Contribution {
  const { diagnostics, drift = [], conflicts = [] } = findings;
  const digest = digestBefore(observed);
  const reason = "pyproject.toml cannot be brought in line as it is";
  const change = changeOf("conflict", digest, digest, { reason, details: [] });
  return {
    change: conflicts.length === 0 ? change : { ...change, conflicts },
    actions: [],
    drift,
    diagnostics,
    baseline,
    content: observed.text,
  };
}

/** Nothing is to be done. */
export function unchanged(
  observed: ObservedPyproject,
  reason: string,
  found: Pick<Contribution, "drift" | "diagnostics" | "baseline">,
): Contribution {
  const digest = digestBefore(observed);
  const change = changeOf("no-op", digest, digest, { reason, details: [] });
  return { ...found, change, actions: [], content: observed.text };
}

export function changeOf(
  action: ChangeAction,
  before: Digest | null,
  after: Digest | null,
  rest: Pick<Change, "reason" | "details">,
): Change {
  return { address, action, path: file, before, after, needs: [], ...rest };
}

export function digestBefore({ state }: ObservedPyproject): Digest | null {
  return state.kind === "file" ? state.digest : null;
}

/** Why the file cannot be written; `null`: it can. */
export function obstacleTo({ state, writable }: ObservedPyproject): Diagnostic | null {
  return writeObstacle({ address, path: file, observed: state, writable });
}
