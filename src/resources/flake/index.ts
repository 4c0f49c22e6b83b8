import type { FileState } from "../../host/system.js";
import { describeShell, compareShells } from "../dev-shell-summary.js";
import { carriesHeader } from "../header.js";
import type { Contribution, Desire } from "../resource.js";
import { decodeText } from "../text.js";
import { planWholeFile } from "../whole-file.js";
import { renderFlake } from "./render.js";

export { nixpkgsUrl, renderFlake } from "./render.js";

/** Plans `flake.nix` as a whole file; with `nix.flake: false` the file is the person's, whatever it says. */
export function planFlake(observed: FileState, desire: Desire, writable = true): Contribution {
  const file = {
    address: "project.flake",
    path: "flake.nix",
    observed,
    adopt: desire.adopt,
    writable,
  } as const;
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
    otherWay:
      "Or keep your flake, and get a nixtorch-shell.nix to import in it, by this in nixtorch.config.ts:\n\n" +
      "    nix: { flake: false }",
  });
}
