import { shellQuote } from "./quote.js";

/**
 * The command line that makes the system below `root` the one that boots there, to be shown to a person. `flake`: the
 * reference as seen from inside the root; `null`: the system is built from a channel.
 */
export function nixosEnterLine(root: string, flake: string | null): string {
  const rebuild = `nixos-rebuild boot${flake === null ? "" : ` --flake ${insideBash(flake)}`}`;
  return `sudo nixos-enter --root ${shellQuote(root)} -c ${shellQuote(rebuild)}`;
}

/** nixos-enter gives its command to bash, where a `#` inside a word stands for itself. */
function insideBash(word: string): string {
  return /^[\w@%+=:,./-][\w@%+=:,./#-]*$/.test(word) ? word : shellQuote(word);
}
