import { dirname } from "node:path";
import type { EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import { ownName, systemFiles } from "../resources/nixos-files.js";
import {
  askedOptions,
  formerNames,
  sideEffectFindings,
  unfreePackages,
} from "../resources/nixos-module/index.js";
import type { SystemFlake } from "../resources/nixos-walk.js";
import type { SystemDesire } from "../resources/system-desire.js";
import { checkSystem } from "../stage/evaluate-system-check.js";
import { evaluatedNotice } from "../stage/evaluate-system-trouble.js";
import { evaluateSystem, type SystemQuestion } from "../stage/evaluate-system.js";
import { stageOf, type Session } from "./session.js";

/** What the real module system says of the person's configuration, for `--eval-system`. */
export interface Evaluation {
  /** `null`: it could not be asked, and syntax has to do. */
  readonly options: EvaluatedOptions | null;
  readonly tools: Readonly<Record<string, ToolInput>>;
  /** Lets NixOS judge our module; `null`: there is none, or none that would be written. Says what was asked. */
  judge(module: string | null): Promise<readonly Diagnostic[]>;
}

/** Asks the module system who sets what nixtorch manages, instead of reading it from syntax. */
export async function evaluatedStatements(
  session: Session,
  desire: SystemDesire,
  flake: SystemFlake | null,
): Promise<Evaluation> {
  const { root, release, system: declared, resolution } = desire;
  const context = stageOf(session);
  const { own } = systemFiles(session.system, { root, module: declared.module });
  const options = askedOptions(desire);
  const driver = resolution.driver?.value;
  const question: SystemQuestion = {
    configuration: {
      root,
      flake: flake && { directory: dirname(flake.file), host: flake.host },
      own: [own, `${dirname(declared.module)}/${ownName}`],
      release,
      allowRoot: session.options.allowRoot ?? false,
    },
    options,
    former: Object.fromEntries(options.map((option) => [option, formerNames(option, release)])),
    drivers: [...(driver === undefined ? [] : [driver]), "production", "latest"],
    packages: declared.nixLd.libraries,
    unfree: unfreePackages(desire, true),
  };
  const evaluated = await evaluateSystem(context, question);
  if (evaluated.kind === "unavailable")
    return { options: null, tools: {}, judge: () => Promise.resolve([evaluated.reason]) };
  return {
    options: evaluated.options,
    tools: evaluated.tools,
    judge: async (module) => {
      if (module === null) return [evaluatedNotice(evaluated, options, null)];
      const check = await checkSystem(context, evaluated.source, question, { text: module, shownAs: own });
      return [
        evaluatedNotice(evaluated, options, check),
        ...check.diagnostics,
        ...sideEffectFindings(desire, {
          before: evaluated.options,
          after: check.options,
          module: { text: module, file: own },
        }),
      ];
    },
  };
}
