import type { FileState } from "../../host/system.js";
import type { Config } from "../../model/config.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { releaseBlock, unplanBlock } from "../block-removal.js";
import { findPieces, outside } from "../block-text.js";
import { blockKey, planBlock } from "../block.js";
import type { Contribution, Desire, Removal } from "../resource.js";
import { decodeText, normalized } from "../text.js";

const body = [
  "if ! has nix_direnv_version || ! nix_direnv_version 3.0.6; then",
  '  echo "Without nix-direnv (NixOS: programs.direnv.nix-direnv.enable = true) this shell is slow to load." >&2',
  "fi",
  "watch_file nixtorch.config.ts pyproject.toml uv.lock",
  "use flake",
  "dotenv_if_exists .env",
].join("\n");

const place = { address: "project.envrc", path: ".envrc" } as const;

/** Plans the block of `.envrc` through which direnv enters the flake's shell. */
export function planEnvrc(observed: FileState, desire: Desire, writable = true): Contribution {
  const { config, baseline, adopt, answers } = desire;
  const text = decodeText(observed) ?? "";
  const pieces = findPieces(text, baseline[blockKey] ?? body);
  // What stands between markers that are half there is nobody's statement: the block says that it is unclear.
  const own = pieces.every(({ certain }) => certain) ? outside(text, pieces) : "";
  const reason = reasonFor(config, own);
  const planned = planBlock({
    ...place,
    observed,
    desired: reason.wanted ? body : null,
    baseline,
    adopt,
    answers,
    writable,
    reason: reason.text,
    // Bash takes a carriage return for a part of the last word.
    lineEnding: "\n",
    indentable: true,
  });
  const uses = config.shell.direnv && config.nix.flake;
  const crlf = uses ? crlfLines(own) : [];
  return crlf.length === 0
    ? planned
    : { ...planned, diagnostics: [...planned.diagnostics, windowsLines(crlf)] };
}

/** Plans to take the block out of `.envrc`. */
export function unplanEnvrc(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the shell is no longer wanted";
  return unplanBlock({ ...place, baseline: removal.baseline, observed, writable, reason });
}

/** Plans to leave the lines of the block to the person. */
export function releaseEnvrc(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the lines are yours from now on";
  return releaseBlock({ ...place, baseline: removal.baseline, observed, writable, reason });
}

/** The person's lines that end in CR LF, comments and their last words aside. */
function crlfLines(own: string): readonly string[] {
  return own.split("\n").filter((line) => line.endsWith("\r") && !/^\s*#/.test(line));
}

function windowsLines(lines: readonly string[]): Diagnostic {
  const example = lines.find((line) => line.trim() !== "");
  const shown = example === undefined ? "" : `, such as \`${example.trim()}\``;
  return {
    severity: "warning",
    code: "NT461",
    summary: "Lines that bash reads have Windows line endings",
    detail:
      `${lines.length} of your lines in .envrc end in CR LF${shown}. Bash takes the CR for a part of the last word, so ` +
      "such a line fails or sets a value that looks right and is not. What nixtorch writes there ends in LF, and works.",
    hint:
      "Convert the file:\n\n    sed -i 's/\\r$//' .envrc\n\n" +
      "Where git checks files out with CR LF, keep it from doing so with this one:\n\n    echo '.envrc text eol=lf' >> .gitattributes",
    address: "project.envrc",
    place: { file: ".envrc" },
  };
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
