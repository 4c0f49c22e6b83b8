import { nixAttrPath } from "../lang/nix/escape.js";
import type { EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import type { StageContext } from "./context.js";
import { filesOf, readAnswers, type RawAnswer } from "./evaluate-system-answer.js";
import { askSystem } from "./evaluate-system-ask.js";
import { definitionsExpression } from "./evaluate-system-expression.js";
import { findSystemSource, type SystemConfiguration, type SystemSource } from "./evaluate-system-source.js";
import { notAsked, refusedAnyway } from "./evaluate-system-trouble.js";

export interface SystemQuestion {
  readonly configuration: SystemConfiguration;
  /** Dotted names. */
  readonly options: readonly string[];
  /** Older names of some of them, which are asked for too. */
  readonly former: Readonly<Record<string, readonly string[]>>;
  /** Attributes of `nvidiaPackages` that a driver is called by rather than by others. */
  readonly drivers: readonly string[];
  /** Attribute paths of `pkgs` by which packages are known. */
  readonly packages: readonly string[];
  /** The unfree packages of the driver, by name. */
  readonly unfree: readonly string[];
}

export type EvaluatedSystem =
  | {
      readonly kind: "evaluated";
      readonly options: EvaluatedOptions;
      readonly source: SystemSource;
      /** The release of the nixpkgs that was asked. */
      readonly release: string;
      readonly tools: Readonly<Record<string, ToolInput>>;
    }
  /** What was read from syntax has to do. */
  | { readonly kind: "unavailable"; readonly reason: Diagnostic };

/**
 * Asks the real module system who sets some options to what, without the module of nixtorch. Nothing is built; what
 * cannot be asked is left to syntax, with the reason.
 */
export async function evaluateSystem(
  context: StageContext,
  question: SystemQuestion,
): Promise<EvaluatedSystem> {
  const { configuration, former } = question;
  const source = findSystemSource(context.system, configuration);
  if (typeof source === "string") return unavailable(source);
  const options = [...new Set([...question.options, ...Object.values(former).flat()])];
  const ask = (unfree: readonly string[]) =>
    askSystem<{ release: string; answers: (RawAnswer | null)[] }>(context, source, {
      expression: definitionsExpression,
      doing: "evaluating the system's configuration",
      module: null,
      options: options.map((option) => option.split(".")),
      unfree,
      drivers: question.drivers,
      packages: question.packages.map(packageOf),
    });
  const first = await ask(question.unfree);
  // A predicate may look at more than a name, and stop everything.
  const asked = first.kind === "failed" && question.unfree.length > 0 ? await ask([]) : first;
  if (asked.kind === "unavailable") return unavailable(asked.reason);
  if (asked.kind === "failed") return { kind: "unavailable", reason: refusedAnyway(asked.message) };
  const { release, answers, source: store } = asked.answer;
  if (!isSameRelease(release, configuration.release)) {
    return unavailable(
      `${source.nixpkgs} is of NixOS ${release}, and this plan is made for ${configuration.release}`,
    );
  }
  const fileOf = filesOf(context.system, configuration.root, source, store);
  return {
    kind: "evaluated",
    options: readAnswers(
      question.options,
      new Map(options.map((option, index) => [option, answers[index] ?? null])),
      former,
      fileOf,
    ),
    source,
    release,
    tools: asked.tools,
  };
}

function unavailable(reason: string): EvaluatedSystem {
  return { kind: "unavailable", reason: notAsked(reason) };
}

/** A package as our module names it. A part in double quotes may hold dots. */
function packageOf(path: string) {
  const parts = path.match(/"[^"]*"|[^."]+/g) ?? [];
  return { source: `pkgs.${nixAttrPath(path)}`, path: parts.map((part) => part.replaceAll('"', "")) };
}

/** "unstable" has the number of the release to come. */
function isSameRelease(found: string, planned: string): boolean {
  return !/^\d/.test(planned) || found === planned;
}
