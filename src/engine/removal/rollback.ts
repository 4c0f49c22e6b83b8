import { join } from "node:path";
import type { FileState } from "../../host/system.js";
import type { Scope } from "../../model/address.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import type { Action } from "../../model/plan.js";
import { below, rebase } from "../../model/rooted.js";
import { isFileActionType } from "../../plan/file-action.js";
import { replayTask } from "../../resources/replay.js";
import type { Contribution } from "../../resources/resource.js";
import { restoreFile, restoredKey } from "../../resources/restored-file.js";
import { decodeText } from "../../resources/text.js";
import { readLast, type Last, type LastStep } from "../../state/last.js";
import { systemStateDirectory } from "../../state/system-state.js";
import { imageName, projectWorkspace, workspaceNames } from "../../state/workspace.js";
import { plannedFrom, withoutStack, type Planned } from "../planned.js";
import { isPartlyOwned } from "../previews.js";
import { selectionOf } from "../selection.js";
import type { Session } from "../session.js";
import { projectOf } from "./subject.js";

/** The apply that one directory of nixtorch's own remembers. */
interface Remembered {
  readonly scope: Scope;
  readonly directory: string;
  readonly last: Extract<Last, { kind: "apply" }>;
}

/**
 * Plans to put back what the last apply changed, in the project and on the system.
 * @throws Failure if there is no project here, or what is remembered cannot be used.
 */
export async function planRollback(session: Session): Promise<Planned> {
  const project = projectOf(session);
  const remembered = rememberedIn(session, project);
  const { taken, notes } = newest(remembered);
  const selected = selectionOf(session.options);
  const contributions: Contribution[] = [];
  for (const one of taken) contributions.push(...(await takenBack(session, project, one)));
  const kept = contributions.filter(({ change }) => selected(change.address));
  const ofSystem = taken.find(({ scope }) => scope === "system");
  return plannedFrom(
    session,
    { project, configSources: [], withSystem: ofSystem !== undefined },
    { ...withoutStack, purpose: "rollback", host: ofSystem?.last.head.host ?? null },
    { contributions: kept, diagnostics: remembered.length === 0 ? [nothingKept] : notes },
  );
}

function rememberedIn({ options, system, stateDirectory, root }: Session, project: string): Remembered[] {
  const places: (readonly [Scope, string])[] = [
    ...(options.systemOnly ? [] : [["project", projectWorkspace(project)] as const]),
    ...(options.projectOnly ? [] : [["system", systemStateDirectory(stateDirectory, root)] as const]),
  ];
  return places.flatMap(([scope, directory]) => {
    const last = readLast(system, directory);
    if (last.kind === "none") return [];
    if (last.kind === "unreadable") throw new Failure(unreadable(last.path));
    // Another project's apply to this system is not this project's to take back.
    if (scope === "system" && last.head.project !== project) {
      if (options.systemOnly) throw new Failure(ofAnother(last.head.project));
      return [];
    }
    return [{ scope, directory, last }];
  });
}

/** The parts of the newest apply; the two parts of one have the same plan. */
function newest(remembered: readonly Remembered[]): {
  readonly taken: readonly Remembered[];
  readonly notes: readonly Diagnostic[];
} {
  const [latest] = [...remembered].sort((a, b) => b.last.head.at - a.last.head.at);
  const taken = remembered.filter(({ last }) => last.head.plan === latest?.last.head.plan);
  const older = remembered.filter((one) => !taken.includes(one));
  return { taken, notes: older.map(({ scope }) => leftAlone(scope)) };
}

