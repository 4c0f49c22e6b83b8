import type { FileState } from "../../host/system.js";
import { digestOf } from "../../model/digest.js";
import type { Action, ChangeAction, SemanticChange } from "../../model/plan.js";
import { encodeRecord, newerRecord, type ProjectRecord } from "../../model/record.js";
import { readObstacle, writeObstacle } from "../obstacle.js";
import type { Contribution } from "../resource.js";

const address = "project.record";
const path = "nixtorch.lock";

export interface RecordOptions {
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/**
 * Plans `nixtorch.lock`: the whole file is ours whatever it holds, because it records and never decides.
 * `record` is `null` when the environment is taken away. The record of a newer nixtorch gives NT487 as a warning:
 * apply refuses it.
 */
export function planRecord(
  observed: FileState,
  record: ProjectRecord | null,
  options: RecordOptions = {},
): Contribution {
  const content = record === null ? null : encodeRecord(record);
  const found = observed.kind === "file" ? new TextDecoder().decode(observed.bytes) : null;
  const before = observed.kind === "file" ? observed.digest : null;
  const after = content === null ? null : digestOf(content);
  const target = { address, path, observed, ...options } as const;
  const obstacle = readObstacle(target) ?? (before === after ? null : writeObstacle(target));
  if (obstacle)
    return contribution("conflict", before, before, [], [], { diagnostics: [obstacle], content: found });

  if (before === after) return contribution("no-op", before, after, [], [], { content });
  const action: Action =
    content === null
      ? { type: "remove-file", address, before: before! }
      : { type: "write-file", address, before, content, after: digestOf(content) };
  const kind = content === null ? "delete" : before === null ? "create" : "update";
  const newer = found === null || record === null ? null : newerRecord(found, record.nixtorchVersion);
  return contribution(kind, before, after, details(found, record), [action], {
    diagnostics: newer ? [{ ...newer, severity: "warning" }] : [],
    content,
  });
}

/** Plans to take the record away, last of all: without what it records it is of no use. */
export function unplanRecord(observed: FileState, options: RecordOptions = {}): Contribution {
  return planRecord(observed, null, options);
}

function contribution(
  action: ChangeAction,
  before: Contribution["change"]["before"],
  after: Contribution["change"]["before"],
  semantic: readonly SemanticChange[],
  actions: readonly Action[],
  rest: Partial<Pick<Contribution, "diagnostics" | "content">>,
): Contribution {
  const reason =
    action === "delete"
      ? "there is nothing left to record"
      : "records what is applied, so that the next plan can tell an edit by hand from an old value";
  return {
    change: { address, action, path, before, after, details: semantic, reason, needs: [] },
    actions,
    drift: [],
    diagnostics: [],
    baseline: {},
    content: null,
    ...rest,
  };
}

/** What moves besides the values that the other resources already show. */
function details(found: string | null, record: ProjectRecord | null): SemanticChange[] {
  const recorded = (key: string) =>
    found === null ? null : (new RegExp(`^\\s*"${key}":\\s*"([^"]+)"`, "m").exec(found)?.[1] ?? null);
  return [
    { key: "generator", before: recorded("nixtorchVersion"), after: record?.nixtorchVersion ?? null },
    { key: "catalog", before: recorded("catalogVersion"), after: record?.catalogVersion ?? null },
  ].filter(({ before, after }) => before !== after);
}
