import type { Address } from "./address.js";
import type { Diagnostic } from "./diagnostic.js";

/** As uv prints it before it goes on without any of the file's settings. */
const warning =
  /^warning: Failed to parse `([^`]*)` during settings discovery:\r?\n((?:[ \t]+\S.*(?:\r?\n|$))*)/m;

/** NT539 if uv said on stderr that it did not understand its settings; it goes on without all of them. */
export function unreadSettings(stderr: string, address: Address): Diagnostic | null {
  const [, file = "", block = ""] = warning.exec(stderr) ?? [];
  if (file === "") return null;
  const place = /\bline (\d+), column (\d+)/.exec(block);
  const problem = block.trim().split("\n").at(-1)?.trim().split(", expected one of")[0] ?? "";
  return {
    severity: "error",
    code: "NT539",
    summary: "uv cannot read its settings",
    detail: `uv did not understand ${file} (${problem}), and leaves out all settings in it, indexes and build settings too.`,
    hint:
      "If the key is misspelt, correct it. If it is right, this uv is too old for it; the uv of the shell moves with " +
      'nixpkgs:\n  nix: { nixpkgs: { release: "…" } }',
    address,
    place: place === null ? { file } : { file, line: Number(place[1]), column: Number(place[2]) },
  };
}
