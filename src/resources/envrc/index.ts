import type { FileState } from "../../host/system.js";
import type { Config } from "../../model/config.js";
import { findBlock, outsideBlock } from "../block-text.js";
import { planBlock } from "../block.js";
import type { Contribution, Desire } from "../resource.js";
import { decodeText, normalized } from "../text.js";

const body = [
  "if ! has nix_direnv_version || ! nix_direnv_version 3.0.6; then",
  '  echo "Without nix-direnv (NixOS: programs.direnv.nix-direnv.enable = true) this shell is slow to load." >&2',
  "fi",
  "watch_file nixtorch.config.ts pyproject.toml uv.lock",
  "use flake",
  "dotenv_if_exists .env",
].join("\n");

/** Plans the block of `.envrc` through which direnv enters the flake's shell. */
export function planEnvrc(observed: FileState, desire: Desire, writable = true): Contribution {
  const text = decodeText(observed) ?? "";
  // What stands between markers that are half there is nobody's statement: the block says that it is unclear.
  const own = findBlock(text).kind === "unclear" ? "" : outsideBlock(text);
  const reason = reasonFor(desire.config, own);
  return planBlock({
    address: "project.envrc",
    path: ".envrc",
    observed,
    desired: reason.wanted ? body : null,
    baseline: desire.baseline,
    adopt: desire.adopt,
    writable,
    reason: reason.text,
  });
}

function reasonFor(config: Config, own: string): { wanted: boolean; text: string } {
  if (!config.shell.direnv) return { wanted: false, text: "direnv is not wanted (shell.direnv is false)" };
  if (!config.nix.flake) {
    return {
      wanted: false,
      text: "the flake is the project's own (nix.flake is false), and so is how direnv uses it",
    };
  }
  if (/^[ \t]*use[ _]flake\b/m.test(normalized(own))) {
    return { wanted: false, text: ".envrc already says `use flake`" };
  }
  return { wanted: true, text: "direnv enters the shell with the directory" };
}
