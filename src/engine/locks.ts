import { loadCatalog, uvSince } from "../compat/catalog.js";
import { normalizeName } from "../lang/python/name.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { nixpkgsUrl } from "../resources/flake/index.js";
import { planFlakeLock } from "../resources/flake-lock/index.js";
import type { Contribution } from "../resources/resource.js";
import { decodeText } from "../resources/text.js";
import { planUvLock } from "../resources/uv-lock/index.js";
import { namesIn } from "../resources/uv-lock/lock-text.js";
import { unknown, type Staged } from "../stage/context.js";
import { evaluateShell } from "../stage/evaluate-shell.js";
import { stageFlakeLock } from "../stage/flake-lock.js";
import { stageUvLock, type StagedUvLock } from "../stage/uv-lock.js";
import type { ProjectPlanning } from "./project.js";

/** `flake.lock` for the flake as it will be; where something changes, the shell they make is evaluated too. */
export async function planFlakeLockOf(planning: ProjectPlanning, flake: Contribution): Promise<Contribution> {
  const { stage, session, desireFor, read, writable } = planning;
  const observed = read("flake.lock");
  const staged: Staged =
    flake.change.action === "conflict" || flake.content === null
      ? unknown("flake.nix has a conflict", [])
      : await stageFlakeLock(stage, {
          flakeText: flake.content,
          existing: decodeText(observed),
          nixpkgsUrl: nixpkgsUrl(desireFor("project.flake")),
          update: session.options.upgrade === "nixpkgs",
        });
  note(planning, staged);
  const { baseline } = desireFor("project.flake_lock");
  const options = { needs: staged.needs, writable: writable("flake.lock") };
  const lock = planFlakeLock(observed, staged, baseline, options);
  if (changes(flake) || changes(lock)) await checkShell(planning, flake, lock);
  return lock;
}

async function checkShell(planning: ProjectPlanning, flake: Contribution, lock: Contribution): Promise<void> {
  const { stage, desireFor } = planning;
  const system = stage.system.nixSystem;
  const { systems } = desireFor("project.flake").resolution;
  if (flake.content === null || lock.content === null || !systems.value.includes(system)) return;
  const shell = await evaluateShell(stage, { flakeText: flake.content, lockText: lock.content, system });
  if ("drvPath" in shell) Object.assign(planning.tools, shell.tools);
  else planning.diagnostics.push(...shell);
}

/** `uv.lock` for pyproject.toml as it will be. */
export async function planUvLockOf(
  planning: ProjectPlanning,
  files: {
    readonly flake: Contribution;
    readonly flakeLock: Contribution | null;
    readonly pyproject: Contribution;
  },
): Promise<Contribution> {
  const { stage, session, understanding, desireFor, read, writable } = planning;
  const observed = read("uv.lock");
  const existingLock = decodeText(observed);
  const upgrade = packagesToMove(session.options.upgrade ?? null, existingLock);
  const { baseline, resolution } = desireFor("project.uv_lock");
  const pyprojectText = files.pyproject.content;
  const staged: StagedUvLock =
    files.pyproject.change.action === "conflict" || pyprojectText === null
      ? { ...unknown("pyproject.toml has a conflict", []), inputs: null }
      : await stageUvLock(stage, {
          project: understanding.project,
          pyprojectText,
          existingLock,
          flake: pinnedFlake(planning, files),
          requiresPython: requiresPythonIn(pyprojectText),
          pythonVersion: resolution.python.value,
          uvSince: uvSince(loadCatalog()),
          upgrade,
          recorded: baseline,
        });
  const unchecked =
    staged.kind === "unknown" &&
    existingLock !== null &&
    upgrade === null &&
    files.pyproject.change.action === "no-op";
  note(planning, staged);
  if (unchecked) planning.diagnostics.push(notChecked(staged.reason));
  return planUvLock(observed, unchecked ? { kind: "kept" } : staged, baseline, {
    platform: { nixSystem: stage.system.nixSystem, python: resolution.python.value },
    inputs: unchecked ? null : staged.inputs,
    upgrading: upgrade !== null,
    writable: writable("uv.lock"),
  });
}

/**
 * Which packages `--upgrade` asks to move: all (`true`), one, or none; new stack choices and nixpkgs are no packages.
 * @throws Failure for a name that the lock does not have
 */
function packagesToMove(upgrade: true | string | null, lock: string | null): true | string | null {
  if (upgrade === null || upgrade === true || upgrade === "nixpkgs") return null;
  if (upgrade === "packages") return true;
  const name = normalizeName(upgrade);
  const locked = lock === null ? new Set<string>() : namesIn(lock);
  if (locked.has(name)) return name;
  throw new Failure({
    severity: "error",
    code: "NT598",
    summary: "The package to upgrade is not locked",
    detail: `--upgrade=${upgrade} names a package that uv.lock does not have, so there is nothing to move.`,
    hint: "Name one that it has, or move all of them, nixpkgs, or the stack:\n  nixtorch plan --upgrade=packages\n  nixtorch plan --upgrade=nixpkgs\n  nixtorch plan --upgrade",
    place: { file: "uv.lock" },
  });
}

/** The flake whose nixpkgs has a uv: ours as it will be, or the person's own as it is. */
function pinnedFlake(
  { understanding, read }: ProjectPlanning,
  files: { readonly flake: Contribution; readonly flakeLock: Contribution | null },
) {
  const own = understanding.config.nix.flake;
  const text = own ? files.flake.content : decodeText(read("flake.nix"));
  const lock = own && files.flakeLock ? files.flakeLock.content : decodeText(read("flake.lock"));
  return text === null || lock === null ? null : { text, lock };
}

function requiresPythonIn(pyprojectText: string): string {
  return /^\s*(?:project\.)?requires-python\s*=\s*["']([^"']*)["']/m.exec(pyprojectText)?.[1] ?? "";
}

function note(planning: ProjectPlanning, staged: Staged): void {
  Object.assign(planning.tools, staged.tools);
  planning.diagnostics.push(...staged.diagnostics);
}

function changes(contribution: Contribution): boolean {
  return contribution.change.action !== "no-op";
}

function notChecked(reason: string): Diagnostic {
  return {
    severity: "info",
    code: "NT590",
    summary: "The lock was kept without being checked",
    detail: `uv.lock is taken to fit pyproject.toml, which does not change, because uv could not be asked: ${reason}.`,
    address: "project.uv_lock",
    place: { file: "uv.lock" },
  };
}
