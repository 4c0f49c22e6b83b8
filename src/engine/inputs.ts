import { join, relative, sep } from "node:path";
import type { Inputs } from "../model/plan.js";
import { findRepository } from "../resources/git/repository.js";
import { userConfigFiles } from "../stage/uv-environment.js";
import type { Session } from "./session.js";

/** What a plan was made for. */
export interface PlannedFor {
  /** The project's directory. */
  readonly project: string;
  /** Every source file of the config, absolute. */
  readonly configSources: readonly string[];
  /** Whether the machine's system was looked at. */
  readonly withSystem: boolean;
}

/**
 * Everything that was read for the plan, by path. What lies in the project's repository is named relative to the
 * project, so that the plan fits any checkout; the rest is of this machine, and absolute.
 */
export function inputsOf(session: Session, subject: PlannedFor): Inputs {
  const { project, withSystem } = subject;
  const isInput = inputFilter(session, subject);
  const repository = findRepository(session.system, project)?.root ?? project;
  const inside = (path: string) => path.startsWith(`${repository}${sep}`);
  const entries = [...session.reads()]
    // Looking for a workspace further up finds nothing in most places, and that says nothing about the project.
    .filter(([path, digest]) => isInput(path) && (inside(path) || digest !== null || withSystem))
    .map(([path, digest]) => [inside(path) ? relative(project, path) : path, digest] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Leaves out what has a digest elsewhere (the config by its value, uv's user configuration among the tools), and what
 * is no statement about the project: caches, state, git's own files, the venv.
 */
function inputFilter(session: Session, { project, configSources }: PlannedFor): (path: string) => boolean {
  const files = new Set([...configSources, ...userConfigFiles(session.system.env)]);
  const directories = [session.cacheDirectory, session.stateDirectory, join(project, ".venv")];
  return (path) =>
    !files.has(path) &&
    !directories.some((directory) => path.startsWith(`${directory}${sep}`)) &&
    !path.split(sep).includes(".git");
}
