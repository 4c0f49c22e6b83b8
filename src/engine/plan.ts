import { join, relative, sep } from "node:path";
import { loadCatalog } from "../compat/catalog.js";
import type { Address } from "../model/address.js";
import { Failure } from "../model/diagnostic.js";
import { digestOfValue } from "../model/digest.js";
import type { Contribution } from "../resources/resource.js";
import { interrupted } from "../model/interrupted.js";
import type { Inputs, Plan } from "../model/plan.js";
import { nixtorchVersion } from "../model/version.js";
import { assemble } from "../plan/assemble.js";
import { policyProblems } from "../plan/policy.js";
import { below } from "../model/rooted.js";
import { findRepository } from "../resources/git/repository.js";
import { decodeText } from "../resources/text.js";
import { userConfigFiles } from "../stage/uv-environment.js";
import { planProject, type ProjectPart } from "./project.js";
import { selectionOf } from "./selection.js";
import type { Session } from "./session.js";
import { planSystem } from "./system.js";
import { understand, type Understanding } from "./understand.js";

/** A file before and after, for showing: never part of a saved plan. */
export interface FilePreview {
  readonly address: Address;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly ownership: "whole" | "partial";
}

export interface Planned {
  readonly plan: Plan;
  readonly previews: readonly FilePreview[];
  /** The project's directory. */
  readonly project: string;
  readonly configFile: string;
}

const nothing: ProjectPart = { contributions: [], diagnostics: [], tools: {} };

/** @throws Failure if the config is wrong or no stack satisfies it. */
export async function planSession(session: Session): Promise<Planned> {
  const understanding = await understand(session);
  const { resolution, project, configFile, config, nixos } = understanding;
  if (!resolution) throw new Failure(understanding.diagnostics);
  const selected = selectionOf(session.options);
  const projectPart = session.options.systemOnly
    ? nothing
    : await planProject(session, understanding, resolution, selected);
  const systemPart = await planSystem(session, understanding, resolution, selected);
  const contributions = [...projectPart.contributions, ...systemPart.contributions];
  const plan = assemble(
    {
      nixtorchVersion,
      catalogVersion: loadCatalog().version,
      configDigest: digestOfValue(config),
      host: systemPart.baseline === null ? null : (nixos?.hostName ?? null),
      root: session.root,
      resolution,
      previous: understanding.record?.resolution ?? null,
      inputs: { files: inputsOf(session, understanding), tools: projectPart.tools },
      ...(systemPart.baseline === null ? {} : { systemBaseline: systemPart.baseline }),
    },
    contributions,
    [
      ...understanding.diagnostics,
      ...projectPart.diagnostics,
      ...systemPart.diagnostics,
      ...policyProblems(
        config.policy,
        contributions.map(({ change }) => change),
      ),
    ],
  );
  // A tool that was stopped gives no answer, and what was planned without it is no plan.
  if (session.options.signal?.aborted) throw new Failure(interrupted);
  return { plan, previews: previewsOf(session, understanding, contributions), project, configFile };
}

/**
 * Everything that was read for the plan, by path. What lies in the project's repository is named relative to the
 * project, so that the plan fits any checkout; the rest is of this machine, and absolute.
 */
function inputsOf(session: Session, understanding: Understanding): Inputs {
  const { project, nixos } = understanding;
  const isInput = inputFilter(session, understanding);
  const repository = findRepository(session.system, project)?.root ?? project;
  const inside = (path: string) => path.startsWith(`${repository}${sep}`);
  const entries = [...session.reads()]
    // Looking for a workspace further up finds nothing in most places, and that says nothing about the project.
    .filter(([path, digest]) => isInput(path) && (inside(path) || digest !== null || nixos !== null))
    .map(([path, digest]) => [inside(path) ? relative(project, path) : path, digest] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Leaves out what has a digest elsewhere (the config by its value, uv's user configuration among the tools), and what
 * is no statement about the project: caches, state, git's own files, the venv.
 */
function inputFilter(session: Session, { project, configSources }: Understanding): (path: string) => boolean {
  const files = new Set([...configSources, ...userConfigFiles(session.system.env)]);
  const directories = [session.cacheDirectory, session.stateDirectory, join(project, ".venv")];
  return (path) =>
    !files.has(path) &&
    !directories.some((directory) => path.startsWith(`${directory}${sep}`)) &&
    !path.split(sep).includes(".git");
}

function previewsOf(
  session: Session,
  { project }: Understanding,
  contributions: readonly Contribution[],
): FilePreview[] {
  return contributions.flatMap(({ change, content, actions }) => {
    const { address, path } = change;
    const writes = actions.find(
      ({ type }) => type === "write-file" || type === "write-spans" || type === "remove-file",
    );
    if (path === null || !writes) return [];
    const absolute = path.startsWith("/") ? below(session.root, path) : join(project, path);
    const before = decodeText(session.system.read(absolute));
    const partial = writes.type === "write-spans" || partlyOwned.has(address);
    return [{ address, path, before, after: content, ownership: partial ? "partial" : "whole" } as const];
  });
}

const partlyOwned = new Set<Address>([
  "project.pyproject",
  "project.envrc",
  "project.gitignore",
  "system.import",
]);
