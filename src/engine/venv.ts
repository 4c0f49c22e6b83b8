import type { Contribution } from "../resources/resource.js";
import { installNeeds } from "../resources/uv-lock/index.js";
import { namesIn } from "../resources/uv-lock/lock-text.js";
import { observeVenv, planVenv } from "../resources/venv/index.js";
import type { ProjectPlanning } from "./project.js";

/** `.venv` for the lock as it will be. */
export function planVenvOf(
  planning: ProjectPlanning,
  files: {
    readonly flake: Contribution;
    readonly uvLock: Contribution | null;
    /** Whether Nix sees the flake of a project that has its own. */
    readonly ownFlakeTracked: boolean;
  },
): Contribution {
  const { understanding, stage, desireFor } = planning;
  const { config, project } = understanding;
  const { resolution } = desireFor("project.venv");
  const lockText = files.uvLock?.content ?? null;
  const after = files.uvLock?.change.after ?? null;
  const platform = { nixSystem: stage.system.nixSystem, python: resolution.python.value };
  return planVenv(observeVenv(stage.system, project), {
    uvLock: after === "known-after-apply" ? null : after,
    python: resolution.python.value,
    pythonFrom: config.nix.python,
    groups: Object.keys(config.groups),
    extras: [],
    skip: skipReason(planning, files),
    lockedNames: () => (lockText === null ? null : namesIn(lockText)),
    installNeeds: () =>
      lockText === null || files.uvLock?.change.action !== "no-op" ? [] : installNeeds(lockText, platform),
  });
}

/** Why there is no shell here in which the venv could be made; `null`: there is one. */
function skipReason(
  { stage, understanding, read }: ProjectPlanning,
  { flake, ownFlakeTracked }: { readonly flake: Contribution; readonly ownFlakeTracked: boolean },
): string | null {
  const { systems, flake: ours } = understanding.config.nix;
  if (stage.system.which("nix") === null) return "there is no nix on PATH";
  if (!systems.includes(stage.system.nixSystem))
    return `this machine is ${stage.system.nixSystem}, and nix.systems has ${systems.join(", ")}`;
  if (ours) return flake.change.action === "conflict" ? "flake.nix has a conflict" : null;
  if (read("flake.nix").kind !== "file") return "there is no flake.nix yet that imports the shell";
  return ownFlakeTracked ? null : "git does not track flake.nix, so Nix does not see it";
}
