import type { Place } from "./diagnostic.js";

/** A requirement that a person wrote in pyproject.toml on a name that the resolver owns: it constrains the stack. */
export interface Statement {
  /** "torch", "torchvision", "torchaudio", "triton" or "requires-python". */
  readonly name: string;
  /** PEP 440 specifier set, such as ">=2.9,<2.12"; empty: any version. */
  readonly specifier: string;
  /** Of a constraint or an override of uv's: it says which version, and not that there is one. */
  readonly limitsOnly?: true;
  readonly place: Place;
}
