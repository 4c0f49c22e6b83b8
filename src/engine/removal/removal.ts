import { join } from "node:path";
import type { Diagnostic } from "../../model/diagnostic.js";
import { policyProblems } from "../../plan/policy.js";
import type { Contribution } from "../../resources/resource.js";
import { plannedFrom, withoutStack, type Planned } from "../planned.js";
import { selectionOf } from "../selection.js";
import type { Session } from "../session.js";
import { uncommittedNotes } from "../uncommitted.js";
import { removeFromProject } from "./project.js";
import { subjectOf } from "./subject.js";
import { removeFromSystem } from "./system.js";

/**
 * Plans to take away what nixtorch made ("destroy"), or to leave it to the person ("eject").
 * @throws Failure if there is no project here, or its config cannot be read.
 */
export async function planRemoval(session: Session, purpose: "destroy" | "eject"): Promise<Planned> {
  const subject = await subjectOf(session);
  const { project, config, configSources } = subject;
  const selected = selectionOf(session.options);
  const ofProject = session.options.systemOnly
    ? []
    : await removeFromProject(session, subject, purpose, selected);
  const ofSystem = session.options.projectOnly
    ? null
    : await removeFromSystem(session, subject, purpose, selected);
  const contributions = [...ofProject, ...(ofSystem?.contributions ?? [])];
  return plannedFrom(
    session,
    { project, configSources, withSystem: ofSystem !== null },
    {
      ...withoutStack,
      purpose,
      host: ofSystem?.facts.hostName ?? null,
      ...(ofSystem === null ? {} : { systemBaseline: ofSystem.baseline }),
    },
    {
      contributions,
      diagnostics: [
        ...(purpose === "destroy" && ofProject.length > 0
          ? subject.diagnostics.map(unusableRecord)
          : subject.diagnostics),
        ...(ofSystem?.diagnostics ?? []),
        ...(await uncommittedNotes(session, project, contributions)),
        ...(purpose === "eject" && ofProject.some(isChanging) ? [configStays] : []),
        ...(purpose === "destroy" && ofProject.length > 0 && !hasRecord(session, project) ? [noRecord] : []),
        ...(config === null
          ? []
          : policyProblems(
              config.policy,
              contributions.map(({ change }) => change),
            )),
      ],
    },
  );
}

/** Only the record says what nixtorch made: one that is damaged must not go before it was mended. */
function unusableRecord(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== "NT486") return diagnostic;
  return {
    ...diagnostic,
    severity: "error",
    detail: `${diagnostic.detail} Without it nothing tells what nixtorch made here, so nothing is taken away.`,
    hint: "Mend it, or take it from git; then destroy again:\n  git checkout HEAD -- nixtorch.lock",
  };
}

function isChanging({ change }: Contribution): boolean {
  return change.action !== "no-op" && change.action !== "conflict";
}

function hasRecord({ system }: Session, project: string): boolean {
  return system.lstat(join(project, "nixtorch.lock")) !== null;
}

const noRecord: Diagnostic = {
  severity: "info",
  code: "NT566",
  summary: "There is no record of what nixtorch wrote here",
  detail:
    "Without nixtorch.lock nothing tells which entries of pyproject.toml and which lines of other files are nixtorch's, so they stay.",
  hint: "If something was applied here and the record was deleted, bring it back first:\n  git checkout HEAD -- nixtorch.lock",
};

const configStays: Diagnostic = {
  severity: "info",
  code: "NT562",
  summary: "The config stays, and nothing follows it any more",
  detail:
    "After this the files are yours to edit. What rollback needs is kept in .nixtorch, which git does not see.",
  hint: "When you are sure:\n\n    rm -r nixtorch.config.ts .nixtorch",
};
