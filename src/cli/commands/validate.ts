import { hasErrors } from "../../model/diagnostic.js";
import { validateDocument } from "../../views/json.js";
import { validateView } from "../../views/validate.js";
import type { Context } from "../context.js";
import { refuseLateErrors } from "../late-error.js";
import { planOptions, type PlanningFlags } from "../planning.js";

/** Loads and resolves the config, and prints the stack with its reasons. */
export async function validate(context: Context, flags: PlanningFlags): Promise<number> {
  const options = planOptions(context, flags);
  const engine = await context.engine();
  const { resolution, diagnostics, configFile } = await engine.validate(options);
  await refuseLateErrors(context);
  const valid = resolution !== null && !hasErrors(diagnostics);
  if (context.json) {
    context.print(validateDocument(resolution, diagnostics));
  } else {
    if (valid) {
      context.print(
        validateView(resolution, configFile, { style: context.outStyle, verbose: context.verbose }),
      );
    }
    context.diagnose(diagnostics);
  }
  return valid ? 0 : 1;
}
