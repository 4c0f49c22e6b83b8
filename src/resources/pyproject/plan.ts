import { digestOf } from "../../model/digest.js";
import type { Digest } from "../../model/digest.js";
import { hasErrors } from "../../model/diagnostic.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Change, ChangeAction, Drift, SemanticChange } from "../../model/plan.js";
import { toSpans } from "../../model/span.js";
import { writeObstacle } from "../obstacle.js";
import type { Baseline, Contribution, Desire } from "../resource.js";
import { parseToml } from "../../lang/toml/parse.js";
import { decide, recordedBy } from "./decide.js";
import type { Decision } from "./decide.js";
import { desiredUnits } from "./desired.js";
import { createdHolders } from "./holders.js";
import { invalidRequirements, obstaclesIn, workspaceMember } from "./foreign.js";
import type { Table } from "./document.js";
import type { ObservedPyproject } from "./observe.js";
import { file } from "./place.js";
import { pythonVersionMismatch } from "./python-version.js";
import { renderPyproject } from "./render.js";
import { showBoth } from "./show.js";
import type { Spot } from "./unit.js";

const address = "project.pyproject";

/** Plans pyproject.toml: created where there is none, else only the keys that nixtorch owns or needs change. */
export async function planPyproject(observed: ObservedPyproject, desire: Desire): Promise<Contribution> {
  if (observed.problem !== null) return stop(observed, desire.baseline, [observed.problem], []);
  if (observed.text === null || observed.value === null) return planCreation(observed, desire);
  const { text, value: document, directory } = observed;
  const units = desiredUnits(desire, { document, directory });
  const obstacles = obstaclesIn(observed, document, units);
  if (obstacles.length > 0) return stop(observed, desire.baseline, obstacles, []);

  const { baseline, adopt } = desire;
  const decisions = decide(units, { text, document, baseline, adopt });
  const drift = decisions.flatMap((one) => ("drift" in one && one.drift !== null ? [one.drift] : []));
  const diagnostics = [
    ...decisions.flatMap((one) => ("diagnostic" in one ? [one.diagnostic] : [])),
    ...invalidRequirements(document, text),
    ...pythonVersionMismatch(observed, desire),
  ];
  if (hasErrors(diagnostics)) return stop(observed, baseline, diagnostics, drift);
  const settled = { drift, diagnostics, text, document };
  return decisions.some(({ kind }) => kind === "write" || kind === "remove" || kind === "restore")
    ? planEdits(observed, decisions, settled, baseline)
    : keep(observed, { ...settled, baseline: baselineAfter(decisions, baseline, document, document) });
}

interface Settled {
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  readonly baseline: Baseline;
}

function planCreation(observed: ObservedPyproject, desire: Desire): Contribution {
  const member = workspaceMember(observed);
  if (member !== null) return stop(observed, desire.baseline, [member], []);
  const obstacle = writeObstacle({
    address,
    path: file,
    observed: observed.state,
    writable: observed.writable,
  });
  if (obstacle !== null) return stop(observed, desire.baseline, [obstacle], []);
  const units = desiredUnits(desire, { document: null, directory: observed.directory });
  const content = renderPyproject(units.filter(({ when }) => when !== "owned"));
  const after = digestOf(content);
  const deleted = Object.keys(desire.baseline).length > 0;
  return {
    change: changeOf("create", null, after, {
      reason: deleted ? "pyproject.toml was deleted since the last apply" : "there is no pyproject.toml yet",
      details: units.map((unit) => ({ key: unit.label, before: null, after: unit.family.show(unit.value) })),
    }),
    actions: [{ type: "write-file", address, before: null, content, after }],
    drift: deleted ? [deletion(desire.baseline)] : [],
    diagnostics: pythonVersionMismatch(observed, desire),
    baseline: baselineAfter(
      units.map((unit) => ({ kind: "write", unit, found: null, drift: null })),
      {},
      {},
      parseToml(content),
    ),
    content,
  };
}

