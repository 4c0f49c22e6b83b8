import { resolve } from "node:path";

/** Whether a path lies in the Nix store, where nothing may be changed. */
export function isInStore(path: string): boolean {
  return `${resolve(path)}/`.startsWith("/nix/store/");
}
