import type { FileState, Reader } from "../host/system.js";
import type { SystemConfig } from "../model/config.js";
import { rebase } from "../model/rooted.js";

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
    const value = releaseOfLock(read(lock));
    if (value !== null) return { value, from: lock };
  } else {
    for (const channel of channels) {
      const value = releaseOfChannel(read, channel);
      if (value !== null) return { value, from: channel };
    }
  }
  return running === null ? null : { value: running, from: osRelease };
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

/** The release that a flake.lock's `nixpkgs` input follows, as the person wrote it in the flake. */
function releaseOfLock(text: string | null): string | null {
  const lock = parseObject(text);
  const nodes = objectAt(lock, "nodes");
  const root = typeof lock?.["root"] === "string" ? lock["root"] : "root";
  const name = objectAt(objectAt(nodes, root), "inputs")?.["nixpkgs"];
  if (typeof name !== "string") return null;
  const original = objectAt(objectAt(nodes, name), "original");
  return original === null ? null : releaseOfReference(original);
}

function releaseOfReference(original: Readonly<Record<string, unknown>>): string | null {
  const { type, owner, id, ref, rev, url } = original;
  if (typeof ref === "string") return releaseOfBranch(ref);
  if (typeof url === "string") return releaseOfBranch(url) ?? releaseOfFlakeHub(url);
  const followsDefault = rev === undefined && (id === "nixpkgs" || (type === "github" && owner === "NixOS"));
  return followsDefault ? "unstable" : null;
}

/** `nixos-26.05`, `nixos-26.05-small`, `release-26.05`, `nixpkgs-unstable`, `master`, also inside a channel's URL. */
function releaseOfBranch(branch: string): string | null {
  const dated = /(?:nixos|nixpkgs|release)-(\d\d\.\d\d)\b/.exec(branch)?.[1];
  if (dated !== undefined) return dated;
  return /(?:nixos|nixpkgs)-unstable\b/.test(branch) || branch === "master" ? "unstable" : null;
}

/** FlakeHub numbers the branches of nixpkgs as 0.2605.x, and unstable as 0.1.x. */
function releaseOfFlakeHub(url: string): string | null {
  const version = /flakehub\.com\/f\/NixOS\/nixpkgs\/[=~^]*0\.(\d\d)(\d\d)\b/i.exec(url);
  if (version) return `${version[1]}.${version[2]}`;
  return /flakehub\.com\/f\/NixOS\/nixpkgs\/[=~^]*0\.1\b/i.test(url) ? "unstable" : null;
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
  if (value("ID") !== "nixos" || version === undefined) return null;
  return /^\d\d\.\d\dpre/.test(value("BUILD_ID") ?? "") ? "unstable" : version;
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function objectAt(
  value: Readonly<Record<string, unknown>> | null,
  key: string,
): Readonly<Record<string, unknown>> | null {
  return asObject(value?.[key]);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function stateOf(system: Reader, root: string, path: string): FileState {
  const at = rebase(system, root, path);
  return at === null ? { kind: "absent" } : system.read(at);
}

function textOf(system: Reader, root: string, path: string): string | null {
  const state = stateOf(system, root, path);
  return state.kind === "file" ? new TextDecoder().decode(state.bytes) : null;
}
