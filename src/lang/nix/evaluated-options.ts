import type { ListElement } from "./assignments.js";
import type { Literal } from "./literal.js";

/** What the real module system says about some options, by their names in the release that was asked. */
export type EvaluatedOptions = Readonly<Record<string, EvaluatedOption>>;

export interface EvaluatedOption {
  /** `highestPrio` of the option: lower is stronger, 100 is that of a plain definition. */
  readonly priority: number;
  /** The definitions of that priority (`definitionsWithLocations`), nixtorch's own left out; empty: none. */
  readonly definitions: readonly EvaluatedDefinition[];
}

export interface EvaluatedDefinition {
  /** As the module system names it; a file below the root, where it is one of the system's configuration. */
  readonly file: string;
  /**
   * What it amounts to, as Nix source: a literal, or such as `config.boot.kernelPackages.nvidiaPackages.production`
   * for the driver of that name; "a function", "a package" where nothing better is known.
   */
  readonly source: string;
  /** `undefined`: no plain data. */
  readonly value: Literal | undefined;
  /** Of a list; `null`: no list. */
  readonly elements: readonly ListElement[] | null;
}