async function takenBack(session: Session, project: string, from: Remembered): Promise<Contribution[]> {
  const steps = from.last.steps.filter(({ outcome }) => outcome === "done" || outcome === "pending");
  const files = steps.filter(({ action }) => action === "make-lock" || isFileActionType(action));
  const restored = await Promise.all(files.map((step) => restoredFile(session, project, from, step)));
  const withGit = restored.map((one) => {
    const actions = steps.filter(({ address }) => address === one.change.address).flatMap(gitBack);
    return one.change.action === "no-op" || one.change.action === "conflict"
      ? one
      : { ...one, actions: [...actions, ...one.actions] };
  });
  const indexOnly = steps.filter(
    (step) => gitBack(step).length > 0 && !files.some(({ address }) => address === step.address),
  );
  const changes = withGit.map(({ change }) => change);
  return [
    ...withGit,
    ...indexOnly.map((step) => indexBack(session, project, step)),
    ...steps.flatMap(({ task, action }) =>
      task === undefined ? [] : [replayTask(task, changes, action === "remove-venv")],
    ),
  ];
}

/** The file was a person's and stays; only git's index is not as it was. */
function indexBack(session: Session, project: string, step: LastStep): Contribution {
  const { address } = step;
  const path = step.path!;
  const observed = session.system.read(placeOf(session, project, path));
  const digest = observed.kind === "file" ? observed.digest : null;
  const added = step.action === "intent-to-add";
  return {
    change: {
      address,
      action: "update",
      path,
      before: digest,
      after: digest,
      details: [
        {
          key: "git",
          before: added ? "intent to add" : "untracked",
          after: added ? "untracked" : "intent to add",
        },
      ],
      reason: "in git's index as before the last apply",
      needs: [],
    },
    actions: gitBack(step),
    drift: [],
    diagnostics: [],
    baseline: {},
    content: decodeText(observed),
  };
}

function restoredFile(
  session: Session,
  project: string,
  { directory }: Remembered,
  step: LastStep,
): Promise<Contribution> {
  const { address, before, after, textBefore } = step;
  const { system, options } = session;
  const path = step.path!;
  const absolute = placeOf(session, project, path);
  const observed: FileState = system.read(absolute);
  return restoreFile({
    address,
    path,
    observed,
    baseline: {},
    reason: "as it was before the last apply",
    writable: system.canWrite(absolute) || path.startsWith("/"),
    before,
    after,
    textBefore,
    image: join(directory, workspaceNames.last, imageName(address)),
    partly: isPartlyOwned(address),
    answer: options.answers?.[address]?.[restoredKey],
  });
}

/** Where the file at a path of a plan lies. */
function placeOf({ system, root }: Session, project: string, path: string): string {
  return path.startsWith("/") ? (rebase(system, root, path) ?? below(root, path)) : join(project, path);
}

function gitBack({ action, address }: LastStep): Action[] {
  if (action === "intent-to-add") return [{ type: "untrack", address }];
  return action === "untrack" ? [{ type: "intent-to-add", address }] : [];
}

const nothingKept: Diagnostic = {
  severity: "info",
  code: "NT575",
  summary: "There is no apply to take back",
  detail: "Nothing was applied here that changed a file, or what it replaced is not kept on this machine.",
  hint: "Older versions of committed files are in git:\n\n    git log -- pyproject.toml flake.nix nixtorch.lock",
};

function unreadable(path: string): Diagnostic {
  return {
    severity: "error",
    code: "NT571",
    summary: "What the last apply did cannot be read",
    detail: `${path} is damaged, or another version of nixtorch wrote it.`,
    hint: `The files as they were before lie beside it, by resource:\n\n    ls ${path.replace(/[^/]*$/, "before")}`,
    place: { file: path },
  };
}

function ofAnother(directory: string): Diagnostic {
  return {
    severity: "error",
    code: "NT572",
    summary: "The last change of this system came from another project",
    detail: `${directory} applied to it last.`,
    hint: `Roll back there:\n\n    nixtorch -C ${directory} rollback --system-only`,
  };
}

function leftAlone(scope: Scope): Diagnostic {
  return {
    severity: "info",
    code: "NT573",
    summary: "One half is left as it is",
    detail: `The last apply did not change the ${scope}; what an earlier one changed there stays.`,
    hint: `To take that back instead:\n\n    nixtorch rollback --${scope}-only`,
  };
}
