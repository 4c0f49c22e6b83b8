import { digestOf } from "../../model/digest.js";
import { hasErrors } from "../../model/diagnostic.js";
import type { Drift } from "../../model/plan.js";
import { toSpans } from "../../model/span.js";
import type { Baseline, Contribution, Desire } from "../resource.js";
import { parseToml } from "../../lang/toml/parse.js";
import { fileCreated } from "./annotations.js";
import { decide } from "./decide.js";
import { conflictsIn, diagnosticsIn, driftIn, isEdit } from "./decision.js";
import { detailOf } from "./detail.js";
import { desiredUnits } from "./desired.js";
import { carryOut } from "./emit.js";
import { invalidRequirements, obstaclesIn, workspaceMember } from "./foreign.js";
import { address, changeOf, digestBefore, obstacleTo, stop, unchanged } from "./contribution.js";
import type { ObservedPyproject } from "./observe.js";
import { pythonVersionMismatch } from "./python-version.js";
import { baselineAfter } from "./recorded.js";
import { renderPyproject } from "./render.js";

const settledReason = "pyproject.toml says what nixtorch.config.ts asks for";

/** Plans pyproject.toml: created where there is none, else only the keys that nixtorch owns or needs change. */
export function planPyproject(observed: ObservedPyproject, desire: Desire): Contribution {
  const { baseline, adopt, answers } = desire;
  if (observed.problem !== null) return stop(observed, baseline, { diagnostics: [observed.problem] });
  if (observed.text === null || observed.value === null) return planCreation(observed, desire);
  const { text, value: document, directory } = observed;
  const units = desiredUnits(desire, { document, directory });
  const obstacles = obstaclesIn(observed, document, units);
  if (obstacles.length > 0) return stop(observed, baseline, { diagnostics: obstacles });

  const decisions = decide(units, { text, document, baseline, adopt, answers, removing: false });
  const drift = driftIn(decisions);
  const diagnostics = [
    ...diagnosticsIn(decisions),
    ...invalidRequirements(document, text),
    ...pythonVersionMismatch(observed, desire),
  ];
  if (hasErrors(diagnostics)) {
    return stop(observed, baseline, { diagnostics, drift, conflicts: conflictsIn(decisions) });
  }
  const edited = decisions.some(isEdit) ? carryOut(text, document, decisions, baseline) : null;
  const before = { text, document };
  const after = edited === null ? before : { text: edited.text, document: edited.value };
  const settled = { drift, diagnostics, baseline: baselineAfter(decisions, baseline, before, after) };
  const digest = digestBefore(observed);
  if (edited === null || edited.edits.length === 0 || digest === null) {
    return unchanged(observed, settledReason, settled);
  }
  const obstacle = obstacleTo(observed);
  if (obstacle !== null) return stop(observed, baseline, { diagnostics: [obstacle], drift });
  return {
    ...settled,
    change: changeOf("update", digest, digestOf(edited.text), {
      reason: "only the entries that nixtorch needs change; the rest of the file stays as it is",
      details: decisions.flatMap(detailOf),
    }),
    actions: [
      {
        type: "write-spans",
        address,
        before: digest,
        spans: toSpans(text, edited.edits),
        after: digestOf(edited.text),
      },
    ],
    content: edited.text,
  };
}

function planCreation(observed: ObservedPyproject, desire: Desire): Contribution {
  const { baseline } = desire;
  const obstacle = workspaceMember(observed) ?? obstacleTo(observed);
  if (obstacle !== null) return stop(observed, baseline, { diagnostics: [obstacle] });
  const units = desiredUnits(desire, { document: null, directory: observed.directory });
  const content = renderPyproject(units.filter(({ when }) => when !== "owned"));
  const after = digestOf(content);
  const deleted = Object.keys(baseline).length > 0;
  return {
    change: changeOf("create", null, after, {
      reason: deleted ? "pyproject.toml was deleted since the last apply" : "there is no pyproject.toml yet",
      details: units.map((unit) => ({ key: unit.label, before: null, after: unit.family.show(unit.value) })),
    }),
    actions: [{ type: "write-file", address, before: null, content, after }],
    drift: deleted ? [deletion(baseline)] : [],
    diagnostics: pythonVersionMismatch(observed, desire),
    baseline: baselineAfter(
      units.map((unit) => ({ kind: "write", unit, found: null, drift: null })),
      { [fileCreated]: "true" },
      null,
      { text: content, document: parseToml(content) },
    ),
    content,
  };
}

function deletion(baseline: Baseline): Drift {
  const base = `${Object.keys(baseline).length} entries`;
  return { address, key: "file", base, observed: null, detail: "deleted since the last apply" };
}
