import type { Need } from "../../model/plan.js";
import type { StagedLock } from "../../model/stage.js";
import type { FileState } from "../../host/system.js";
import { planLockFile } from "../lock-file.js";
import type { Baseline, Contribution } from "../resource.js";
import { nixpkgsPinOf, pinText } from "./nixpkgs-pin.js";

export { nixpkgsPinOf, pinText } from "./nixpkgs-pin.js";

export interface FlakeLockOptions {
  /** What making the lock while planning has cost. */
  readonly needs?: readonly Need[];
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/** Plans `flake.lock`: what it means is the revision of nixpkgs. */
export function planFlakeLock(
  observed: FileState,
  staged: StagedLock,
  baseline: Baseline,
  options: FlakeLockOptions = {},
): Contribution {
  return planLockFile({
    address: "project.flake_lock",
    path: "flake.lock",
    observed,
    staged,
    baseline: { kept: baseline, computed: {}, unknown: {} },
    describe: (before, after) => ({ ...describe(before, after), needs: options.needs ?? [] }),
    needsUnknown: [{ kind: "download", detail: "the source of nixpkgs, unless this machine has it" }],
    writable: options.writable,
  });
}

function describe(beforeText: string | null, afterText: string) {
  const before = beforeText === null ? null : nixpkgsPinOf(beforeText);
  const after = nixpkgsPinOf(afterText);
  const details = [
    {
      key: "nixpkgs",
      before: before === null ? null : pinText(before),
      after: after === null ? null : pinText(after),
    },
  ];
  if (before === null) return { reason: "pins nixpkgs, so that everyone gets the same", details };
  const reason =
    before.request === after?.request
      ? "moves nixpkgs to a newer revision"
      : "flake.nix asks for another nixpkgs than the one that is pinned";
  return { reason, details };
}
