import { resolve } from "node:path";
import { addresses, isAddress, scopeOf, type Address } from "../model/address.js";
import type { PlanOptions } from "../engine.js";
import type { Context, GlobalFlags } from "./context.js";
import { badValue, contradiction } from "./usage.js";

/** The options that decide what is planned. */
export interface PlanningFlags extends GlobalFlags {
  readonly projectOnly?: boolean;
  readonly systemOnly?: boolean;
  readonly target?: readonly string[];
  readonly adopt?: boolean;
  /** "" stands for a bare `--upgrade`. */
  readonly upgrade?: string;
  /** False after `--no-lock`. */
  readonly lock?: boolean;
  /** False after `--no-venv`. */
  readonly venv?: boolean;
  readonly hostname?: string;
}

/** The directory everything on the command line is relative to. */
export function directoryOf(context: Context, flags: GlobalFlags): string {
  return resolve(context.surroundings.cwd, flags.C ?? ".");
}

/** The engine's options. Raises NT584 and NT585. */
export function planOptions(context: Context, flags: PlanningFlags): PlanOptions {
  const targets = targetsOf(flags.target ?? []);
  refuseContradictions(flags, targets);
  const directory = directoryOf(context, flags);
  return {
    directory,
    configFile: flags.config === undefined ? undefined : resolve(directory, flags.config),
    root: resolve(directory, flags.root ?? "/"),
    hostname: flags.hostname,
    offline: flags.offline ?? false,
    allowRoot: flags.allowRoot ?? false,
    projectOnly: flags.projectOnly ?? false,
    systemOnly: flags.systemOnly ?? false,
    targets,
    adopt: flags.adopt ?? false,
    upgrade: flags.upgrade === undefined ? null : flags.upgrade === "" ? true : flags.upgrade,
    noLock: flags.lock === false,
    noVenv: flags.venv === false,
    signal: context.surroundings.signal,
    onProgress: (text) => context.progress.report(text),
  };
}

/** The planning flags that were given, as they are written. */
export function givenPlanningFlags(flags: PlanningFlags): string[] {
  const given: [string, boolean][] = [
    ["--project-only", flags.projectOnly === true],
    ["--system-only", flags.systemOnly === true],
    ["--target", (flags.target ?? []).length > 0],
    ["--adopt", flags.adopt === true],
    ["--upgrade", flags.upgrade !== undefined],
    ["--no-lock", flags.lock === false],
    ["--no-venv", flags.venv === false],
  ];
  return given.filter(([, isGiven]) => isGiven).map(([name]) => name);
}

function targetsOf(texts: readonly string[]): Address[] {
  return texts.map((text) => {
    if (isAddress(text)) return text;
    throw badValue(
      `--target takes the address of a resource, and ${JSON.stringify(text)} is none.`,
      `The addresses are:\n${addresses.map((address) => `  ${address}`).join("\n")}`,
    );
  });
}

function refuseContradictions(flags: PlanningFlags, targets: readonly Address[]): void {
  if (flags.projectOnly && flags.systemOnly) {
    throw contradiction(
      "--project-only and --system-only exclude each other: together they leave nothing to plan.",
      "Leave both out to plan the project and the system.",
    );
  }
  const only = flags.projectOnly ? "project" : flags.systemOnly ? "system" : null;
  const outside = targets.find((target) => only !== null && scopeOf(target) !== only);
  if (outside !== undefined) {
    throw contradiction(`--target ${outside} names a resource that --${only}-only leaves out.`);
  }
  if (flags.lock === false && flags.upgrade !== undefined && flags.upgrade !== "") {
    throw contradiction(
      `--upgrade=${flags.upgrade} asks to move a lock, and --no-lock leaves the locks alone.`,
      "Leave one of them out.",
    );
  }
}
