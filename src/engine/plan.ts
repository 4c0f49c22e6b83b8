import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { digestOfValue } from "../model/digest.js";
import { policyProblems } from "../plan/policy.js";
import { plannedFrom, type Planned } from "./planned.js";
import { planProject, type ProjectPart } from "./project.js";
import { selectionOf } from "./selection.js";
import type { PlanOptions, Session } from "./session.js";
import { planSystem } from "./system.js";
import { uncommittedNotes } from "./uncommitted.js";
import { understand } from "./understand.js";

const nothing: ProjectPart = { contributions: [], diagnostics: [], tools: {} };

/**
 * Plans what the session is for.
 * @throws Failure if the config is wrong or no stack satisfies it.
 */
export async function planSession(session: Session): Promise<Planned> {
  switch (session.options.purpose ?? "apply") {
    case "apply":
      return planApply(session);
    case "destroy":
      return (await import("./removal/removal.js")).planRemoval(session, "destroy");
    case "eject":
      return (await import("./removal/removal.js")).planRemoval(session, "eject");
    case "rollback":
      return (await import("./removal/rollback.js")).planRollback(session);
  }
}

async function planApply(session: Session): Promise<Planned> {
  const understanding = await understand(session);
  const { resolution, project, configSources, config, nixos } = understanding;
  if (!resolution) throw new Failure(understanding.diagnostics);
  const selected = selectionOf(session.options);
  const projectPart = session.options.systemOnly
    ? nothing
    : await planProject(session, understanding, resolution, selected);
  const systemPart = await planSystem(session, understanding, resolution, selected);
  const contributions = [...projectPart.contributions, ...systemPart.contributions];
  return plannedFrom(
    session,
    { project, configSources, withSystem: nixos !== null },
    {
      purpose: "apply",
      configDigest: digestOfValue(config),
      host: systemPart.baseline === null ? null : (nixos?.hostName ?? null),
      resolution,
      previous: understanding.record?.resolution ?? null,
      ...(systemPart.baseline === null ? {} : { systemBaseline: systemPart.baseline }),
    },
    {
      contributions,
      diagnostics: [
        ...understanding.diagnostics,
        ...skippedNotice(session.options),
        ...projectPart.diagnostics,
        ...systemPart.diagnostics,
        ...(await uncommittedNotes(session, project, contributions)),
        ...policyProblems(
          config.policy,
          contributions.map(({ change }) => change),
        ),
      ],
      tools: { ...systemPart.tools, ...projectPart.tools },
    },
  );
}

function skippedNotice({ skipped = [] }: PlanOptions): Diagnostic[] {
  if (skipped.length === 0) return [];
  return [
    {
      severity: "info",
      code: "NT577",
      summary: "Resources are left as they are",
      detail: `Skipped, with what needs them: ${skipped.join(", ")}. The next plan shows them again.`,
    },
  ];
}
