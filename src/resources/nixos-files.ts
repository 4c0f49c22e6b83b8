import type { FileState, Reader } from "../host/system.js";
import { below, rebase, resolveInside } from "../model/rooted.js";

/** The system configuration that is planned for: a root, and the module below it that gets the import. */
export interface SystemPlace {
  readonly root: string;
  /** Absolute below the root. */
  readonly module: string;
}

/** The name of the file that nixtorch owns, beside the person's module. */
export const ownName = "nixtorch.nix";

/**
 * Where the person's module and ours lie, absolute below the root, links followed: Nix takes `./nixtorch.nix` from
 * beside the real file.
 */
export function systemFiles(
  system: Reader,
  place: SystemPlace,
): { readonly module: string; readonly own: string } {
  const resolved = (path: string) => resolveInside(system, place.root, path) ?? path;
  const module = resolved(place.module);
  return { module, own: resolved(`${parentOf(module)}/${ownName}`) };
}

/** Reads a path of the system below the root; `realPath` is below the root too. */
export function readBelow(system: Reader, root: string, path: string): FileState {
  const at = rebase(system, root, path);
  if (at === null) return { kind: "unreadable", reason: "its symbolic links go in circles" };
  const state = system.read(at);
  const prefix = below(root, "");
  return state.kind === "file" && root !== "/" && state.realPath.startsWith(`${prefix}/`)
    ? { ...state, realPath: state.realPath.slice(prefix.length) }
    : state;
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