function deletion(baseline: Baseline): Drift {
  const base = `${Object.keys(baseline).length} entries`;
  return { address, key: "file", base, observed: null, detail: "deleted since the last apply" };
}

async function planEdits(
  observed: ObservedPyproject,
  decisions: readonly Decision[],
  settled: Omit<Settled, "baseline"> & { readonly text: string; readonly document: Table },
  baseline: Baseline,
): Promise<Contribution> {
  const obstacle = writeObstacle({
    address,
    path: file,
    observed: observed.state,
    writable: observed.writable,
  });
  if (obstacle !== null) return stop(observed, baseline, [obstacle], settled.drift);
  const { carryOut } = await import("./emit.js");
  const { text, edits } = carryOut(settled.text, settled.document, decisions, baseline);
  const { drift, diagnostics, document } = settled;
  const then = {
    drift,
    diagnostics,
    baseline: baselineAfter(decisions, baseline, document, parseToml(text)),
  };
  const before = digestBefore(observed);
  if (edits.length === 0 || before === null) return keep(observed, then);
  const after = digestOf(text);
  return {
    ...then,
    change: changeOf("update", before, after, {
      reason: "only the entries that nixtorch needs change; the rest of the file stays as it is",
      details: decisions.flatMap(detailOf),
    }),
    actions: [{ type: "write-spans", address, before, spans: toSpans(settled.text, edits), after }],
    content: text,
  };
}

function detailOf(decision: Decision): SemanticChange[] {
  if (decision.kind === "remove") {
    const { spot, found } = decision;
    return [{ key: spot.label, before: spot.family.show(found.value), after: null }];
  }
  if (decision.kind === "restore") {
    const { spot, found, value } = decision;
    const [before, after] = showBoth(spot.family, found.value, value);
    return [{ key: spot.label, before, after, reason: "as it was before nixtorch wrote there" }];
  }
  if (decision.kind !== "write") return [];
  const { unit, found } = decision;
  const reason = `for ${unit.askedBy}`;
  if (found === null) {
    return [{ key: unit.label, before: null, after: unit.family.show(unit.value), reason }];
  }
  const [before, after] = showBoth(unit.family, found.value, unit.value);
  return [{ key: unit.label, before, after, reason }];
}

function baselineAfter(
  decisions: readonly Decision[],
  baseline: Baseline,
  before: Table,
  after: Table,
): Baseline {
  const owned = decisions.filter((one) => one.kind === "write" || (one.kind === "keep" && one.owned));
  const spots = owned.flatMap((one): Spot[] => ("unit" in one ? [one.unit] : []));
  return Object.fromEntries([
    ...owned.flatMap((one) => recordedBy(one, baseline)),
    ...createdHolders(spots, baseline, before, after),
  ]);
}

function keep(observed: ObservedPyproject, { drift, diagnostics, baseline }: Settled): Contribution {
  const digest = digestBefore(observed);
  const reason = "pyproject.toml says what nixtorch.config.ts asks for";
  const change = changeOf("no-op", digest, digest, { reason, details: [] });
  return { change, actions: [], drift, diagnostics, baseline, content: observed.text };
}

/** Nothing is written, and the record keeps what it knew. */
function stop(
  observed: ObservedPyproject,
  baseline: Baseline,
  diagnostics: readonly Diagnostic[],
  drift: readonly Drift[],
): Contribution {
  const digest = digestBefore(observed);
  const reason = "pyproject.toml cannot be brought in line as it is";
  const change = changeOf("conflict", digest, digest, { reason, details: [] });
  return { change, actions: [], drift, diagnostics, baseline, content: observed.text };
}

function changeOf(
  action: ChangeAction,
  before: Digest | null,
  after: Digest | null,
  rest: Pick<Change, "reason" | "details">,
): Change {
  return { address, action, path: file, before, after, needs: [], ...rest };
}

function digestBefore({ state }: ObservedPyproject): Digest | null {
  return state.kind === "file" ? state.digest : null;
}
