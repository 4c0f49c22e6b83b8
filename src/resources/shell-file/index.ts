import type { FileState } from "../../host/system.js";
import { compareShells, describeShell } from "../dev-shell-summary.js";
import { carriesHeader } from "../header.js";
import type { Contribution, Desire, Removal } from "../resource.js";
import { decodeText } from "../text.js";
import { releaseWholeFile, unplanWholeFile } from "../whole-file-removal.js";
import { planWholeFile } from "../whole-file.js";
import { importDiagnostic } from "./import-line.js";
import { renderShellFile, shellFile } from "./render.js";

export { renderShellFile, shellFile } from "./render.js";

const place = { address: "project.shell", path: shellFile } as const;

/**
 * Plans `nixtorch-shell.nix`, for people with a flake of their own (`nix.flake: false`).
 * @param flakeText their `flake.nix` as it is, or `null`: NT460 tells how to import the shell until it does.
 * @param shellText their `shell.nix`, which counts where there is no flake.
 */
export function planShellFile(
  observed: FileState,
  desire: Desire,
  flakeText: string | null,
  writable = true,
  shellText: string | null = null,
): Contribution {
  const wanted = !desire.config.nix.flake;
  const desired = wanted ? renderShellFile(desire) : null;
  const before = decodeText(observed);
  const planned = planWholeFile({
    ...place,
    observed,
    desired,
    isOurs: carriesHeader,
    baseline: desire.baseline,
    adopt: desire.adopt,
    answers: desire.answers,
    writable,
    dependents: "The shell that your flake imports and .venv",
    reason: wanted
      ? "the development shell, for a flake of your own"
      : "the flake is nixtorch's (nix.flake is true)",
    details: compareShells(
      before !== null && carriesHeader(before) ? describeShell(before) : new Map(),
      desired === null ? new Map() : describeShell(desired),
    ),
  });
  const files = { flake: flakeText, shell: shellText };
  const missing = wanted ? importDiagnostic(files, desire.resolution.systems.value) : null;
  return missing === null ? planned : { ...planned, diagnostics: [...planned.diagnostics, missing] };
}

/** Plans to take `nixtorch-shell.nix` away; the flake that imports it is the person's. */
export function unplanShellFile(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the development shell is no longer wanted";
  return unplanWholeFile({ ...place, ...removal, observed, writable, reason, isOurs: carriesHeader });
}

/** Plans to leave `nixtorch-shell.nix` to the person, without the header. */
export function releaseShellFile(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the shell is yours from now on";
  return releaseWholeFile({ ...place, baseline: removal.baseline, observed, writable, reason });
}
