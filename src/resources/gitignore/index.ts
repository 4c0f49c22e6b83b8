import type { FileState } from "../../host/system.js";
import { releaseBlock, unplanBlock } from "../block-removal.js";
import { findPieces, outside } from "../block-text.js";
import { blockKey, planBlock } from "../block.js";
import type { Contribution, Desire, Removal } from "../resource.js";
import { decodeText, normalized } from "../text.js";

const place = { address: "project.gitignore", path: ".gitignore" } as const;

/** Plans the block of `.gitignore`: directories made on each machine that the person does not ignore already. */
export function planGitignore(observed: FileState, desire: Desire, writable = true): Contribution {
  const made = [".venv", ...(desire.config.shell.direnv ? [".direnv"] : []), ".nixtorch"];
  const text = decodeText(observed) ?? "";
  const pieces = findPieces(text, desire.baseline[blockKey] ?? linesFor(made));
  const own = new Set(normalized(outside(text, pieces)).split("\n").map(directoryName));
  const missing = made.filter((directory) => !own.has(directory));
  const { baseline, adopt, answers } = desire;
  return planBlock({
    ...place,
    observed,
    desired: missing.length === 0 ? null : linesFor(missing),
    baseline,
    adopt,
    answers,
    writable,
    reason: missing.length === 0 ? "everything is ignored already" : "what each machine makes for itself",
  });
}

/** Plans to take the block out of `.gitignore`. */
export function unplanGitignore(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the environment is no longer wanted";
  return unplanBlock({ ...place, baseline: removal.baseline, observed, writable, reason });
}

/** Plans to leave the lines of the block to the person. */
export function releaseGitignore(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the lines are yours from now on";
  return releaseBlock({ ...place, baseline: removal.baseline, observed, writable, reason });
}

function linesFor(directories: readonly string[]): string {
  return directories.map((directory) => `${directory}/`).join("\n");
}

/** `/.venv/`, `.venv` and `.venv/` ignore the same directory. */
function directoryName(line: string): string {
  return line.trim().replace(/^\/|\/$/g, "");
}
