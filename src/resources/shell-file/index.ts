import type { FileState } from "../../host/system.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { compareShells, describeShell } from "../dev-shell-summary.js";
import { carriesHeader } from "../header.js";
import type { Contribution, Desire } from "../resource.js";
import { decodeText } from "../text.js";
import { planWholeFile } from "../whole-file.js";
import { renderShellFile, shellFile } from "./render.js";

export { renderShellFile, shellFile } from "./render.js";

/**
 * Plans `nixtorch-shell.nix`, for people with a flake of their own (`nix.flake: false`).
 * @param flakeText their `flake.nix` as it is, or `null`: NT460 tells how to import the shell until it names the file.
 */
export function planShellFile(
  observed: FileState,
  desire: Desire,
  flakeText: string | null,
  writable = true,
): Contribution {
  const wanted = !desire.config.nix.flake;
  const desired = wanted ? renderShellFile(desire) : null;
  const before = decodeText(observed);
  const planned = planWholeFile({
    address: "project.shell",
    path: shellFile,
    observed,
    desired,
    isOurs: carriesHeader,
    baseline: desire.baseline,
    adopt: desire.adopt,
    writable,
    reason: wanted
      ? "the development shell, for a flake of your own"
      : "the flake is nixtorch's (nix.flake is true)",
    details: compareShells(
      before !== null && carriesHeader(before) ? describeShell(before) : new Map(),
      desired === null ? new Map() : describeShell(desired),
    ),
  });
  if (!wanted || flakeText?.includes(shellFile)) return planned;
  return { ...planned, diagnostics: [...planned.diagnostics, importLine(desire.resolution.systems.value)] };
}

function importLine(systems: readonly string[]): Diagnostic {
  const lines = systems.map(
    (system) =>
      `    devShells.${system}.default = import ./${shellFile} { inherit nixpkgs; system = "${system}"; };`,
  );
  return {
    severity: "warning",
    code: "NT460",
    summary: "The project's own flake does not import the nixtorch shell yet",
    detail: `With nix.flake set to false, flake.nix is yours, and it does not mention ${shellFile}.`,
    hint: `Add to the outputs of flake.nix, where nixpkgs is your input of that name:\n\n${lines.join("\n")}`,
    address: "project.shell",
    place: { file: "flake.nix" },
  };
}
