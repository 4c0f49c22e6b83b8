import type { ApplyEvent } from "../model/apply.js";
import type { Digest } from "../model/digest.js";

export interface ApplyOptions {
  /** The project directory, absolute. */
  readonly project: string;
  /** The root that the caller works with; a plan made for another one is refused. */
  readonly root: string;
  /** `$XDG_STATE_HOME/nixtorch`: where the system part keeps its lock, before-images and state. */
  readonly stateDirectory: string;
  /** How long another apply is waited for, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** Tools ask nothing of the network. */
  readonly offline?: boolean;
  /** Leave the system part, or the project part, of the plan alone. */
  readonly noSystem?: boolean;
  readonly noProject?: boolean;
  /** The name of this host, if the caller knows better than `<root>/etc/hostname`. */
  readonly hostname?: string | null;
  /** The digest of the config as it is now, if the caller loaded it. */
  readonly configDigest?: Digest;
  /** Whether somebody sits at the terminal and can give sudo a password. */
  readonly interactive: boolean;
  /** Stops after the running step, and undoes. */
  readonly signal?: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Programs to run instead of the ones of these names on PATH. */
  readonly tools?: Partial<Record<ToolName, string>>;
}

export type ToolName = "git" | "nix" | "uv" | "nixos-rebuild" | "sudo";
