import { loadCatalog } from "../compat/catalog.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { interrupted } from "../model/interrupted.js";
import type { Plan, ToolInput } from "../model/plan.js";
import { nixtorchVersion } from "../model/version.js";
import { assemble } from "../plan/assemble.js";
import type { Contribution } from "../resources/resource.js";
import { inputsOf, type PlannedFor } from "./inputs.js";
import { previewsOf, type FilePreview } from "./previews.js";
import type { Session } from "./session.js";

export interface Planned {
  readonly plan: Plan;
  readonly previews: readonly FilePreview[];
  /** The project's directory. */
  readonly project: string;
}

/** What differs between plans for one thing and another. */
type Said = Pick<Plan, "purpose" | "configDigest" | "host" | "resolution" | "previous" | "systemBaseline">;

/** Of a plan that follows from what was applied, not from the config. */
export const withoutStack = { configDigest: null, resolution: null, previous: null } as const;

/**
 * The plan of what the resources contributed, with everything that was read for it.
 * @throws Failure if the session was interrupted
 */
export function plannedFrom(
  session: Session,
  subject: PlannedFor,
  said: Said,
  parts: {
    readonly contributions: readonly Contribution[];
    readonly diagnostics: readonly Diagnostic[];
    readonly tools?: Readonly<Record<string, ToolInput>>;
  },
): Planned {
  const { contributions, diagnostics, tools = {} } = parts;
  const plan = assemble(
    {
      ...said,
      nixtorchVersion,
      catalogVersion: loadCatalog().version,
      root: session.root,
      inputs: { files: inputsOf(session, subject), tools },
    },
    contributions,
    diagnostics,
  );
  // A tool that was stopped gives no answer, and what was planned without it is no plan.
  if (session.options.signal?.aborted) throw new Failure(interrupted);
  const { project } = subject;
  return { plan, previews: previewsOf(session, project, contributions), project };
}
