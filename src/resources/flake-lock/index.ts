import type { Need } from "../../model/plan.js";
import type { StagedLock } from "../../model/stage.js";
import type { FileState } from "../../host/system.js";
import { nixCommand } from "../../lang/shell/nix-command.js";
import { planLockFile } from "../lock-file.js";
import { unplanLockFile } from "../lock-removal.js";
import type { Baseline, Contribution, Removal } from "../resource.js";
import { nixpkgsPinOf, pinText } from "./nixpkgs-pin.js";

export { nixpkgsPinOf, pinText } from "./nixpkgs-pin.js";

export interface FlakeLockOptions {
  /** What making the lock while planning has cost. */
  readonly needs?: readonly Need[];
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

const place = { address: "project.flake_lock", path: "flake.lock" } as const;

/** Plans `flake.lock`: what it means is the revision of nixpkgs. */
export function planFlakeLock(
  observed: FileState,
  staged: StagedLock,
  baseline: Baseline,
  options: FlakeLockOptions = {},
): Contribution {
  return planLockFile({
    ...place,
    observed,
    staged,
    recorded: baseline,
    baseline: { kept: {}, computed: {}, unknown: {} },
    describe: (before, after) => ({ ...describe(before, after), needs: options.needs ?? [] }),
    needsUnknown: [{ kind: "download", detail: "the source of nixpkgs, unless this machine has it" }],
    writable: options.writable,
  });
}

/** Plans to take `flake.lock` away if nixtorch made it, or to put back what it was. */
export function unplanFlakeLock(observed: FileState, removal: Removal, writable = true): Contribution {
  return unplanLockFile({
    ...place,
    observed,
    removal,
    writable,
    of: "flake.nix",
    command: `${nixCommand} flake lock`,
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
