import { dirname, relative } from "node:path";
import { below, rebase } from "../model/rooted.js";
import type { StageContext } from "./context.js";
import type { SystemRequest } from "./evaluate-system-expression.js";

/** The configuration that a rebuild would evaluate. Paths are absolute below the root. */
export interface SystemConfiguration {
  readonly root: string;
  /** `null`: the system comes from a channel. */
  readonly flake: { readonly directory: string; readonly host: string | null } | null;
  /** Every path under which the configuration may import our module; the first is the one to show. */
  readonly own: readonly string[];
  /** The NixOS release that the plan is made for. */
  readonly release: string;
  /** Evaluate as root what root does not own. */
  readonly allowRoot: boolean;
}

/** What is asked of Nix, and where that lies on this machine. */
export interface SystemSource {
  readonly request:
    | Pick<SystemRequest & { kind: "channel" }, "kind" | "nixpkgs" | "entry" | "own">
    | Pick<SystemRequest & { kind: "flake" }, "kind" | "url" | "host" | "own">;
  /** The person's file or directory, as a person would name it. */
  readonly shown: string;
  /** Whose nixpkgs it is. */
  readonly nixpkgs: string;
  /** The directory with the person's files. */
  readonly directory: string;
  /** What the answer depends on besides the files there: always the same under this name. */
  readonly identity: string | null;
  readonly env: Readonly<Record<string, string | null>>;
}

/** Where a channel system starts, unless NIX_PATH says otherwise. */
const defaultEntry = "/etc/nixos/configuration.nix";
const channels = "/nix/var/nix/profiles/per-user/root/channels";

/** Finds what the rebuild would evaluate; a clause, if it cannot be asked. */
export function findSystemSource(
  system: StageContext["system"],
  configuration: SystemConfiguration,
): SystemSource | string {
  const source =
    configuration.flake === null
      ? channelSource(system, configuration)
      : flakeSource(system, configuration, configuration.flake);
  if (typeof source === "string") return source;
  const { request, directory } = source;
  const paths = [directory, request.kind === "channel" ? request.entry : `${directory}/flake.nix`];
  const foreign = paths.find((path) => (system.lstat(system.realPath(path) ?? path)?.uid ?? 0) !== 0);
  return system.uid === 0 && foreign !== undefined && !configuration.allowRoot
    ? `${foreign} does not belong to root, and what others wrote is not evaluated as root`
    : source;
}

function channelSource(
  system: StageContext["system"],
  { root, own }: SystemConfiguration,
): SystemSource | string {
  const paths = root === "/" ? nixPath(system.env["NIX_PATH"]) : new Map<string, string>();
  const entry = rebase(system, root, paths.get("nixos-config") ?? defaultEntry);
  if (entry === null || system.realPath(entry) === null) return `there is no ${below(root, defaultEntry)}`;
  const profile = below(root, channels);
  const channel = nixpkgsAt(system, rebase(system, root, `${channels}/nixos`));
  const nixpkgs = channel ?? nixpkgsAt(system, paths.get("nixpkgs") ?? null);
  if (nixpkgs === null) {
    const also = root === "/" ? ", and NIX_PATH names no directory with one" : "";
    return `no nixpkgs was found: there is none in ${profile}/nixos${also}`;
  }
  return {
    request: {
      kind: "channel",
      nixpkgs,
      entry,
      own: [...new Set(own.map((path) => below(root, path)))],
    },
    shown: entry,
    nixpkgs: `${channel === null ? "NIX_PATH" : "root's channel"} (${nixpkgs})`,
    directory: dirname(system.realPath(entry) ?? entry),
    // What lies in the store stays as it is.
    identity: nixpkgs.startsWith(below(root, "/nix/store/")) ? nixpkgs : null,
    // What `<…>` in the configuration means to nixos-rebuild, and nothing of the caller's own.
    env: {
      NIX_PATH: `nixpkgs=${nixpkgs}:nixos-config=${entry}:${profile}`,
      ...withoutPersonal,
    },
  };
}

function flakeSource(
  system: StageContext["system"],
  { root, own }: SystemConfiguration,
  { directory, host }: NonNullable<SystemConfiguration["flake"]>,
): SystemSource | string {
  if (host === null) return "which of the flake's hosts this machine is, is not known";
  const rebased = rebase(system, root, directory);
  const real = rebased === null ? null : system.realPath(rebased);
  if (real === null) return `there is no ${below(root, directory)}`;
  const repository = repositoryOf(system, real);
  const top = repository ?? real;
  const inside = own.flatMap((path) => {
    const at = rebase(system, root, path);
    const from = at === null ? ".." : relative(top, at);
    return from.startsWith("..") ? [] : [`/${from}`];
  });
  const subdirectory = relative(top, real);
  const url =
    repository === null
      ? `path:${urlPath(real)}`
      : `git+file://${urlPath(repository)}${subdirectory === "" ? "" : `?dir=${encodeURIComponent(subdirectory)}`}`;
  return {
    request: { kind: "flake", url, host, own: [...new Set(inside)] },
    shown: `nixosConfigurations.${host} of ${real}`,
    nixpkgs: "the flake's own nixpkgs",
    directory: top,
    identity: url,
    env: withoutPersonal,
  };
}

/** Variables with which nixpkgs would look at the caller's own configuration; a rebuild does not have them. */
const withoutPersonal = {
  NIXPKGS_CONFIG: null,
  NIXPKGS_ALLOW_UNFREE: null,
  NIXPKGS_ALLOW_INSECURE: null,
  NIXPKGS_ALLOW_BROKEN: null,
  NIXOS_CONFIG: null,
  NIXOS_EXTRA_MODULE_PATH: null,
};

/** The entries of NIX_PATH that name a directory. */
function nixPath(text: string | undefined): Map<string, string> {
  const entries = (text ?? "").split(":").flatMap((entry) => {
    const [, name, path] = /^([^=]+)=(\/.*)$/.exec(entry) ?? [];
    return name === undefined || path === undefined ? [] : [[name, path] as const];
  });
  return new Map(entries.reverse());
}

/** The real path of a nixpkgs; `null`: there is none. */
function nixpkgsAt(system: StageContext["system"], path: string | null): string | null {
  const real = path === null ? null : system.realPath(path);
  return real === null || system.realPath(`${real}/nixos/default.nix`) === null ? null : real;
}

function repositoryOf(system: StageContext["system"], directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    if (system.lstat(`${at}/.git`) !== null) return at;
    if (dirname(at) === at) return null;
  }
}

function urlPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
