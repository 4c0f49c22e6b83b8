import type { FileState } from "../../host/system.js";
import { describeShell, compareShells } from "../dev-shell-summary.js";
import { carriesHeader } from "../header.js";
import type { Contribution, Desire, Removal } from "../resource.js";
import { decodeText } from "../text.js";
import { releaseWholeFile, unplanWholeFile } from "../whole-file-removal.js";
import { planWholeFile } from "../whole-file.js";
import { renderFlake } from "./render.js";

export { nixpkgsUrl, renderFlake } from "./render.js";

const place = { address: "project.flake", path: "flake.nix" } as const;

/** Plans `flake.nix` as a whole file; with `nix.flake: false` the file is the person's, whatever it says. */
export function planFlake(observed: FileState, desire: Desire, writable = true): Contribution {
  const { adopt, answers } = desire;
  const file = { ...place, observed, adopt, answers, writable } as const;
  if (!desire.config.nix.flake) {
    const reason = "the project has a flake of its own (nix.flake is false)";
    return planWholeFile({ ...file, desired: null, isOurs: () => false, baseline: {}, reason });
  }
  const desired = renderFlake(desire);
  const before = decodeText(observed);
  return planWholeFile({
    ...file,
    desired,
    isOurs: carriesHeader,
    baseline: desire.baseline,
    reason: "the development shell",
    details: compareShells(
      before !== null && carriesHeader(before) ? describeShell(before) : new Map(),
      describeShell(desired),
    ),
    dependents: "flake.lock, the shell and .venv",
    otherWay:
      "Or keep your flake, and get a nixtorch-shell.nix to import in it, by this in nixtorch.config.ts:\n\n" +
      "    nix: { flake: false }",
  });
}

/** Plans to take `flake.nix` away, or to put back the one that was taken over. */
export function unplanFlake(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason =
    removal.origin === null
      ? "the development shell is no longer wanted"
      : "puts back the flake that stood here before nixtorch took it over";
  return unplanWholeFile({ ...place, ...removal, observed, writable, reason, isOurs: carriesHeader });
}

/** Plans to leave `flake.nix` to the person, without the header. */
export function releaseFlake(observed: FileState, removal: Removal, writable = true): Contribution {
  const reason = "the flake is yours from now on";
  return releaseWholeFile({ ...place, baseline: removal.baseline, observed, writable, reason });
}
