import type { ImportEdit } from "../../lang/nix/imports.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { digestOf } from "../../model/digest.js";
import type { Drift } from "../../model/plan.js";
import { writeObstacle } from "../obstacle.js";
import type { Baseline, Contribution } from "../resource.js";
import { decodeText } from "../text.js";
import type { ObservedImport } from "./observe.js";

export const address = "system.import";

/** Baseline keys: the path that was added, and how, which taking it out again must know. A person's has no kind. */
export const pathKey = "import";
export const kindKey = "kind";

export interface PlannedImport extends Contribution {
  /** Whether NixOS reads nixtorch.nix when this is applied. */
  readonly imported: boolean;
}

type Edited = Extract<ImportEdit, { outcome: "edited" }>;

/** An edit of the person's file. */
export function edit(
  observed: ObservedImport,
  edited: Edited,
  given: {
    readonly key: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly reason: string;
    readonly baseline: Baseline;
    readonly drift?: readonly Drift[];
    readonly diagnostics?: readonly Diagnostic[];
    readonly takesOver?: boolean;
    readonly imported: boolean;
  },
): PlannedImport {
  const obstacle = writeObstacle(target(observed));
  if (obstacle || observed.file.kind !== "file")
    return conflict(observed, obstacle ? [obstacle] : [], given.baseline);
  const { key, before, after, reason, baseline, drift = [], diagnostics = [], imported } = given;
  const { digest } = observed.file;
  const digestAfter = digestOf(edited.text);
  return {
    change: {
      ...changeOf(observed, reason),
      action: "update",
      after: digestAfter,
      details: [{ key, before, after }],
      ...(given.takesOver && { takesOver: true }),
    },
    actions: [{ type: "write-spans", address, before: digest, spans: edited.spans, after: digestAfter }],
    drift,
    diagnostics,
    baseline,
    content: edited.text,
    imported,
  };
}

/** The file as it is. */
export function keep(
  observed: ObservedImport,
  given: {
    readonly reason: string;
    readonly baseline: Baseline;
    readonly imported: boolean;
    readonly diagnostics?: readonly Diagnostic[];
  },
): PlannedImport {
  return {
    change: { ...changeOf(observed, given.reason), action: "no-op" },
    actions: [],
    drift: [],
    diagnostics: given.diagnostics ?? [],
    baseline: given.baseline,
    content: decodeText(observed.file),
    imported: given.imported,
  };
}

export function conflict(
  observed: ObservedImport,
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
): PlannedImport {
  const reason = "nixtorch.nix must be imported";
  const kept = keep(observed, { reason, baseline, imported: observed.entries.length > 0, diagnostics });
  return { ...kept, change: { ...kept.change, action: "conflict" } };
}

/** The file is named as the config does: a link is only news by the name that is one. */
export function target({ stated, file }: ObservedImport) {
  return { address, path: stated, observed: file } as const;
}

function changeOf(observed: ObservedImport, reason: string) {
  const digest = observed.file.kind === "file" ? observed.file.digest : null;
  return {
    address,
    path: observed.path,
    before: digest,
    after: digest,
    details: [],
    reason,
    needs: [],
  } as const;
}
