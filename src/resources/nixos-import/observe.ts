import type { FileState, Reader } from "../../host/system.js";
import { importedPaths } from "../../lang/nix/imported-paths.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import { parentOf, readBelow, systemFiles, type SystemPlace } from "../nixos-files.js";
import { walkConfiguration } from "../nixos-walk.js";
import { decodeText } from "../text.js";

/** The person's module, which is to import ours. Paths are absolute below the root. */
export interface ObservedImport {
  readonly path: string;
  /** As the config names it, links not followed. */
  readonly stated: string;
  readonly file: FileState;
  /** Our module, as its neighbour writes it: `./nixtorch.nix`. */
  readonly imported: string;
  /** Our module's absolute path. */
  readonly own: string;
  /** Where our module is imported: in the module itself, in another file that it imports, or nowhere. */
  readonly importedBy: "module" | "another" | null;
}

/** Reads the module that is to import ours, and its local imports if it does not. */
export function observeImport(system: Reader, place: SystemPlace): ObservedImport {
  const { module, own } = systemFiles(system, place);
  const directory = `${parentOf(module)}/`;
  const imported = own.startsWith(directory) ? `./${own.slice(directory.length)}` : own;
  const file = readBelow(system, place.root, module);
  const importedBy = importsDirectly(decodeText(file), module, own)
    ? "module"
    : walkConfiguration(system, place).importsOwn
      ? "another"
      : null;
  return { path: module, stated: place.module, file, imported, own, importedBy };
}

/** Whether a module's text imports ours in any spelling of its path. */
function importsDirectly(text: string | null, path: string, own: string): boolean {
  if (text === null) return false;
  try {
    return importedPaths(text).some((imported) => absolute(parentOf(path), imported) === own);
  } catch (error) {
    if (error instanceof NixSyntaxError) return false;
    throw error;
  }
}

function absolute(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
