import { join } from "node:path";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { below } from "../model/rooted.js";
import { shellQuote } from "../lang/shell/quote.js";
import { nixosEnterLine } from "../lang/shell/nixos-enter.js";
import { systemApplyCommand } from "./commands.js";
import { programOf, type ApplyContext } from "./context.js";
import { flakeReference, type RebuildAction } from "./system-flake.js";
import { runTool, timeouts, toolFailure } from "./tools.js";
import type { Step } from "./step.js";

/** Builds the system under another root, where there is a nixos-rebuild; activates nothing. */
export function foreignBuildStep(context: ApplyContext, action: RebuildAction): Step {
  return {
    actions: [action],
    run: async (scope) => {
      const { system, plan } = context;
      if (system.which(programOf(context, "nixos-rebuild")) === null) {
        scope.skip("not built, because nixos-rebuild is not on PATH");
        return;
      }
      const flake = flakeReference(context, action);
      const what = flake
        ? ["--flake", flake]
        : ["-I", `nixos-config=${below(plan.root, "/etc/nixos/configuration.nix")}`];
      const directory = scope.workspace.directory;
      const result = await runTool(context, action.address, "nixos-rebuild", {
        args: ["build", ...what],
        cwd: directory,
        timeoutMs: timeouts.rebuild,
      });
      // The link that it leaves would keep the whole system from being collected.
      system.removeFile(join(directory, "result"));
      if (result.outcome === "success") return;
      throw new Failure(
        toolFailure(result, {
          code: "NT557",
          summary: "The new system could not be built",
          hint: `Nothing was activated. Once the cause is gone:\n  ${systemApplyCommand(plan.purpose)} --root ${shellQuote(plan.root)}`,
          address: action.address,
        }),
      );
    },
  };
}

/** What is left for the person to do under another root, and what was not checked there. */
export function foreignRootNotes(context: ApplyContext, action: RebuildAction): Diagnostic[] {
  const { system, plan } = context;
  const built = system.which(programOf(context, "nixos-rebuild")) !== null;
  const flake = action.method === "flake" ? insideReference(context, action) : null;
  return [
    {
      severity: "info",
      code: "NT433",
      summary: "The system under another root is not activated",
      detail: built
        ? `The system under ${plan.root} builds. Activating it is left to you.`
        : `The files under ${plan.root} are written; nixos-rebuild is not on PATH, so the system was not built.`,
      hint: `To make it the next boot's system:\n  ${nixosEnterLine(plan.root, flake)}`,
      address: action.address,
    },
  ];
}

/** The flake reference as seen from inside the root. */
function insideReference(context: ApplyContext, action: RebuildAction): string {
  const root = context.system.realPath(context.plan.root) ?? context.plan.root;
  const reference = flakeReference(context, action) ?? "/etc/nixos";
  return reference.startsWith(`${root}/`) ? reference.slice(root.length) : reference;
}
