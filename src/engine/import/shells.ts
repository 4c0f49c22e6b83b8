import { dirname, resolve } from "node:path";
import { readShells as readFile } from "../../importing/flake.js";
import type { Reading } from "../../importing/types.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import { decodeText } from "../../resources/text.js";
import { refused, shownPath, type Lookup } from "./sources.js";

/**
 * Reads a `flake.nix` or `shell.nix`; `null`: it has no development shell.
 * @throws Failure NT494
 */
export function readShells(lookup: Lookup, path: string, text: string): Reading | null {
  const read = (relative: string) => {
    const other = resolve(dirname(path), relative);
    const found = decodeText(lookup.session.system.read(other));
    return found === null ? null : { file: shownPath(lookup, other), text: found };
  };
  try {
    return readFile(shownPath(lookup, path), text, { read, facts: lookup.facts });
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    throw refused(lookup, path, `it is not valid Nix: ${error.message}`, { line: error.line });
  }
}
