import { isAbsolute, join, resolve } from "node:path";
import type { Address } from "../model/address.js";
import type { Digest } from "../model/digest.js";
import type { Answer, Purpose } from "../model/plan.js";
import { readOnly } from "../host/read-only.js";
import { realSystem } from "../host/real.js";
import { recording } from "../host/recording.js";
import type { System } from "../host/system.js";
import type { StageContext } from "../stage/context.js";

/** Decisions about conflicts, by resource and by the conflict's key. */
export type Answers = Readonly<Partial<Record<Address, Readonly<Record<string, Answer>>>>>;

/** What `validate`, `plan` and `apply` are told; the command line's flags, one for one. */
export interface PlanOptions {
  /** What the plan is for. Default: "apply". */
  readonly purpose?: Purpose;
  /** Where the config is searched from, upwards to the git root. Default: the current directory. */
  readonly directory?: string;
  /** The config file itself; its directory is the project. */
  readonly configFile?: string;
  /** Where `/etc`, `/run`, `/nix` of the machine are read and written. Default: `/`. */
  readonly root?: string;
  /** The host whose system part is planned. Default: the name in `<root>/etc/hostname`. */
  readonly hostname?: string;
  /** Ask nothing of the network. */
  readonly offline?: boolean;
  /** Run as root in a project that root does not own (containers). */
  readonly allowRoot?: boolean;
  readonly projectOnly?: boolean;
  readonly systemOnly?: boolean;
  /** Only these resources. Empty: all. */
  readonly targets?: readonly Address[];
  /** Take over files that exist and are not owned. */
  readonly adopt?: boolean;
  readonly answers?: Answers;
  /** Left as they are, with all that needs them. */
  readonly skipped?: readonly Address[];
  /** `true`: new stack choices; "nixpkgs": move flake.lock; "packages" or a package's name: move uv.lock. */
  readonly upgrade?: true | string | null;
  /** Ask the real module system about the machine's configuration, instead of reading it. */
  readonly evalSystem?: boolean;
  /** Leave both locks and the venv alone. */
  readonly noLock?: boolean;
  readonly noVenv?: boolean;
  /** Ends running tools. */
  readonly signal?: AbortSignal;
  /** A line of progress of a running tool. */
  readonly onProgress?: (text: string) => void;
}

/** The machine as one command sees it. */
export interface Session {
  readonly options: PlanOptions;
  /** Writes only below the cache; every read of a file is noted as an input of the plan. */
  readonly system: System;
  reads(): ReadonlyMap<string, Digest | null>;
  readonly root: string;
  readonly cacheDirectory: string;
  readonly stateDirectory: string;
}

export function openSession(options: PlanOptions): Session {
  const machine = realSystem({ signal: options.signal });
  const cacheDirectory = join(xdg(machine, "XDG_CACHE_HOME", ".cache"), "nixtorch");
  const { reader, reads } = recording(readOnly(machine, (path) => path.startsWith(`${cacheDirectory}/`)));
  return {
    options,
    system: reader,
    reads,
    root: resolve(options.root ?? "/"),
    cacheDirectory,
    stateDirectory: join(xdg(machine, "XDG_STATE_HOME", ".local/state"), "nixtorch"),
  };
}

/** What asking the tools at plan time needs. */
export function stageOf({ system, cacheDirectory, options }: Session): StageContext {
  return {
    system,
    cacheDirectory,
    offline: options.offline ?? false,
    onProgress: options.onProgress ?? (() => {}),
  };
}

/** A base directory of the XDG specification, which says that relative values are to be ignored. */
function xdg(system: System, name: string, below: string): string {
  const stated = system.env[name];
  if (stated !== undefined && isAbsolute(stated)) return stated;
  return join(system.env.HOME ?? "/", below);
}
