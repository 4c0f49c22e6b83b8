import { compareDotted } from "../model/version.js";

/** The name of the newest nixpkgs, ahead of every numbered release. */
export const unstable = "unstable";

/** Whether a NixOS release, such as "25.11" or "unstable", is at least as new as a numbered one. */
export function isAtLeast(release: string, numbered: string): boolean {
  return release === unstable || compareDotted(release, numbered) >= 0;
}
