import type { Config, GpuDeclaration } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Resolution } from "../model/resolution.js";
import type { Statement } from "../model/statement.js";
import type { Catalog } from "./catalog-types.js";

/** Everything that the choice of a stack depends on. What is stated constrains; what is left out is chosen. */
export interface Question {
  readonly config: Config;
  readonly catalog: Catalog;
  /** Requirements that a person wrote in pyproject.toml. */
  readonly statements: readonly Statement[];
  /** Values recorded in nixtorch.lock by key of the resolution; `null`: no record. */
  readonly locked: Readonly<Record<string, unknown>> | null;
  /** torch in an existing uv.lock, with or without local version; counts where there is no record. */
  readonly lockedTorch: string | null;
  /** Choose anew instead of keeping what is locked. */
  readonly upgrade: boolean;
  /**
   * The NixOS machine that is planned for; it decides its own driver, never the rest. `null`: none, the driver is
   * solved for the declared machines, else for the nixpkgs release.
   */
  readonly host: HostQuestion | null;
}

export interface HostQuestion {
  /** The release that the next rebuild evaluates; `null`: as nixpkgs. */
  readonly release: string | null;
  /** The cards in this machine; `null`: all that the config declares. */
  readonly gpu: readonly GpuDeclaration[] | null;
  readonly driver: { readonly branch: string | null; readonly open: boolean | null } | null;
}

export interface Answer {
  /** `null`: no stack satisfies; `diagnostics` says why, and which edits help. */
  readonly resolution: Resolution | null;
  readonly diagnostics: readonly Diagnostic[];
}

export type ConfigPath = readonly (string | number)[];
