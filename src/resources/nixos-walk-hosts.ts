import { hostsOf, type HostEntry, type HostFile } from "../lang/nix/flake-hosts.js";
import type { ImportEntry } from "../lang/nix/module-imports.js";
import type { Place } from "../model/diagnostic.js";
import type { UnfollowedImport } from "./nixos-walk-closure.js";
import type { ParsedFile, Sources, UnreadFile } from "./nixos-walk-sources.js";

/** A host of a flake, with the list of modules that it is made of. */
export interface Host {
  /** `null`: the file that it stands in holds one host, and nothing says which. */
  readonly name: string | null;
  /** The file that has its list of modules. */
  readonly file: string;
  readonly line: number;
  readonly modules: readonly ImportEntry[];
}

export interface Hosts {
  readonly found: readonly Host[];
  /** Hosts, or parts of the flake that may hold some, which only evaluation knows. `name` `null`: any. */
  readonly opaque: readonly (UnfollowedImport & { readonly name: string | null })[];
  /** The flake itself, or files that it leads to, which could not be looked at. */
  readonly unread: readonly UnreadFile[];
}

/** Files that lead to files that lead to hosts: flakes go three deep, seldom four. */
const maximalDepth = 8;

/** The hosts of a flake, also where other files hold them. */
export function hostsIn(sources: Sources, file: string): Hosts {
  const found: Host[] = [];
  const opaque: Hosts["opaque"][number][] = [];
  const unread: UnreadFile[] = [];
  const follow = (path: string, holds: HostFile, known: string | null, depth: number, from?: Place) => {
    const source = sources.file(path);
    if (source.kind !== "parsed") return void unread.push({ ...source, ...(from && { from }) });
    for (const entry of hostsOf(source.text, source.tree, holds)) {
      const name = entry.name ?? known;
      if (entry.kind === "path" && depth < maximalDepth) {
        follow(sources.locate(entry.path, path), entry.holds, name, depth + 1, {
          file: path,
          line: entry.line,
        });
      } else if (entry.kind === "host") found.push({ ...entry, name, file: path });
      else if (entry.kind === "opaque") opaque.push({ ...entry, name, file: path });
    }
  };
  follow(file, "outputs", null, 0);
  return { found, opaque, unread };
}

/** The hosts whose lists of modules stand in a file itself; empty: it is none of that kind. */
export function hostsWithin({ text, tree, path }: ParsedFile): Host[] {
  for (const holds of ["outputs", "hosts", "host"] as const) {
    const hosts = hostsOf(text, tree, holds).filter(isHost);
    if (hosts.length > 0) return hosts.map((host) => ({ ...host, file: path }));
  }
  return [];
}

function isHost(entry: HostEntry): entry is Extract<HostEntry, { kind: "host" }> {
  return entry.kind === "host";
}
