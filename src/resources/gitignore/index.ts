import type { FileState } from "../../host/system.js";
import { outsideBlock } from "../block-text.js";
import { planBlock } from "../block.js";
import type { Contribution, Desire } from "../resource.js";
import { decodeText, normalized } from "../text.js";

/** Plans the block of `.gitignore`: directories made on each machine that the person does not ignore already. */
export function planGitignore(observed: FileState, desire: Desire, writable = true): Contribution {
  const own = new Set(
    normalized(outsideBlock(decodeText(observed) ?? ""))
      .split("\n")
      .map(directoryName),
  );
  const made = [".venv", ...(desire.config.shell.direnv ? [".direnv"] : []), ".nixtorch"];
  const missing = made.filter((directory) => !own.has(directory));
  return planBlock({
    address: "project.gitignore",
    path: ".gitignore",
    observed,
    desired: missing.length === 0 ? null : missing.map((directory) => `${directory}/`).join("\n"),
    baseline: desire.baseline,
    adopt: desire.adopt,
    writable,
    reason: missing.length === 0 ? "everything is ignored already" : "what each machine makes for itself",
  });
}

/** `/.venv/`, `.venv` and `.venv/` ignore the same directory. */
function directoryName(line: string): string {
  return line.trim().replace(/^\/|\/$/g, "");
}
