import type { SystemConfig } from "../../../src/model/config.js";
import type { Answer } from "../../../src/model/plan.js";
import type { StateOwner } from "../../../src/model/record.js";
import { plainSystem } from "../../../src/model/plain-system.js";
import type { Choice } from "../../../src/model/resolution.js";
import { isAtLeast } from "../../../src/resources/nixos-release.js";
import type { SystemDesire } from "../../../src/resources/system-desire.js";
import { desireOf } from "../../support/desire.js";

const choice = <T>(value: T, reason = "fixture"): Choice<T> => ({ value, reason, sources: [] });

export interface SystemDesireOptions {
  readonly release?: string;
  readonly system?: Partial<SystemConfig>;
  /** `null`: CPU only, no driver. */
  readonly driver?: string | null;
  readonly open?: boolean;
  readonly owner?: string;
  readonly root?: string;
  /** Who applied the system last; left out: this project. */
  readonly stateOwner?: StateOwner;
  readonly baseline?: Readonly<Record<string, string>>;
  readonly adopt?: boolean;
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Whether the project has a flake. */
  readonly flake?: boolean;
}

/** What a system resource receives, for an Ada card on 26.05 unless said otherwise. */
export function systemDesire(options: SystemDesireOptions = {}): SystemDesire {
  const { release = "26.05", driver = "production", open = true, root = "/", owner = "llm-lab" } = options;
  const desire = desireOf({
    release,
    baseline: options.baseline ?? {},
    adopt: options.adopt ?? false,
    nix: { caches: [], flake: options.flake ?? true },
    ...(driver === null && { cuda: null }),
  });
  return {
    ...desire,
    answers: options.answers ?? {},
    resolution: {
      ...desire.resolution,
      driver: driver === null ? null : choice(driver, "drives the RTX 4090, and is new enough for CUDA 12.8"),
      openKernelModule: driver === null ? null : choice(open, "the RTX 4090 is newer than Turing"),
      graphicsOption:
        driver === null
          ? null
          : choice(isAtLeast(release, "24.11") ? "hardware.graphics" : "hardware.opengl"),
    },
    system: { ...plainSystem, ...options.system },
    root,
    release,
    owner,
    stateOwner: options.stateOwner ?? { kind: "this" },
    cudaCaches: [
      {
        url: "https://cache.nixos-cuda.org",
        publicKey: "cache.nixos-cuda.org:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=",
      },
    ],
  };
}
