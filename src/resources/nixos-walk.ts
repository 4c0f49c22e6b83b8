import type { Reader } from "../host/system.js";
import type { SystemConfig } from "../model/config.js";
import { systemFiles, type SystemPlace } from "./nixos-files.js";
import { closureOf, type Closure, type Start, type UnfollowedImport } from "./nixos-walk-closure.js";
import { hostsIn, hostsWithin, type Host, type Hosts } from "./nixos-walk-hosts.js";
import { Sources, type SourceFile } from "./nixos-walk-sources.js";

export type { ConfigurationFile, DisabledModule, OwnImport, UnfollowedImport } from "./nixos-walk-closure.js";
export type { Host } from "./nixos-walk-hosts.js";
export type { ParsedFile, SourceFile, UnreadFile } from "./nixos-walk-sources.js";

/** The flake that a system is built from. */
export interface SystemFlake {
  /** `flake.nix`, absolute below the root. */
  readonly file: string;
  /** The host that is built; `null`: not known. */
  readonly host: string | null;
}

/** The flake that the next rebuild takes; `null`: it takes none. `nixos-rebuild` finds one in /etc/nixos by itself. */
export function systemFlake(
  { rebuild }: Pick<SystemConfig, "rebuild">,
  { flake, hostName }: { readonly flake: string | null; readonly hostName: string | null },
): SystemFlake | null {
  if (flake === null || (rebuild.kind !== "flake" && flake !== "/etc/nixos")) return null;
  const host = rebuild.kind === "flake" ? (rebuild.host ?? hostName) : hostName;
  return { file: `${flake}/flake.nix`, host };
}

/**
 * The person's configuration, as far as syntax tells: a module and all that it imports, and with a flake the other
 * modules of the host. Our module is left out. Paths are below the root, links followed.
 */
export interface WalkedConfiguration extends Closure {
  readonly module: SourceFile;
  /** Where ours lies. */
  readonly ownPath: string;
  /** The hosts whose lists of modules the module's file holds instead of being a module itself; empty: none. */
  readonly lists: readonly Host[];
  /** `null`: the system is built from no flake. */
  readonly flake: WalkedFlake | null;
}

export interface WalkedFlake extends SystemFlake {
  /** The names of the hosts that were found. */
  readonly hosts: readonly string[];
  /** Whether the flake makes the host of our module; `null`: only evaluation knows. */
  readonly reaches: boolean | null;
  /** Other hosts that have the module as well. */
  readonly shared: readonly string[];
  /** The local files that the host lists as modules. */
  readonly modules: readonly string[];
}

/** Reads the configuration once, for everything that is planned for the system. */
export function walkConfiguration(
  reader: Reader,
  place: SystemPlace,
  flake: SystemFlake | null,
): WalkedConfiguration {
  const { module: path, own: ownPath } = systemFiles(reader, place);
  const sources = new Sources(reader, place.root);
  const module = sources.file(path);
  const lists = module.kind === "parsed" ? hostsWithin(module) : [];
  const hosts = flake && hostsIn(sources, flake.file);
  const host = flake && hosts ? hostOf(hosts, flake.host) : null;
  const counting = host ?? (lists.length === 1 ? lists[0]! : lists.find(({ name }) => name === flake?.host));
  const starts = counting ? [startOf(counting)] : [];
  const closure = closureOf(sources, ownPath, { module: lists.length > 0 ? null : path, starts });
  const hidden = flake && hosts ? hiddenHosts(hosts, flake.host, host) : [];
  // A file that is not read may hold the host, unless the host was found without it.
  const unread = host ? [] : (hosts?.unread ?? []).filter((file) => !closure.paths.has(file.path));
  return {
    configuration: closure.configuration,
    paths: closure.paths,
    unread: [...closure.unread, ...unread],
    unfollowed: [...closure.unfollowed, ...hidden],
    own: closure.own,
    disabled: closure.disabled,
    module,
    ownPath,
    lists,
    flake:
      flake && hosts
        ? readFlake(sources, flake, {
            hosts,
            host,
            hidden: hidden.length > 0 || hosts.unread.length > 0,
            path,
            ownPath,
            closure,
          })
        : null,
  };
}

function readFlake(
  sources: Sources,
  flake: SystemFlake,
  given: {
    readonly hosts: Hosts;
    readonly host: Host | null;
    readonly hidden: boolean;
    readonly path: string;
    readonly ownPath: string;
    readonly closure: Closure;
  },
): WalkedFlake {
  const { hosts, host, hidden, path, ownPath, closure } = given;
  const closureFrom = (one: Host) => closureOf(sources, ownPath, { module: null, starts: [startOf(one)] });
  const leads = (one: Host, from: Closure) => one.file === path || from.paths.has(path);
  const others = hosts.found.filter((one) => one !== host && one.file !== path);
  // Who else gets the module matters before it is imported, and no more after that.
  const shared = closure.own.length > 0 ? [] : others.filter((one) => leads(one, closureFrom(one)));
  return {
    ...flake,
    hosts: namesOf(hosts.found),
    reaches: host ? reaches(leads, host, closureFrom(host)) : hidden || flake.host === null ? null : false,
    shared: namesOf(shared),
    modules: host
      ? host.modules.flatMap((one) => (one.kind === "path" ? [sources.locate(one.path, host.file)] : []))
      : [],
  };
}

function reaches(leads: (host: Host, from: Closure) => boolean, host: Host, from: Closure): boolean | null {
  if (leads(host, from)) return true;
  return from.unfollowed.length > 0 || from.unread.length > 0 ? null : false;
}

function namesOf(hosts: readonly Host[]): string[] {
  return hosts.flatMap(({ name }) => name ?? []);
}

function startOf({ file, modules }: Host): Start {
  return { file, entries: modules };
}

/** The host that is built: by its name, or the only one where no name is known. */
function hostOf({ found, opaque }: Hosts, name: string | null): Host | null {
  if (name !== null) return found.find((one) => one.name === name) ?? null;
  return found.length === 1 && opaque.length === 0 ? found[0]! : null;
}

/** What may hold the host, where it was not found. */
function hiddenHosts({ opaque }: Hosts, name: string | null, host: Host | null): UnfollowedImport[] {
  return host ? [] : opaque.filter((one) => one.name === null || name === null || one.name === name);
}
