import type { FileState, Reader } from "../../host/system.js";
import { parentOf, readBelow, type SystemPlace } from "../nixos-files.js";
import type { Host, OwnImport, SourceFile, WalkedConfiguration, WalkedFlake } from "../nixos-walk.js";

/** The person's module, which is to import ours. Paths are absolute below the root. */
export interface ObservedImport {
  readonly path: string;
  /** As the config names it, links not followed. */
  readonly stated: string;
  readonly file: FileState;
  readonly source: SourceFile;
  /** The hosts whose lists of modules the file holds, if that is what it is instead of a module. */
  readonly lists: readonly Host[];
  /** Our module, as its neighbour writes it: `./nixtorch.nix`. */
  readonly imported: string;
  /** Where our module is imported, in this file or others. */
  readonly entries: readonly OwnImport[];
  readonly flake: WalkedFlake | null;
}

/** Takes from the configuration what decides about the import. */
export function observeImport(
  system: Reader,
  place: SystemPlace,
  walked: WalkedConfiguration,
): ObservedImport {
  const { module: source, ownPath: own, lists, own: entries, flake } = walked;
  const directory = `${parentOf(source.path)}/`;
  return {
    path: source.path,
    stated: place.module,
    file: readBelow(system, place.root, source.path),
    source,
    lists,
    imported: own.startsWith(directory) ? `./${own.slice(directory.length)}` : own,
    entries,
    flake,
  };
}
