import { join } from "node:path";
import type { FileState } from "../../host/system.js";
import type { Address } from "../../model/address.js";
import type { Baselines } from "../../model/record.js";
import { projectPathOf } from "../../plan/paths.js";
import { releaseEnvrc, unplanEnvrc } from "../../resources/envrc/index.js";
import { releaseFlake, unplanFlake } from "../../resources/flake/index.js";
import { unplanFlakeLock } from "../../resources/flake-lock/index.js";
import { releaseGitignore, unplanGitignore } from "../../resources/gitignore/index.js";
import { observePyproject, unplanPyproject } from "../../resources/pyproject/index.js";
import { planRecord, unplanRecord } from "../../resources/record/index.js";
import type { Contribution, Removal } from "../../resources/resource.js";
import { releaseShellFile, unplanShellFile } from "../../resources/shell-file/index.js";
import { decodeBytes } from "../../resources/text.js";
import { unplanUvLock } from "../../resources/uv-lock/index.js";
import { observeVenv, unplanVenv } from "../../resources/venv/index.js";
import { readOrigin } from "../../state/origins.js";
import { projectWorkspace } from "../../state/workspace.js";
import type { Selection } from "../selection.js";
import type { Session } from "../session.js";
import { untrack } from "../track.js";
import type { Subject } from "./subject.js";

type Take = (observed: FileState, removal: Removal, writable: boolean) => Contribution;

const taken: readonly (readonly [Address, Take])[] = [
  ["project.flake", unplanFlake],
  ["project.flake_lock", unplanFlakeLock],
  ["project.shell", unplanShellFile],
  ["project.uv_lock", unplanUvLock],
  ["project.envrc", unplanEnvrc],
  ["project.gitignore", unplanGitignore],
];

/** Whose text stays when the project is handed over; in pyproject.toml and the locks nothing says whose a value is. */
const handedOver: readonly (readonly [Address, Take])[] = [
  ["project.flake", releaseFlake],
  ["project.shell", releaseShellFile],
  ["project.envrc", releaseEnvrc],
  ["project.gitignore", releaseGitignore],
];

/** What is planned for the project: to take away what nixtorch made there, or to hand it over. */
export async function removeFromProject(
  session: Session,
  subject: Subject,
  purpose: "destroy" | "eject",
  selected: Selection,
): Promise<readonly Contribution[]> {
  const { system } = session;
  const { project, record } = subject;
  const removalOf = (address: Address): Removal => {
    const origin = readOrigin(system, projectWorkspace(project), address, projectPathOf(address));
    return {
      baseline: record?.baseline[address] ?? {},
      origin: origin === null ? null : decodeBytes(origin.bytes),
    };
  };
  const files = (purpose === "destroy" ? taken : handedOver).map(([address, take]) => {
    const path = join(project, projectPathOf(address)!);
    return take(system.read(path), removalOf(address), system.canWrite(path));
  });
  const others =
    purpose === "destroy"
      ? [
          await unplanPyproject(observePyproject(system, project), removalOf("project.pyproject")),
          unplanVenv(observeVenv(system, project)),
        ]
      : [];
  const contributions = [...files, ...others].filter(({ change }) => selected(change.address));
  return [
    ...(await untrack(system, (path) => join(project, path), contributions)),
    ...recordWithout(session, subject, purpose, contributions, selected),
  ];
}

/** The record goes with the last of what it records; what was left out of the plan is still to be taken away one day. */
function recordWithout(
  session: Session,
  { project, record }: Subject,
  purpose: "destroy" | "eject",
  contributions: readonly Contribution[],
  selected: Selection,
): readonly Contribution[] {
  if (!selected("project.record")) return [];
  const path = join(project, "nixtorch.lock");
  const observed = session.system.read(path);
  const options = { writable: session.system.canWrite(path) };
  // The rest of what is recorded, pyproject.toml and the locks, is handed over as it is.
  const handsOverAll = purpose === "eject" && (session.options.targets ?? []).length === 0;
  if (record === null || handsOverAll) return [unplanRecord(observed, options)];
  const gone = new Set<string>(
    contributions.filter(({ change }) => change.action !== "conflict").map(({ change }) => change.address),
  );
  const baseline: Baselines = Object.fromEntries(
    Object.entries(record.baseline).filter(([address]) => !gone.has(address)),
  );
  return [planRecord(observed, Object.keys(baseline).length === 0 ? null : { ...record, baseline }, options)];
}
