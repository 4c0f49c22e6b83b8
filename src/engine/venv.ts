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

/** Why there is no shell here in which the venv could be made, and what to do; `null`: there is one. */
function skipReason(
  { stage, understanding, desireFor, read }: ProjectPlanning,
  { flake, ownFlakeTracked }: { readonly flake: Contribution; readonly ownFlakeTracked: boolean },
): { readonly reason: string; readonly hint: string } | null {
  const { systems: stated, flake: ours } = understanding.config.nix;
  const systems = desireFor("project.venv").resolution.systems.value;
  const here = stage.system.nixSystem;
  if (stage.system.which("nix") === null)
    return { reason: "there is no nix on PATH", hint: "Where Nix is, this makes it:\n  nixtorch apply" };
  if (!systems.includes(here)) {
    const all = [...systems, here].map((system) => JSON.stringify(system)).join(", ");
    return {
      reason: `this machine is ${here}, and ${stated === null ? "the shell is for" : "nix.systems has"} ${systems.join(", ")}`,
      hint: `If the project is to run here too, say so in nixtorch.config.ts:\n  nix: { systems: [${all}] }`,
    };
  }
  if (ours && flake.change.action === "conflict")
    return { reason: "flake.nix has a conflict", hint: "Settle that first, as its own message says." };
  if (ours) return null;
  if (read("flake.nix").kind !== "file")
    return {
      reason: "there is no flake.nix yet that imports the shell",
      hint: "Write one that imports nixtorch-shell.nix, then:\n  nixtorch apply",
    };
  if (ownFlakeTracked) return null;
  return {
    reason: "git does not track flake.nix, so Nix does not see it",
    hint: "Make it known, then apply:\n  git add --intent-to-add flake.nix\n  nixtorch apply",
  };
}
