import type { Diagnostic } from "../../model/diagnostic.js";
import { digestOfValue, type Digest } from "../../model/digest.js";
import type { Change, Need, SemanticChange } from "../../model/plan.js";
import type { VenvStamp } from "../../model/venv.js";
import type { Contribution } from "../resource.js";
import type { ObservedVenv } from "./observe.js";

export interface VenvDesire {
  /** Digest of `uv.lock` after apply; `null`: known after apply. */
  readonly uvLock: Digest | null;
  /** A minor, such as "3.12". */
  readonly python: string;
  /** Where the interpreter comes from: the shell's nixpkgs, or uv. */
  readonly pythonFrom: "nixpkgs" | "uv";
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  /** Why the environment is left alone here, and what to do about that; `null`: it is managed. */
  readonly skip: { readonly reason: string; readonly hint: string } | null;
  /** Names in `uv.lock` after apply, `null` if not known; only called when the environment has to change. */
  readonly lockedNames?: () => ReadonlySet<string> | null;
  /** What a first synchronisation downloads, where nothing else in the plan says so; only called for one. */
  readonly installNeeds?: () => readonly Need[];
}

/** Plans `.venv`: in sync, or made, updated or made anew by `uv sync` inside the project's shell. */
export function planVenv(observed: ObservedVenv, desire: VenvDesire): Contribution {
  if (desire.skip !== null)
    return still(observed, `not managed here: ${desire.skip.reason}`, [skipped(desire.skip)]);
  if (observed.kind === "foreign") return conflict(observed, foreign(observed.what));
  if (observed.kind === "absent")
    return sync(observed, desire, {
      action: "create",
      reason: "uv sync installs what uv.lock names",
      details: targetDetails(null, desire),
      needs: desire.installNeeds?.() ?? [],
    });
  const replacement = replacementReason(observed, desire);
  if (replacement !== null)
    return sync(observed, desire, {
      action: "replace",
      reason: replacement,
      details: [...targetDetails(observed, desire), ...removals(observed, desire)],
      needs: desire.installNeeds?.() ?? [],
    });
  const reason = updateReason(observed, desire);
  if (reason === null) return still(observed, "", []);
  return sync(observed, desire, {
    action: "update",
    reason,
    details: [...targetDetails(observed, desire), ...removals(observed, desire)],
    needs: [],
  });
}

/** Plans to remove `.venv` if nixtorch made or synchronised it; any other stays. */
export function unplanVenv(observed: ObservedVenv): Contribution {
  if (observed.kind === "absent") return still(observed, "", []);
  if (observed.kind === "foreign" || observed.stamp === null) return still(observed, "", [leftInPlace]);
  const plain = plainChange(observed);
  return {
    ...still(observed, "", []),
    change: { ...plain, action: "delete", after: null, reason: "nixtorch made it from uv.lock" },
    actions: [{ type: "remove-venv", address: "project.venv" }],
  };
}

const leftInPlace: Diagnostic = {
  severity: "warning",
  code: "NT408",
  summary: "Something that is no longer wanted is left in place",
  detail: ".venv is no longer part of the environment, but nothing in it says that nixtorch made it.",
  hint: "If you do not need it:\n\n    rm -r .venv",
  address: "project.venv",
  place: { file: ".venv" },
};

type Venv = Extract<ObservedVenv, { readonly kind: "venv" }>;

/** Why the environment cannot be kept; `null`: it can. */
function replacementReason(venv: Venv, desire: VenvDesire): string | null {
  if (!venv.resolves || venv.interpreter === null)
    return "its interpreter is gone, as after a garbage collection or a Python update";
  if (venv.python !== desire.python)
    return `it was made with Python ${venv.python ?? "of unknown version"}, and the project wants ${desire.python}`;
  const fromNix = venv.interpreter.startsWith("/nix/store/");
  if (desire.pythonFrom === "uv")
    return fromNix ? "its Python is from nixpkgs, and the project wants one that uv manages" : null;
  // A shell may lead to an interpreter outside the store: what it was synchronised with there is its own.
  const fromShell =
    fromNix || (venv.stamp?.interpreter === venv.interpreter && !isManagedByUv(venv.interpreter));
  return fromShell ? null : "its Python is not the one of the project's shell";
}

/** Where uv keeps the interpreters that it downloads: `<data>/uv/python/cpython-…`. */
function isManagedByUv(interpreter: string): boolean {
  return interpreter.includes("/uv/python/");
}

