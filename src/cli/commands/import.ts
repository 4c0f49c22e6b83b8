import { dirname, resolve } from "node:path";
import { importDocument } from "../../views/json.js";
import { importView, nextSteps } from "../../views/import.js";
import { confirmed, refuseUnlessAskable } from "../approval.js";
import type { Context, GlobalFlags } from "../context.js";
import { refuseLateErrors } from "../late-error.js";
import { planOptions } from "../planning.js";
import { filled } from "../usage.js";

export interface ImportFlags extends GlobalFlags {
  readonly gpu?: string;
  readonly yes?: boolean;
}

/** Makes a config from existing files, shows it, asks, and writes it. */
export async function importConfig(
  context: Context,
  flags: ImportFlags,
  ...paths: string[]
): Promise<number> {
  const { directory = ".", configFile, root, offline, allowRoot, signal } = planOptions(context, flags);
  const gpu = filled("The name of --gpu", flags.gpu);
  const approved = flags.yes === true;
  if (!approved) refuseUnlessAskable(context, "To import without being asked:\n  nixtorch import --yes");
  const engine = await context.engine();
  const imported = await engine.importFiles({
    directory: configFile === undefined ? directory : dirname(configFile),
    ...(configFile === undefined ? {} : { configFile }),
    paths: paths.map((path) => resolve(directory, filled("The name of a file", path))),
    root,
    offline,
    allowRoot,
    signal,
    gpu,
    askGpu: approved ? undefined : () => askGpu(context),
  });
  await refuseLateErrors(context);
  const { diagnostics, ...made } = imported;
  if (!context.json) {
    context.print(importView(imported, { style: context.outStyle, verbose: context.verbose }));
    context.diagnose(diagnostics);
  }
  if (!approved && !(await confirmed(context, "Write this config?", "import"))) return 1;
  await engine.writeImported(imported);
  if (context.json) context.print(importDocument(made, diagnostics));
  else context.print(nextSteps(imported, diagnostics));
  return 0;
}

function askGpu({ surroundings, note }: Context): Promise<string | null> {
  note(
    "No file says which cards the project is for. Name them as in RTX 4090, several with commas; none is for the CPU.\n",
  );
  return surroundings.ask("GPU: ");
}
