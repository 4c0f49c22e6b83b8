import type { Planned } from "../engine.js";
import { fileDiffs } from "../views/file-diffs.js";
import { planView } from "../views/human.js";
import type { Context } from "./context.js";

/** Prints a plan for people, with the text diffs of its files when asked, and its diagnostics. */
export async function showPlanned(
  context: Context,
  { plan, previews }: Pick<Planned, "plan" | "previews">,
  options: { readonly diff: boolean },
): Promise<void> {
  const onTerminal = context.surroundings.stdout.isTerminal;
  const diffs = options.diff ? await fileDiffs(previews, { onTerminal }) : [];
  context.print(planView(plan, { style: context.outStyle, verbose: context.verbose, diffs }));
  context.diagnose(plan.diagnostics);
}
