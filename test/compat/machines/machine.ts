import type { WrittenConfig } from "../../../src/config/written.js";
import type { Code } from "../../../src/model/diagnostic.js";
import type { Resolution } from "../../../src/model/resolution.js";
import type { Statement } from "../../../src/model/statement.js";
import type { Fact } from "./facts.js";

type Values = { readonly [Key in keyof Resolution]: NonNullable<Resolution[Key]>["value"] | null };

/** What every machine has an expected value for; its index follows from the wheel. */
type Always = Omit<Values, "index" | "torchvision" | "torchaudio" | "triton" | "toolkitComponents">;

export type Stack = Always & Partial<Values>;

/** What is decided for one machine of several, and the release that was found on it where none is declared. */
export type PerHost = Pick<Values, "driver" | "openKernelModule" | "graphicsOption">;

interface Described {
  readonly name: string;
  /** From which rows the expected values follow, and how. */
  readonly why: string;
  readonly from: readonly Fact[];
  readonly config: WrittenConfig;
  /** What stands in pyproject.toml. */
  readonly statements?: readonly Statement[];
}

/** A machine that has a stack. */
export interface Possible extends Described {
  readonly stack: Stack;
  /** Codes of the warnings; none where it is left out. */
  readonly warnings?: readonly Code[];
}

/** One declaration for several machines. */
export interface Team extends Described {
  /** What is the same for all. */
  readonly stack: Omit<Stack, keyof PerHost>;
  readonly hosts: Readonly<Record<string, PerHost>>;
  readonly warnings?: readonly Code[];
}

/** What cannot be, by the places of the config that clash: one smallest set of them. */
export interface Impossible extends Described {
  readonly code: Code;
  readonly clash: readonly string[];
}
