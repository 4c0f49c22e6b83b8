import { indent, paragraphs } from "../../lang/nix/layout.js";
import { shellParts, stackTitle } from "../dev-shell-parts.js";
import { renderBindings, renderShell } from "../dev-shell.js";
import { header } from "../header.js";
import type { Desire } from "../resource.js";

export const shellFile = "nixtorch-shell.nix";

/** The text of `nixtorch-shell.nix`: a function from `{ nixpkgs, system }` to the dev shell. */
export function renderShellFile(desire: Pick<Desire, "config" | "resolution">): string {
  const parts = shellParts(desire, shellFile);
  const lines = [
    header,
    `# The dev shell for ${stackTitle(desire.resolution)}. \`nixpkgs\` is a flake input, \`system\` such as "x86_64-linux".`,
    "{ nixpkgs, system }:",
    "let",
    ...indent(paragraphs([["inherit (nixpkgs) lib;"], renderBindings(parts, 1)]), 1),
    "in",
    ...renderShell(parts),
  ];
  return `${lines.join("\n")}\n`;
}
