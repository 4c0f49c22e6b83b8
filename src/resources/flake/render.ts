import { indent, paragraphs, stringListBinding } from "../../lang/nix/layout.js";
import { nixString } from "../../lang/nix/escape.js";
import { shellParts, stackTitle } from "../dev-shell-parts.js";
import { renderBindings, renderShell } from "../dev-shell.js";
import { header } from "../header.js";
import type { Desire } from "../resource.js";

/** The text of `flake.nix`, laid out as the Nix formatter would. */
export function renderFlake(desire: Pick<Desire, "config" | "resolution">): string {
  const { config, resolution } = desire;
  const parts = shellParts(desire, "flake.nix");
  const lines = [
    header,
    "{",
    ...indent(
      paragraphs([
        [`description = ${nixString(config.project.description ?? stackTitle(resolution))};`],
        [`inputs.nixpkgs.url = ${nixString(nixpkgsUrl(desire))};`],
        binaryCaches(desire),
        [
          "outputs =",
          "  { nixpkgs, ... }:",
          "  let",
          ...indent(
            paragraphs([
              ["inherit (nixpkgs) lib;", ...stringListBinding("systems", parts.systems, 3)],
              [
                "shellFor =",
                "  system:",
                "  let",
                ...indent(renderBindings(parts, 5), 2),
                "  in",
                ...indent(renderShell(parts), 1).slice(0, -1),
                "  };",
              ],
            ]),
            2,
          ),
          "  in",
          "  {",
          "    devShells = lib.genAttrs systems (system: {",
          "      default = shellFor system;",
          "    });",
          "  };",
        ],
      ]),
      1,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** The flake's nixpkgs: the config's own URL, or the branch of the release. */
export function nixpkgsUrl(desire: Pick<Desire, "config" | "resolution">): string {
  const release = desire.resolution.nixpkgs.value;
  return desire.config.nix.nixpkgs.url ?? `github:NixOS/nixpkgs/nixos-${release}`;
}

function binaryCaches(desire: Pick<Desire, "config" | "resolution">): string[] {
  const { caches } = desire.config.nix;
  if (caches.length === 0) return [];
  const cuda = desire.resolution.toolkit !== null;
  return [
    `# ${cuda ? "CUDA is unfree, so the default cache has none. " : ""}Nix offers these to trusted users only.`,
    "nixConfig = {",
    ...indent(
      stringListBinding(
        "extra-substituters",
        caches.map((cache) => cache.url),
        2,
      ),
      1,
    ),
    ...indent(
      stringListBinding(
        "extra-trusted-public-keys",
        caches.map((cache) => cache.publicKey),
        2,
      ),
      1,
    ),
    "};",
  ];
}
