import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import { maskCredentials } from "../model/mask.js";
import type { Action, Change, ChangeAction, Drift, SemanticChange, ValueConflict } from "../model/plan.js";
import { applyEdits, toSpans, type TextEdit } from "../model/span.js";
import { lineChanges } from "../diff/lines.js";
import type { FileState } from "../host/system.js";
import { notText } from "./block-diagnostics.js";
import type { Piece } from "./block-text.js";
import { createdKey } from "./created.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText } from "./text.js";

/** The key under which the block's text, without its markers, stands in the baseline. */
export const blockKey = "block";

/** The key of what nixtorch put between the person's text and the block. */
export const gapKey = "block~gap";

/** A file with a block, whatever is to be done with it. */
export interface BlockPlace {
  readonly address: Address;
  readonly path: string;
  readonly observed: FileState;
  readonly baseline: Baseline;
  readonly reason: string;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/** The file's text, empty where there is none; or why it cannot be had. */
export function readText(file: BlockPlace): { readonly text: string } | { readonly obstacle: Diagnostic } {
  const obstacle = readObstacle(file);
  if (obstacle) return { obstacle };
  const text = file.observed.kind === "file" ? decodeText(file.observed) : "";
  return text === null ? { obstacle: notText(file) } : { text };
}

/** Nothing to do. */
export function still(file: BlockPlace, baseline: Baseline): Contribution {
  const digest = digestBefore(file);
  return {
    change: changeOf(file, "no-op", digest, []),
    actions: [],
    drift: [],
    diagnostics: [],
    baseline,
    content: decodeText(file.observed),
  };
}

export function conflict(
  file: BlockPlace,
  diagnostic: Diagnostic,
  drift: readonly Drift[] = [],
  values: readonly ValueConflict[] = [],
): Contribution {
  const plain = still(file, file.baseline);
  const change: Change = {
    ...plain.change,
    action: "conflict",
    ...(values.length === 0 ? {} : { conflicts: values }),
  };
  return { ...plain, drift, diagnostics: [diagnostic], change };
}

/** What an edit of a file's text leads to. */
export interface Edited {
  readonly edits: readonly TextEdit[];
  readonly details: readonly SemanticChange[];
  readonly drift: readonly Drift[];
  readonly baseline: Baseline;
  /** The file goes if nothing is left of it. */
  readonly removeIfEmpty?: boolean;
}

export function edit(file: BlockPlace, text: string, edited: Edited): Contribution {
  const { edits, details, drift, baseline } = edited;
  const obstacle = writeObstacle(file);
  if (obstacle) return conflict(file, obstacle, drift);
  const before = digestBefore(file);
  const written = applyEdits(text, edits);
  const content = written === "" && edited.removeIfEmpty === true ? null : written;
  const after = content === null ? null : digestOf(content);
  const kind = before === null ? "create" : after === null ? "delete" : "update";
  const { address } = file;
  return {
    change: changeOf(file, kind, after, details),
    actions: [actionOf()],
    drift,
    diagnostics: [],
    baseline,
    content,
  };

  function actionOf(): Action {
    if (before === null)
      return { type: "write-file", address, before, content: written, after: digestOf(written) };
    if (after === null) return { type: "remove-file", address, before };
    return { type: "write-spans", address, before, spans: toSpans(text, edits), after };
  }
}

export function changeOf(
  file: BlockPlace,
  action: ChangeAction,
  after: Digest | null,
  details: readonly SemanticChange[],
): Change {
  const { address, path, reason } = file;
  return { address, action, path, before: digestBefore(file), after, details, reason, needs: [] };
}

function digestBefore({ observed }: BlockPlace): Digest | null {
  return observed.kind === "file" ? observed.digest : null;
}

export function driftOf(
  { address }: BlockPlace,
  base: string | null,
  observed: string | null,
  detail: string,
): Drift {
  return { address, key: blockKey, base, observed, detail };
}

/** What changes in a block, by the lines that do. */
export function blockDetails(before: string | null, after: string | null): SemanticChange[] {
  if (before === null || after === null) return [{ key: blockKey, before, after }];
  return lineChanges(before, after).map(({ removed, added }) => ({
    key: blockKey,
    before: removed.length === 0 ? null : removed.join("\n"),
    after: added.length === 0 ? null : added.join("\n"),
  }));
}

/** The lines that are nixtorch's as they stand in the file; `null`: none. */
export function bodyOf(text: string, pieces: readonly Piece[]): string | null {
  const [only] = pieces;
  if (only === undefined) return null;
  if (pieces.length === 1 && only.whole) return only.body;
  return pieces.map(({ start, end }) => text.slice(start, end).replaceAll("\r\n", "\n").trimEnd()).join("\n");
}

export function valueConflict(file: BlockPlace, observed: string | null, desired: string): ValueConflict {
  const masked = (text: string | null) => (text === null ? null : maskCredentials(text));
  return {
    key: blockKey,
    label: `the nixtorch block in ${file.path}`,
    base: masked(file.baseline[blockKey] ?? null),
    observed: masked(observed),
    desired: masked(desired),
  };
}

/** What the baseline remembers of how the block came into the file. */
export function origins(baseline: Baseline): Baseline {
  return Object.fromEntries(
    [gapKey, createdKey].flatMap((key) => (baseline[key] === undefined ? [] : [[key, baseline[key]]])),
  );
}
