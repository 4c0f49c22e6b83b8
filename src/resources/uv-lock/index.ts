import { digestOf, type Digest } from "../../model/digest.js";
import type { Need } from "../../model/plan.js";
import type { StagedLock } from "../../model/stage.js";
import type { FileState } from "../../host/system.js";
import { planLockFile } from "../lock-file.js";
import { unplanLockFile } from "../lock-removal.js";
import type { Baseline, Contribution, Removal } from "../resource.js";
import { newPackages, packageChanges } from "./difference.js";
import { distributionNeeds, type Platform } from "./downloads.js";
import { packagesOf } from "./lock-text.js";
import { reachablePackages } from "./reachable.js";

export type { Platform } from "./downloads.js";
export { namesIn } from "./lock-text.js";

export interface UvLockOptions {
  readonly platform: Platform;
  /** What the lock is computed from; `null`: it could not be read, or nobody looked whether the lock fits. */
  readonly inputs: Digest | null;
  /** Packages were asked to move. */
  readonly upgrading?: boolean;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

const place = { address: "project.uv_lock", path: "uv.lock" } as const;

/**
 * Plans `uv.lock`: what it means is its packages. The baseline says with which inputs which lock was last seen to
 * fit, so that neither a fresh clone nor the next plan has to ask uv.
 */
export function planUvLock(
  observed: FileState,
  staged: StagedLock,
  baseline: Baseline,
  options: UvLockOptions,
): Contribution {
  const { inputs } = options;
  const fits: Baseline = Object.fromEntries(
    ["inputs", "lock"].flatMap((key) => (baseline[key] === undefined ? [] : [[key, baseline[key]]])),
  );
  const seen = (lock: Digest): Baseline => (inputs === null ? fits : { inputs, lock });
  // A lock that apply made was not there to be recorded. That alone is no reason to write the record again.
  const madeAtApply = baseline.inputs === inputs && baseline.lock === undefined;
  return planLockFile({
    ...place,
    observed,
    staged,
    recorded: baseline,
    baseline: {
      kept: madeAtApply || observed.kind !== "file" ? fits : seen(observed.digest),
      computed: staged.kind === "computed" ? seen(digestOf(staged.content)) : {},
      unknown: inputs === null ? {} : { inputs },
    },
    describe: (before, after) => describe(before, after, options),
    needsUnknown: [{ kind: "download", detail: "package metadata" }],
    writable: options.writable,
  });
}

/** Plans to take `uv.lock` away if nixtorch made it, or to put back what it was. */
export function unplanUvLock(observed: FileState, removal: Removal, writable = true): Contribution {
  return unplanLockFile({ ...place, observed, removal, writable, of: "pyproject.toml", command: "uv lock" });
}

function describe(before: string | null, after: string, { platform, upgrading }: UvLockOptions) {
  const [old, fresh] = [before === null ? [] : packagesOf(before), packagesOf(after)];
  const reason =
    before === null
      ? `locks ${fresh.length} ${fresh.length === 1 ? "package" : "packages"}`
      : upgrading === true
        ? "packages were asked to move"
        : "pyproject.toml asks for what the old lock does not give";
  return {
    reason,
    details: packageChanges(old, fresh),
    needs: distributionNeeds(newPackages(old, reachablePackages(after, platform)), platform),
  };
}

/** What installing a lock on a machine takes, for a venv that is made from scratch. */
export function installNeeds(lockText: string, platform: Platform): readonly Need[] {
  return distributionNeeds(reachablePackages(lockText, platform), platform);
}
