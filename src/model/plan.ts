import type { Address } from "./address.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Digest } from "./digest.js";
import type { ChosenValues } from "./record.js";
import type { Resolution } from "./resolution.js";

export const planFormatVersion = 1;

/** What happens to one resource, in the grammar that Terraform users know: + ~ - -/+ ! and nothing. */
export type ChangeAction = "create" | "update" | "delete" | "replace" | "conflict" | "no-op";

/** One thing that changes in what a resource means, such as the version of a package. `null`: absent. */
export interface SemanticChange {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason?: string;
}

/** What carrying out a change asks of the person or the machine. */
export interface Need {
  readonly kind: "sudo" | "reboot" | "login" | "download" | "build";
  readonly detail: string;
  /** Download size, where a lock knows it. */
  readonly bytes?: number;
}

/** What a plan is for: to bring an environment about, to take it away, to hand it over, to take the last apply back. */
export type Purpose = "apply" | "destroy" | "eject" | "rollback";

/** Whose value stays where a person's and nixtorch's differ: "mine" is the person's. */
export type Answer = "mine" | "theirs";

/** A value that a person and nixtorch want otherwise; a text, credentials masked. `null`: absent. */
export interface ValueConflict {
  /** Unique within the resource. */
  readonly key: string;
  /** What it is, as a person would name it. */
  readonly label: string;
  /** As last applied. */
  readonly base: string | null;
  readonly observed: string | null;
  readonly desired: string | null;
}

export interface Change {
  readonly address: Address;
  readonly action: ChangeAction;
  /** Relative to the project for project resources, absolute below the root for system ones. */
  readonly path: string | null;
  readonly before: Digest | null;
  /** The digest after apply; `null`: absent; "known-after-apply": see `reason`. */
  readonly after: Digest | null | "known-after-apply";
  readonly details: readonly SemanticChange[];
  readonly reason: string;
  readonly needs: readonly Need[];
  /** What a person has to decide; left out: nothing that an answer could decide. */
  readonly conflicts?: readonly ValueConflict[];
  /** The file is a person's until this change: what was in it is kept until it is given back. */
  readonly takesOver?: true;
}

/** An owned value that a person changed since the last apply. */
export interface Drift {
  readonly address: Address;
  readonly key: string;
  readonly base: string | null;
  readonly observed: string | null;
  readonly detail?: string;
}

/** Replacement of the bytes [start, end) of the file before the edit. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The closed set of effects. Paths and argument vectors are derived at apply, never read from a plan. */
export type Action =
  | {
      readonly type: "write-spans";
      readonly address: Address;
      readonly before: Digest;
      /** Ascending, not overlapping. */
      readonly spans: readonly Span[];
      readonly after: Digest;
    }
  | {
      readonly type: "write-file";
      readonly address: Address;
      /** `null`: the file must not exist. */
      readonly before: Digest | null;
      readonly content: string;
      readonly after: Digest;
    }
  | { readonly type: "remove-file"; readonly address: Address; readonly before: Digest }
  | { readonly type: "intent-to-add"; readonly address: Address }
  /** Takes an intent-to-add back; of a file that has been added since it is none, and nothing is done. */
  | { readonly type: "untrack"; readonly address: Address }
  /** Lets the real tool make a lock at apply that could not be made at plan time. */
  | { readonly type: "make-lock"; readonly address: "project.flake_lock" | "project.uv_lock" }
  | {
      readonly type: "venv-sync";
      readonly address: "project.venv";
      /** The venv was made by another interpreter and is made anew. */
      readonly recreate: boolean;
      readonly groups: readonly string[];
      readonly extras: readonly string[];
    }
  /** Only of an environment that nixtorch made. */
  | { readonly type: "remove-venv"; readonly address: "project.venv" }
  | {
      readonly type: "rebuild";
      readonly address: "system.generation";
      readonly method: "channel" | "flake";
      readonly host: string | null;
      /** "build": another root than `/`; nothing is activated. */
      readonly activation: "switch" | "boot" | "build";
    };

/** A tool that was asked while planning: an input of the plan. */
export interface ToolInput {
  readonly version: string;
  readonly path: string;
  /** Variables and configuration files that steer the tool, credentials masked; left out: none. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Digests of everything that was read; `null`: looked for and absent. */
export type Inputs = Readonly<Record<string, Digest | null>>;

export interface Summary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

export interface Plan {
  readonly formatVersion: typeof planFormatVersion;
  readonly purpose: Purpose;
  readonly nixtorchVersion: string;
  readonly catalogVersion: string;
  /** `null`: the plan does not follow from the config, but from what was applied. */
  readonly configDigest: Digest | null;
  /** The host the system part was made for; `null`: the plan has no system part. */
  readonly host: string | null;
  /** The root under which the system part is written. */
  readonly root: string;
  /** `null`: the plan brings no stack about. */
  readonly resolution: Resolution | null;
  /** The stack that `nixtorch.lock` had before; `null`: none was recorded. */
  readonly previous: ChosenValues | null;
  readonly inputs: { readonly files: Inputs; readonly tools: Readonly<Record<string, ToolInput>> };
  readonly drift: readonly Drift[];
  /**
   * The system part's baseline after apply, by address and key; kept in the system's own store, because
   * `nixtorch.lock` is committed and holds nothing of one machine. Left out: the plan has no system part.
   */
  readonly systemBaseline?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** One per managed resource, no-ops included. */
  readonly changes: readonly Change[];
  /** In the order of apply. */
  readonly actions: readonly Action[];
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: Summary;
}

export function summaryOf(changes: readonly Change[]): Summary {
  const count = (...actions: ChangeAction[]) =>
    changes.filter((change) => actions.includes(change.action)).length;
  return { add: count("create", "replace"), change: count("update"), destroy: count("delete", "replace") };
}

/** The one place that says whether a plan has anything to do. */
export function hasChanges(plan: Pick<Plan, "changes">): boolean {
  return plan.changes.some((change) => change.action !== "no-op");
}

export function hasConflicts(plan: Pick<Plan, "changes">): boolean {
  return plan.changes.some((change) => change.action === "conflict");
}
