import type { BuildRecipe } from "../model/build.js";
import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Action, Answer, Change, Drift } from "../model/plan.js";
import type { Resolution } from "../model/resolution.js";

/** Values last applied, by key, for one resource: from `nixtorch.lock`, or the system's own store. */
export type Baseline = Readonly<Record<string, string>>;

/** What a resource's pure part receives. */
export interface Desire {
  readonly config: Config;
  readonly resolution: Resolution;
  /** How each package that compiles against torch is built, by PEP 503 name. */
  readonly recipes: Readonly<Record<string, BuildRecipe>>;
  readonly baseline: Baseline;
  /** Take over what exists and is not owned (`plan --adopt`). */
  readonly adopt: boolean;
  /** What a person decided, by key of the resource's {@link ValueConflict}s. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** What taking a resource away receives. */
export interface Removal {
  readonly baseline: Baseline;
  /** What stood there before nixtorch took the file over; `null`: nothing, or it was not kept. */
  readonly origin: string | null;
}

/** What one resource contributes to the plan. Resources never write: the executor does. */
export interface Contribution {
  readonly change: Change;
  readonly actions: readonly Action[];
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  /** The baseline after apply. */
  readonly baseline: Baseline;
  /** The file's content after apply, for what is planned on top of it; `null`: absent after apply or unknown. */
  readonly content: string | null;
}
