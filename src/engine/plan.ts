import { loadCatalog } from "../compat/catalog.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { digestOfValue } from "../model/digest.js";
import { interrupted } from "../model/interrupted.js";
import type { Plan } from "../model/plan.js";
import { nixtorchVersion } from "../model/version.js";
import { assemble } from "../plan/assemble.js";
import { policyProblems } from "../plan/policy.js";
import { inputsOf } from "./inputs.js";
import { previewsOf, type FilePreview } from "./previews.js";
import { planProject, type ProjectPart } from "./project.js";
import { selectionOf } from "./selection.js";
import type { PlanOptions, Session } from "./session.js";
import { planSystem } from "./system.js";
import { uncommittedNotes } from "./uncommitted.js";
import { understand } from "./understand.js";

export interface Planned {
  readonly plan: Plan;
  readonly previews: readonly FilePreview[];
  /** The project's directory. */
  readonly project: string;
}

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
  const plan = assemble(
    {
      purpose: "apply",
      nixtorchVersion,
      catalogVersion: loadCatalog().version,
      configDigest: digestOfValue(config),
      host: systemPart.baseline === null ? null : (nixos?.hostName ?? null),
      root: session.root,
      resolution,
      previous: understanding.record?.resolution ?? null,
      inputs: {
        files: inputsOf(session, { project, configSources, withSystem: nixos !== null }),
        tools: { ...systemPart.tools, ...projectPart.tools },
      },
      ...(systemPart.baseline === null ? {} : { systemBaseline: systemPart.baseline }),
    },
    contributions,
    [
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
  );
  // A tool that was stopped gives no answer, and what was planned without it is no plan.
  if (session.options.signal?.aborted) throw new Failure(interrupted);
  return { plan, previews: previewsOf(session, project, contributions), project };
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
