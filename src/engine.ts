import type { ExplainKey } from "./compat/explain/names.js";
import type { ApplyEvent, ApplyOutcome } from "./model/apply.js";
import { Failure, type Diagnostic } from "./model/diagnostic.js";
import type { DiagnosticText, Explanation } from "./model/explanation.js";
import type { Plan } from "./model/plan.js";
import type { Digest } from "./model/digest.js";
import type { Resolution } from "./model/resolution.js";
import type { Imported, ImportOptions } from "./engine/import.js";
import { planSession } from "./engine/plan.js";
import type { Planned } from "./engine/planned.js";
import { projectOf } from "./engine/removal/subject.js";
import { openSession, type PlanOptions } from "./engine/session.js";
import { currentConfig, understand } from "./engine/understand.js";
import { realSystem } from "./host/real.js";
import { decodeText } from "./resources/text.js";
import { readRecord as readProjectRecord, type DecodedRecord } from "./state/record.js";

export { cardsNamed, catalogRows } from "./engine/catalog.js";
export { choiceLike, choiceNamed, explainable } from "./compat/explain/names.js";
export type { Planned } from "./engine/planned.js";
export type { FilePreview } from "./engine/previews.js";
export type { Imported, ImportOptions } from "./engine/import.js";
export type { Answers, PlanOptions } from "./engine/session.js";

export interface ApplyOptions extends PlanOptions {
  /** How long to wait for another apply, in milliseconds. Default: not at all. */
  readonly lockTimeoutMs?: number;
  /** Somebody sits at the terminal and can give sudo a password. */
  readonly interactive?: boolean;
  readonly onEvent?: (event: ApplyEvent) => void;
}

/**
 * Loads and resolves the config; touches nothing.
 * @throws Failure if the config cannot be loaded or is wrong. A stack that cannot run is a diagnostic.
 */
export async function validate(
  options: PlanOptions = {},
): Promise<{ resolution: Resolution | null; diagnostics: readonly Diagnostic[]; configFile: string }> {
  const { resolution, diagnostics, configFile } = await understand(openSession(options));
  return { resolution, diagnostics, configFile };
}

/**
 * Computes what would change, and writes nothing below the project.
 * @throws Failure if there is no config, it is wrong, or no stack satisfies it.
 */
export function plan(options: PlanOptions = {}): Promise<Planned> {
  return planSession(openSession(options));
}

/** Plans, and carries out the plan. */
export async function apply(options: ApplyOptions = {}): Promise<ApplyOutcome> {
  const { plan: planned, project } = await plan(options);
  return carryOut(planned, project, options);
}

/**
 * Carries out a plan, made just now or saved before. A saved one is refused if the config asks for something else by
 * now, or anything it read has moved.
 * @throws Failure if the config cannot be loaded.
 */
export async function applyPlanned(planned: Plan, options: ApplyOptions = {}): Promise<ApplyOutcome> {
  const session = openSession(options);
  if (planned.purpose !== "apply") return carryOut(planned, projectOf(session), options);
  const { project, configDigest } = await currentConfig(session);
  return carryOut(planned, project, options, configDigest);
}

async function carryOut(
  planned: Plan,
  project: string,
  options: ApplyOptions,
  configDigest?: Digest,
): Promise<ApplyOutcome> {
  const { applyPlan } = await import("./apply/executor.js");
  const { stateDirectory, root } = openSession(options);
  // Without the signal: what stops the running step would keep the undoing from running git.
  return applyPlan(realSystem(), planned, {
    project,
    root,
    stateDirectory,
    lockTimeoutMs: options.lockTimeoutMs ?? 0,
    hostname: options.hostname ?? null,
    offline: options.offline,
    noProject: options.systemOnly,
    noSystem: options.projectOnly,
    configDigest,
    interactive: options.interactive ?? false,
    signal: options.signal,
    onEvent: options.onEvent ?? (() => {}),
  });
}

/**
 * Why a part of the stack is what it is; `null`: there is no stack, and `diagnostics` say why.
 * @throws Failure if the config cannot be loaded or is wrong.
 */
export async function explain(
  key: ExplainKey,
  options: PlanOptions = {},
): Promise<{ explanation: Explanation | null; diagnostics: readonly Diagnostic[] }> {
  const { explained } = await import("./engine/explain.js");
  return explained(key, await understand(openSession(options)));
}

/**
 * Makes a config from a project's files and the machine's NixOS configuration; writes nothing.
 * @throws Failure if a file cannot be read, there is nothing to import, or a config exists.
 */
export async function importFiles(options: ImportOptions = {}): Promise<Imported> {
  return (await import("./engine/import.js")).importFiles(options);
}

/**
 * Writes a config that was made by {@link importFiles}.
 * @throws Failure if there is one by now.
 */
export async function writeImported(imported: Imported): Promise<void> {
  (await import("./engine/import.js")).writeImported(imported);
}

/** The long forms of all diagnostics, in the order of their codes. */
export async function diagnosticTexts(): Promise<readonly DiagnosticText[]> {
  return (await import("./engine/diagnostic-texts.js")).diagnosticTexts;
}

/** The record of the last apply. */
export function readRecord(options: PlanOptions = {}): DecodedRecord {
  const session = openSession(options);
  return readProjectRecord(session.system, projectOf(session));
}

/** The plan as the document that its published JSON Schema describes. */
export async function planToJson(planned: Plan): Promise<string> {
  const { encodePlan } = await import("./plan/codec.js");
  return encodePlan(planned);
}

/** Saves a plan for `apply`, readable by its owner alone. */
export async function savePlan(planned: Plan, file: string): Promise<void> {
  const { writePlanFile } = await import("./plan/file.js");
  writePlanFile(realSystem(), file, planned);
}

/**
 * Reads a saved plan; `anyOwner` is for looking at it only.
 * @throws Failure if the file is no plan of this format, or could have been changed by others.
 */
export async function loadPlan(file: string, options: { readonly anyOwner?: boolean } = {}): Promise<Plan> {
  const { readPlanFile } = await import("./plan/file.js");
  return readPlanFile(realSystem(), file, options);
}

/** @throws Failure if a file stands there that is no earlier report. */
export function writeReport(file: string, text: string): void {
  const system = realSystem();
  const state = system.read(file);
  const head = text.slice(0, text.indexOf("<style"));
  const replaceable =
    state.kind === "absent" || (state.kind === "file" && decodeText(state)?.startsWith(head));
  if (!replaceable) throw new Failure(inTheWay(file));
  system.replaceFile(file, text);
}

function inTheWay(file: string): Diagnostic {
  return {
    severity: "error",
    code: "NT489",
    summary: "A file that is no report stands where the report should be saved",
    detail: `${file} exists, and nixtorch did not write it as a report, so it is left as it is.`,
    hint: "Name another file:\n  nixtorch show --html report.html",
    place: { file },
  };
}
