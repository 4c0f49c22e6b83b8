import { resolve } from "node:path";
import { planHtml, recordHtml } from "../../views/html.js";
import { recordDocument } from "../../views/json.js";
import { planMarkdown, recordMarkdown } from "../../views/markdown.js";
import { recordView } from "../../views/record.js";
import { inline } from "../../views/text.js";
import type { Context, Engine, GlobalFlags } from "../context.js";
import { directoryOf, planOptions } from "../planning.js";
import { showPlanned } from "../shown-plan.js";
import { contradiction, filled } from "../usage.js";

export interface ShowFlags extends GlobalFlags {
  readonly markdown?: boolean;
  readonly html?: string;
}

/** Shows a saved plan, or the record of the last apply. */
export async function show(context: Context, flags: ShowFlags, planFile?: string): Promise<number> {
  const forms = [
    flags.json === true ? "--json" : null,
    flags.markdown === true ? "--markdown" : null,
    flags.html === undefined ? null : "--html",
  ].filter((form) => form !== null);
  if (forms.length > 1) throw contradiction(`${forms.join(" and ")} ask for different forms of one output.`);

  filled("The file of --html", flags.html);
  filled("The name of the plan file", planFile);
  const directory = directoryOf(context, flags);
  const engine = await context.engine();
  return planFile === undefined
    ? showRecord(context, flags, engine)
    : showPlan(context, flags, engine, resolve(directory, planFile));
}

async function showPlan(context: Context, flags: ShowFlags, engine: Engine, file: string): Promise<number> {
  // Looking is no approval: a plan that apply would refuse is shown too.
  const plan = await engine.loadPlan(file, { anyOwner: true });
  if (flags.json) {
    context.print(await engine.planToJson(plan));
  } else if (flags.markdown) {
    context.print(planMarkdown(plan));
  } else if (flags.html !== undefined) {
    await writePage(context, flags, engine, planHtml(plan));
  } else {
    await showPlanned(context, { plan, previews: [] }, { diff: false });
  }
  return 0;
}

async function showRecord(context: Context, flags: ShowFlags, engine: Engine): Promise<number> {
  const { record, diagnostics } = await engine.readRecord(planOptions(context, flags));
  if (flags.json) {
    context.print(recordDocument(record, diagnostics));
  } else if (flags.markdown) {
    context.print(recordMarkdown(record));
  } else if (flags.html !== undefined) {
    await writePage(context, flags, engine, recordHtml(record));
  } else if (record !== null || diagnostics.length === 0) {
    context.print(recordView(record, context.outStyle));
  }
  context.diagnose(diagnostics);
  return 0;
}

async function writePage(context: Context, flags: ShowFlags, engine: Engine, page: string): Promise<void> {
  const file = flags.html as string;
  await engine.writeReport(resolve(directoryOf(context, flags), file), page);
  context.note(`Wrote ${inline(file)}.\n`);
}
