import { mayDefine, type Assignment } from "../../lang/nix/assignments.js";
import type { EvaluatedDefinition } from "../../lang/nix/evaluated-options.js";
import type { ObservedModule } from "./observe.js";
import { currentName, formerNames } from "./spelling.js";

/** A definition in the system's configuration: where it stands, and how it was found. */
export interface Statement extends Omit<Assignment, "line" | "column"> {
  readonly file: string;
  /** Left out: evaluated, and not found in that file by syntax. */
  readonly line?: number;
  readonly column?: number;
  /** Read off the text, or told by the real module system. */
  readonly from: "syntax" | "evaluated";
}

/** The definitions of an option, under any name that the release knows it by: evaluated, where that was done. */
export function statementsOf(observed: ObservedModule, option: string, release: string): Statement[] {
  const read = definitionsIn(observed, (one) => currentName(one.option, release) === option);
  const evaluated = observed.evaluated?.[option];
  if (evaluated === undefined) return read;
  return evaluated.definitions.map((one) => fromEvaluation(one, option, evaluated.priority, read));
}

/**
 * Definitions that may be of an option, too, such as `hardware.nvidia = import ./nvidia.nix` for
 * `hardware.nvidia.open`: only evaluation could tell.
 */
export function parentsOf(observed: ObservedModule, option: string, release: string): Statement[] {
  if (observed.evaluated?.[option] !== undefined) return [];
  const names = [option, ...formerNames(option, release)];
  return definitionsIn(
    observed,
    (one) => !names.includes(one.option) && one.opaque === true && names.some((name) => mayDefine(one, name)),
  );
}

function definitionsIn(
  { configuration }: ObservedModule,
  matches: (one: Assignment) => boolean,
): Statement[] {
  return configuration.flatMap(({ path, assignments }) =>
    assignments.filter(matches).map((one) => ({ ...one, file: path, from: "syntax" }) as const),
  );
}

/** A definition in the shape of one that was read, with its place if syntax has found it in the same file. */
export function fromEvaluation(
  { file, ...said }: EvaluatedDefinition,
  option: string,
  priority: number,
  read: readonly Statement[],
): Statement {
  const { line, column, modifiers = [] } = read.find((one) => one.file === file) ?? {};
  return { option, ...said, priority, modifiers, conditional: false, file, line, column, from: "evaluated" };
}

/** `FILE:LINE`, as far as it is known. */
export function placeText({ file, line }: Statement): string {
  return line === undefined ? file : `${file}:${line}`;
}

export function placeOf({ file, line, column }: Statement) {
  return { file, ...(line !== undefined && { line, column }) };
}
