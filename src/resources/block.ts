import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import type { Action, ChangeAction, Drift, SemanticChange } from "../model/plan.js";
import { applyEdits, toSpans } from "../model/span.js";
import type { FileState } from "../host/system.js";
import { adoptHint, movedAsWell } from "./adopt.js";
import {
  blockBegin,
  blockEnd,
  cutBlock,
  findBlock,
  putBlock,
  renderBlock,
  type BlockFound,
} from "./block-text.js";
import { readObstacle, writeObstacle } from "./obstacle.js";
import type { Baseline, Contribution } from "./resource.js";
import { decodeText } from "./text.js";

/** The key under which the block's text, without its markers, stands in the baseline. */
export const blockKey = "block";

export interface BlockFile {
  readonly address: Address;
  readonly path: string;
  readonly observed: FileState;
  /** The lines between the markers, joined by LF; `null`: no block. */
  readonly desired: string | null;
  /** The block last applied, under {@link blockKey}. */
  readonly baseline: Baseline;
  readonly adopt: boolean;
  readonly reason: string;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/** Plans one marked block in a file that is otherwise the person's: bytes outside it never change. */
export function planBlock(file: BlockFile): Contribution {
  const { observed, desired, baseline } = file;
  const obstacle = readObstacle(file);
  if (obstacle) return desired === null ? forget(file) : stop(file, obstacle, []);
  const text = observed.kind === "file" ? decodeText(observed) : "";
  if (text === null) return desired === null ? forget(file) : stop(file, notText(file), []);
  const found = findBlock(text);
  if (found.kind === "unclear") {
    return desired === null ? forget(file) : stop(file, unclearMarkers(file, found.lines), []);
  }

  const present = found.kind === "block" ? found.body : null;
  if (present === desired) return settle(file, text);
  const base = baseline[blockKey] ?? null;
  if (desired === null) return found.kind === "block" ? planCut(file, text, found, base) : forget(file);
  const drift = base !== null && present !== base ? [driftOf(file, base, present)] : [];
  const bothMoved = present !== null && drift.length > 0 && desired !== base;
  if (bothMoved && !file.adopt) return stop(file, editedAndMoved(file), drift);
  return put(file, text, found, desired, drift);
}

function planCut(
  file: BlockFile,
  text: string,
  found: Extract<BlockFound, { kind: "block" }>,
  base: string | null,
): Contribution {
  if (found.body !== base) {
    const drift = base === null ? [] : [driftOf(file, base, found.body)];
    return { ...forget(file), drift, diagnostics: [leftInPlace(file, base !== null)] };
  }
  const cut = cutBlock(text, found);
  const content = applyEdits(text, [cut]);
  const before = digestBefore(file);
  const obstacle = writeObstacle(file);
  if (obstacle) return stop(file, obstacle, []);
  if (before === null) return forget(file);
  const gone = content === "";
  const after = gone ? null : digestOf(content);
  const action: Action =
    after === null
      ? { type: "remove-file", address: file.address, before }
      : { type: "write-spans", address: file.address, before, spans: toSpans(text, [cut]), after };
  const change = changeOf(file, gone ? "delete" : "update", after, [detail(found.body, null)]);
  return { ...forget(file), change, actions: [action], content: gone ? null : content };
}

function put(
  file: BlockFile,
  text: string,
  found: BlockFound,
  desired: string,
  drift: readonly Drift[],
): Contribution {
  const obstacle = writeObstacle(file);
  if (obstacle) return stop(file, obstacle, drift);
  const before = digestBefore(file);
  const edit = putBlock(text, found, desired);
  const content = before === null ? renderBlock(desired) : applyEdits(text, [edit]);
  const after = digestOf(content);
  const { address } = file;
  const action: Action =
    before === null
      ? { type: "write-file", address, before, content, after }
      : { type: "write-spans", address, before, spans: toSpans(text, [edit]), after };
  const present = found.kind === "block" ? found.body : null;
  return {
    change: changeOf(file, before === null ? "create" : "update", after, [detail(present, desired)]),
    actions: [action],
    drift,
    diagnostics: [],
    baseline: { [blockKey]: desired },
    content,
  };
}

/** Nothing to do: what is there is what is wanted. */
function settle(file: BlockFile, text: string): Contribution {
  return {
    change: changeOf(file, "no-op", digestBefore(file), []),
    actions: [],
    drift: [],
    diagnostics: [],
    baseline: file.desired === null ? {} : { [blockKey]: file.desired },
    content: file.observed.kind === "file" ? text : null,
  };
}

/** Leaves the file alone and remembers nothing of it. */
function forget(file: BlockFile): Contribution {
  return { ...settle(file, decodeText(file.observed) ?? ""), baseline: {} };
}

function stop(file: BlockFile, diagnostic: Diagnostic, drift: readonly Drift[]): Contribution {
  return {
    change: changeOf(file, "conflict", digestBefore(file), []),
    actions: [],
    drift,
    diagnostics: [diagnostic],
    baseline: file.baseline,
    content: decodeText(file.observed),
  };
}

function changeOf(
  file: BlockFile,
  action: ChangeAction,
  after: Digest | null,
  details: readonly SemanticChange[],
) {
  const { address, path, reason } = file;
  return { address, action, path, before: digestBefore(file), after, details, reason, needs: [] };
}

function digestBefore(file: BlockFile): Digest | null {
  return file.observed.kind === "file" ? file.observed.digest : null;
}

function detail(before: string | null, after: string | null): SemanticChange {
  return { key: blockKey, before, after };
}

function driftOf(file: BlockFile, base: string, observed: string | null): Drift {
  const what = observed === null ? "removed since the last apply" : "edited since the last apply";
  return { address: file.address, key: blockKey, base, observed, detail: what };
}

function unclearMarkers(file: BlockFile, lines: readonly number[]): Diagnostic {
  const [line] = lines;
  return {
    severity: "error",
    code: "NT407",
    summary: "The markers of a nixtorch block are incomplete or doubled",
    detail:
      `${file.path} has nixtorch markers on line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}. ` +
      "One pair is expected, so it is unclear which lines are nixtorch's.",
    hint: `Keep one pair, or delete all of these lines and let nixtorch add its block again:\n\n    ${blockBegin}\n    ${blockEnd}`,
    address: file.address,
    place: { file: file.path, ...(line === undefined ? {} : { line }) },
  };
}

function notText(file: BlockFile): Diagnostic {
  return {
    severity: "error",
    code: "NT410",
    summary: "A file that should get a block is no text file",
    detail: `${file.path} is not UTF-8 text, so nixtorch cannot add lines to it.`,
    hint: "Save it as UTF-8, or move it away.",
    address: file.address,
    place: { file: file.path },
  };
}

function editedAndMoved(file: BlockFile): Diagnostic {
  return {
    severity: "error",
    code: "NT409",
    summary: "A nixtorch block was edited by hand, and is now wanted otherwise",
    detail:
      `The lines between the nixtorch markers in ${file.path} were edited since the last apply, and ${movedAsWell}. ` +
      "Writing them would lose the edit.",
    hint:
      "Move your lines out of the block: everything outside the markers is yours. Then, to overwrite the block:\n\n" +
      adoptHint(file.address),
    address: file.address,
    place: { file: file.path },
  };
}

function leftInPlace(file: BlockFile, edited: boolean): Diagnostic {
  const why = edited
    ? "it was edited since the last apply"
    : "nothing records that nixtorch wrote these lines";
  return {
    severity: "warning",
    code: "NT408",
    summary: "Something that is no longer wanted is left in place",
    detail: `The nixtorch block in ${file.path} is no longer part of the environment, but ${why}.`,
    hint: "Delete the lines yourself if you do not need them.",
    address: file.address,
    place: { file: file.path },
  };
}
