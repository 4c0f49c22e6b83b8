import type { FileState, Reader } from "../host/system.js";
import type { SystemConfig } from "../model/config.js";
import { rebase } from "../model/rooted.js";
import { releaseOfLock } from "./flake-release.js";

/** What is known about the NixOS below a root before anything is planned for it. */
export interface NixosFacts {
  /** The directory under which the system lies; `/` is the running one. */
  readonly root: string;
  readonly isNixos: boolean;
  readonly hostName: string | null;
  /** The release that the next `nixos-rebuild` evaluates, such as "26.05" or "unstable". */
  readonly release: FoundRelease | null;
  /** The release of the system as it was last built; `null`: not known. */
  readonly runningRelease: string | null;
  /** The directory with the system's `flake.nix`, below the root; `null`: it has none. */
  readonly flake: string | null;
  /** The system's `flake.lock`, if it decides the release and does not say it in a way that is understood. */
  readonly unreadLock: string | null;
}

export interface FoundRelease {
  readonly value: string;
  /** Where it was read: a key of the config, or a file below the root. */
  readonly from: string;
}

export interface NixosOptions {
  readonly root: string;
  /** `--hostname`; `null`: not given. */
  readonly hostName: string | null;
  readonly config: SystemConfig | null;
}

const defaultModule = "/etc/nixos/configuration.nix";
const osRelease = "/etc/os-release";

/** The places where root's channel named `nixos` is linked. */
const channels = ["/nix/var/nix/profiles/per-user/root/channels/nixos", "/root/.nix-defexpr/channels/nixos"];

/** Reads the NixOS below a root. Nothing of it needs to be there: what is missing is `null`. */
export function probeNixos(system: Reader, options: NixosOptions): NixosFacts {
  const { root, config } = options;
  const read = (path: string) => textOf(system, root, path);
  const flake = flakeDirectory(read, config?.module ?? defaultModule);
  const runningRelease = releaseOfOs(read(osRelease));
  return {
    root,
    isNixos: stateOf(system, root, "/etc/NIXOS").kind !== "absent",
    hostName: options.hostName ?? (read("/etc/hostname")?.trim() || null),
    release: nextRelease(read, config, flake, runningRelease),
    runningRelease,
    flake,
    unreadLock: unreadLock(read, config, flake),
  };
}

type ReadText = (path: string) => string | null;

function nextRelease(
  read: ReadText,
  config: SystemConfig | null,
  flake: string | null,
  running: string | null,
): FoundRelease | null {
  if (config?.release) return { value: config.release, from: "system.release" };
  if (flake !== null) {
    const lock = `${flake}/flake.lock`;
    const value = releaseOfLock(read(lock) ?? "");
    if (value !== null) return { value, from: lock };
  } else {
    for (const channel of channels) {
      const value = releaseOfChannel(read, channel);
      if (value !== null) return { value, from: channel };
    }
  }
  return running === null ? null : { value: running, from: osRelease };
}

function unreadLock(read: ReadText, config: SystemConfig | null, flake: string | null): string | null {
  if (flake === null || config?.release) return null;
  const lock = `${flake}/flake.lock`;
  const text = read(lock);
  return text !== null && releaseOfLock(text) === null ? lock : null;
}

/** The nearest directory with a `flake.nix`, from the module's upwards: that is where its flake lies. */
function flakeDirectory(read: ReadText, module: string): string | null {
  for (let directory = parentOf(module); directory !== ""; directory = parentOf(directory)) {
    if (read(`${directory}/flake.nix`) !== null) return directory;
  }
  return null;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** A channel says `26.05` and `.1234.abcdef`, or for unstable the release to come and `pre1234.abcdef`. */
function releaseOfChannel(read: ReadText, channel: string): string | null {
  const version = /^\d\d\.\d\d/.exec(read(`${channel}/.version`) ?? "")?.[0];
  if (version === undefined) return null;
  const suffix = read(`${channel}/.version-suffix`) ?? read(`${channel}/svn-revision`) ?? "";
  return suffix.startsWith("pre") ? "unstable" : version;
}

function releaseOfOs(text: string | null): string | null {
  const value = (key: string) => new RegExp(`^${key}="?([^"\\n]*)"?$`, "m").exec(text ?? "")?.[1];
  const version = /^\d\d\.\d\d$/.exec(value("VERSION_ID") ?? "")?.[0];
  // Where the file does not say whose it is, etc/NIXOS has said it.
  if ((value("ID") ?? "nixos") !== "nixos" || version === undefined) return null;
  return /^\d\d\.\d\dpre/.test(value("BUILD_ID") ?? "") ? "unstable" : version;
}

function stateOf(system: Reader, root: string, path: string): FileState {
  const at = rebase(system, root, path);
  return at === null ? { kind: "absent" } : system.read(at);
}

function textOf(system: Reader, root: string, path: string): string | null {
  const state = stateOf(system, root, path);
  return state.kind === "file" ? new TextDecoder().decode(state.bytes) : null;
}
