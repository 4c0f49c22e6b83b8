import { nixAttrPath } from "../lang/nix/escape.js";
import type { EvaluatedOptions } from "../lang/nix/evaluated-options.js";
import type { StageContext } from "./context.js";
import { filesOf, readAnswers, type RawAnswer } from "./evaluate-system-answer.js";
import type { SystemRequest } from "./evaluate-system-expression.js";
import type { SystemConfiguration, SystemSource } from "./evaluate-system-source.js";

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

/** What the expressions give, in the order of the request's options. */
export interface RawAnswers {
  readonly answers: readonly (RawAnswer | null)[];
  /** Where a flake's source lies in the store; `null`: no flake. */
  readonly source: string | null;
}

/** The question as the expressions take it. */
export function requestOf(
  question: SystemQuestion,
): Pick<SystemRequest, "options" | "packages" | "drivers" | "unfree"> {
  return {
    options: namesIn(question).map((option) => option.split(".")),
    packages: question.packages.map(packageOf),
    drivers: question.drivers,
    unfree: question.unfree,
  };
}

/** The answers by option. `module`: the name that our module goes by, which stays as it is. */
export function understood(
  system: StageContext["system"],
  source: SystemSource,
  question: SystemQuestion,
  { answers, source: store }: RawAnswers,
  module: string | null = null,
): EvaluatedOptions {
  const fileOf = filesOf(system, question.configuration.root, source, store);
  return readAnswers(
    question.options,
    new Map(namesIn(question).map((option, index) => [option, answers[index] ?? null])),
    question.former,
    (file) => (file === module ? file : fileOf(file)),
  );
}

function namesIn({ options, former }: SystemQuestion): string[] {
  return [...new Set([...options, ...Object.values(former).flat()])];
}

/** A package as our module names it. A part in double quotes may hold dots. */
function packageOf(path: string) {
  const parts = path.match(/"[^"]*"|[^."]+/g) ?? [];
  return { source: `pkgs.${nixAttrPath(path)}`, path: parts.map((part) => part.replaceAll('"', "")) };
}
