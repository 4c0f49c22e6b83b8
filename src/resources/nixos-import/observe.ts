import type { FileState, Reader } from "../../host/system.js";
import { parentOf, readBelow, systemFiles, type SystemPlace } from "../nixos-files.js";

/** The person's module, which is to import ours. Paths are absolute below the root. */
export interface ObservedImport {
  readonly path: string;
  readonly file: FileState;
  /** Our module, as its neighbour writes it: `./nixtorch.nix`. */
  readonly imported: string;
  /** Our module's absolute path. */
  readonly own: string;
}

/** Reads the module that is to import ours. */
export function observeImport(system: Reader, place: SystemPlace): ObservedImport {
  const { module, own } = systemFiles(system, place);
  const directory = `${parentOf(module)}/`;
  const imported = own.startsWith(directory) ? `./${own.slice(directory.length)}` : own;
  return { path: module, file: readBelow(system, place.root, module), imported, own };
}
