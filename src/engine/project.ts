import { join } from "node:path";
import { loadCatalog } from "../compat/catalog.js";
import { buildRecipes } from "../compat/recipes.js";
import type { FileState } from "../host/system.js";
import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import type { Resolution } from "../model/resolution.js";
import { planEnvrc } from "../resources/envrc/index.js";
import { planFlake } from "../resources/flake/index.js";
import { planGitignore } from "../resources/gitignore/index.js";
import { planPyproject } from "../resources/pyproject/index.js";
import type { Contribution, Desire } from "../resources/resource.js";
import { planShellFile, shellFile } from "../resources/shell-file/index.js";
import { decodeText } from "../resources/text.js";
import type { StageContext } from "../stage/context.js";
import { planFlakeLockOf, planUvLockOf } from "./locks.js";
import { recordOf } from "./record.js";
import type { Selection } from "./selection.js";
import { stageOf, type Session } from "./session.js";
import { findOwnFlake, track } from "./track.js";
import type { Understanding } from "./understand.js";
import { planVenvOf } from "./venv.js";

/** What the project's resources give to the plan. */
export interface ProjectPart {
  readonly contributions: readonly Contribution[];
  readonly diagnostics: readonly Diagnostic[];
  /** Tools that were asked. */
  readonly tools: Readonly<Record<string, ToolInput>>;
}

/** A project while it is planned. */
export interface ProjectPlanning {
  readonly session: Session;
  readonly understanding: Understanding;
  readonly stage: StageContext;
  readonly selected: Selection;
  /** A file of the project, by its relative path. */
  read(path: string): FileState;
  writable(path: string): boolean;
  desireFor(address: Address): Desire;
  /** Gathered on the way. */
  readonly diagnostics: Diagnostic[];
  readonly tools: Record<string, ToolInput>;
}

/**
 * Plans the project, in the order in which one resource needs the other: the flake before its lock, that before the
 * uv that may come from it, pyproject.toml before uv.lock, and the record last.
 */
export async function planProject(
  session: Session,
  understanding: Understanding,
  resolution: Resolution,
  selected: Selection,
): Promise<ProjectPart> {
  const planning = openPlanning(session, understanding, resolution, selected);
  const { desireFor, read, writable, diagnostics, tools } = planning;
  const { flake: ownsFlake } = understanding.config.nix;

  const flake = planFlake(read("flake.nix"), desireFor("project.flake"), writable("flake.nix"));
  const flakeText = decodeText(read("flake.nix"));
  const shell = planShellFile(
    read(shellFile),
    desireFor("project.shell"),
    flakeText,
    writable(shellFile),
    ownsFlake ? null : decodeText(read("shell.nix")),
  );
  const flakeLock =
    ownsFlake && selected("project.flake_lock") ? await planFlakeLockOf(planning, flake) : null;
  const pyproject = await planPyproject(understanding.pyproject, desireFor("project.pyproject"));
  const uvLock = selected("project.uv_lock")
    ? await planUvLockOf(planning, { flake, flakeLock, pyproject })
    : null;
  const ownFlake =
    ownsFlake || read("flake.nix").kind !== "file"
      ? { tracked: true, diagnostics: [] }
      : await findOwnFlake(planning.stage, understanding.project);
  diagnostics.push(...ownFlake.diagnostics);
  const venv = selected("project.venv")
    ? planVenvOf(planning, { flake, uvLock, ownFlakeTracked: ownFlake.tracked })
    : null;

  const nixFiles = (ownsFlake ? [flake, flakeLock] : [shell]).filter(
    (one): one is Contribution => one !== null && selected(one.change.address),
  );
  const tracked = await track(planning.stage, understanding.project, nixFiles);
  diagnostics.push(...tracked.diagnostics);
  const contributions = [
    ...tracked.contributions,
    ...(ownsFlake && shell.change.action !== "no-op" ? [shell] : []),
    pyproject,
    uvLock,
    venv,
    planEnvrc(read(".envrc"), desireFor("project.envrc"), writable(".envrc")),
    planGitignore(read(".gitignore"), desireFor("project.gitignore"), writable(".gitignore")),
  ].filter((one): one is Contribution => one !== null && selected(one.change.address));
  if (selected("project.record")) contributions.push(recordOf(planning, resolution, contributions));
  return { contributions, diagnostics, tools };
}

function openPlanning(
  session: Session,
  understanding: Understanding,
  resolution: Resolution,
  selected: Selection,
): ProjectPlanning {
  const { options, system } = session;
  const { config, record, project } = understanding;
  const recipes = buildRecipes(config, loadCatalog(), resolution.archList?.value ?? []);
  return {
    session,
    understanding,
    selected,
    stage: stageOf(session),
    read: (path) => system.read(join(project, path)),
    writable: (path) => system.canWrite(join(project, path)),
    desireFor: (address) => ({
      config,
      resolution,
      recipes,
      baseline: record?.baseline[address] ?? {},
      adopt: options.adopt ?? false,
      answers: options.answers?.[address] ?? {},
    }),
    diagnostics: [],
    tools: {},
  };
}