/** Why uv has to synchronise; `null`: all is as it was left. */
function updateReason({ stamp, interpreter }: Venv, desire: VenvDesire): string | null {
  if (stamp === null) return "it was not synchronised by nixtorch yet";
  if (desire.uvLock === null) return "uv.lock is known after apply";
  if (stamp.uvLock !== desire.uvLock) return "uv.lock changes";
  if (stamp.interpreter !== interpreter) return "its interpreter was changed since the last synchronisation";
  if (!sameNames(stamp.groups, desire.groups)) return "the dependency groups change";
  if (!sameNames(stamp.extras, desire.extras)) return "the extras change";
  return null;
}

function targetDetails(observed: Venv | null, desire: VenvDesire): readonly SemanticChange[] {
  const stamp = observed?.stamp ?? null;
  const list = (names: readonly string[] | undefined) =>
    names === undefined || names.length === 0 ? null : [...names].sort().join(", ");
  return [
    { key: "python", before: observed?.python ?? null, after: desire.python },
    { key: "groups", before: list(stamp?.groups), after: list(desire.groups) },
    { key: "extras", before: list(stamp?.extras), after: list(desire.extras) },
  ].filter(({ before, after }) => before !== after);
}

/** What is installed and not locked: uv sync removes it, whoever installed it. */
function removals(venv: Venv, desire: VenvDesire): readonly SemanticChange[] {
  const locked = desire.lockedNames?.() ?? null;
  if (locked === null) return [];
  return venv
    .installed()
    .filter((name) => !locked.has(name))
    .map((name) => ({ key: name, before: "installed", after: null, reason: "not in uv.lock" }));
}

interface Synchronisation {
  readonly action: "create" | "update" | "replace";
  readonly reason: string;
  readonly details: readonly SemanticChange[];
  readonly needs: readonly Need[];
}

function sync(observed: ObservedVenv, desire: VenvDesire, what: Synchronisation): Contribution {
  const { groups, extras } = desire;
  const target = desire.uvLock === null ? null : { uvLock: desire.uvLock, groups, extras };
  return {
    ...still(observed, "", []),
    change: {
      ...plainChange(observed),
      ...what,
      after: target === null ? "known-after-apply" : digestOfTarget(target),
    },
    actions: [
      {
        type: "venv-sync",
        address: "project.venv",
        recreate: what.action === "replace",
        groups: [...groups].sort(),
        extras: [...extras].sort(),
      },
    ],
  };
}

function still(observed: ObservedVenv, reason: string, diagnostics: readonly Diagnostic[]): Contribution {
  return {
    change: { ...plainChange(observed), reason },
    actions: [],
    drift: [],
    diagnostics,
    baseline: {},
    content: null,
  };
}

function conflict(observed: ObservedVenv, diagnostic: Diagnostic): Contribution {
  const plain = still(observed, diagnostic.summary, [diagnostic]);
  return { ...plain, change: { ...plain.change, action: "conflict" } };
}

function plainChange(observed: ObservedVenv): Change {
  const stamp = observed.kind === "venv" ? observed.stamp : null;
  const digest = stamp === null ? null : digestOfTarget(stamp);
  return {
    address: "project.venv",
    action: "no-op",
    path: ".venv",
    before: digest,
    after: digest,
    details: [],
    reason: "",
    needs: [],
  };
}

/** The environment's state in one value. The interpreter's path is not in it: the shell decides that at apply. */
function digestOfTarget({ uvLock, groups, extras }: Pick<VenvStamp, "uvLock" | "groups" | "extras">): Digest {
  return digestOfValue({ uvLock, groups: [...groups].sort(), extras: [...extras].sort() });
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join("\n") === [...b].sort().join("\n");
}

function skipped({ reason, hint }: { readonly reason: string; readonly hint: string }): Diagnostic {
  return {
    severity: "info",
    code: "NT471",
    summary: "The virtual environment is not managed here",
    detail: `.venv is left alone: ${reason}. It is made inside the project's shell; a Python from elsewhere is never used.`,
    hint,
    address: "project.venv",
  };
}

function foreign(what: string): Diagnostic {
  return {
    severity: "error",
    code: "NT472",
    summary: "Something that is no virtual environment stands at .venv",
    detail: `.venv is ${what}; uv would refuse to use it.`,
    hint: "Move it away:\n  mv .venv .venv.old\nOr leave the environment out:\n  nixtorch plan --no-venv",
    address: "project.venv",
    place: { file: ".venv" },
  };
}
