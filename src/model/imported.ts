import type { Place } from "./diagnostic.js";

/** A part of a file that has a key in the config, or is respected where it stands. */
export interface Understood {
  /** The key, such as `["nix", "libraries"]`. */
  readonly path: readonly string[];
  /** What is written there; left out: nothing, because what stands in the file is respected as it is. */
  readonly value?: unknown;
  /** Whether the value is one item of the list at the path. */
  readonly item?: true;
  /** As the file has it, credentials masked. */
  readonly source: string;
  readonly place: Place;
  /** What it was taken for, where that does not show. */
  readonly note?: string;
  /** What the person wrote beside it. */
  readonly remark?: string;
  /** No file says it: import chose it, because what files say asks for it. */
  readonly chosen?: true;
  /** What the plan calls it: keys of the record, and names of NixOS options. */
  readonly keys?: readonly string[];
}

/** A part of a file that a person has to look after. */
export interface NotUnderstood {
  /** As the file has it, credentials masked. */
  readonly what: string;
  readonly place: Place;
  readonly why: string;
  /** It carries a user name or password. */
  readonly secret?: true;
}
