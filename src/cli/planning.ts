import { resolve } from "node:path";
import { addresses, isAddress, scopeOf, type Address } from "../model/address.js";
import type { PlanOptions } from "../engine.js";
import type { Purpose } from "../model/plan.js";
import type { Context, GlobalFlags } from "./context.js";
import { badValue, bareValue, contradiction, filled } from "./usage.js";

/** The options that decide what is planned. */
export interface PlanningFlags extends GlobalFlags {
  readonly projectOnly?: boolean;
  readonly systemOnly?: boolean;
  readonly target?: readonly string[];
  readonly adopt?: boolean;
  readonly evalSystem?: boolean;
  /** {@link bareValue}: a bare `--upgrade`. */
  readonly upgrade?: string;
  /** False after `--no-lock`. */
  readonly lock?: boolean;
  /** False after `--no-venv`. */
  readonly venv?: boolean;
  readonly hostname?: string;
}

/** The directory everything on the command line is relative to; it is entered. Raises NT585. */
export function directoryOf({ surroundings }: Context, flags: GlobalFlags): string {
  const given = filled("The directory of -C", flags.C);
  if (given === undefined) return surroundings.cwd;
  const directory = resolve(surroundings.cwd, given);
  const obstacle = surroundings.enter(directory);
  if (obstacle === null) return directory;
  throw badValue(
    `-C takes a directory to work in, and ${JSON.stringify(given)} is none: ${obstacle} (${directory}).`,
  );
}

/** The engine's options. Raises NT584 and NT585. */
export function planOptions(context: Context, flags: PlanningFlags, purpose: Purpose = "apply"): PlanOptions {
  const targets = targetsOf(flags.target ?? []);
  refuseContradictions(flags, targets);
  // A driver is never taken away along with a project.
  const projectOnly = flags.projectOnly ?? (takesAway(purpose) && !flags.systemOnly);
  if (takesAway(purpose)) refuseSystemTargets(flags, targets, purpose);
  const upgrade = upgradeOf(flags);
  const directory = directoryOf(context, flags);
  const config = filled("The file of --config", flags.config);
  return {
    purpose,
    directory,
    configFile: config === undefined ? undefined : resolve(directory, config),
    root: resolve(directory, filled("The directory of --root", flags.root) ?? "/"),
    hostname: filled("The name of --hostname", flags.hostname),
    offline: flags.offline ?? false,
    allowRoot: flags.allowRoot ?? false,
    projectOnly,
    systemOnly: flags.systemOnly ?? false,
    targets,
    adopt: flags.adopt ?? false,
    evalSystem: flags.evalSystem ?? false,
    upgrade,
    noLock: flags.lock === false,
    noVenv: flags.venv === false,
    signal: context.surroundings.signal,
    onProgress: (text) => context.progress.report(text),
  };
}

/** The flags that say what is planned, as they are written, if they were given. Halves can be chosen later too. */
export function givenPlanningFlags(flags: PlanningFlags): string[] {
  const given: [string, boolean][] = [
    ["--target", (flags.target ?? []).length > 0],
    ["--adopt", flags.adopt === true],
    ["--eval-system", flags.evalSystem === true],
    ["--upgrade", flags.upgrade !== undefined],
    ["--no-lock", flags.lock === false],
    ["--no-venv", flags.venv === false],
  ];
  return given.filter(([, isGiven]) => isGiven).map(([name]) => name);
}

/** `nixpkgs`, `packages`, or the name of a package as PEP 503 allows it. */
const upgradable = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

function upgradeOf({ upgrade }: PlanningFlags): true | string | null {
  if (upgrade === undefined) return null;
  if (upgrade === bareValue) return true;
  if (upgradable.test(upgrade)) return upgrade;
  throw badValue(
    `--upgrade takes nixpkgs, packages or the name of one package, and ${JSON.stringify(upgrade)} is none of them.`,
    "New choices for the stack:\n  nixtorch plan --upgrade\nThe newest release of a package that the config allows:\n  nixtorch plan --upgrade=numpy",
  );
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

function takesAway(purpose: Purpose): purpose is "destroy" | "eject" {
  return purpose === "destroy" || purpose === "eject";
}

function refuseSystemTargets(flags: PlanningFlags, targets: readonly Address[], purpose: Purpose): void {
  const ofSystem = targets.find((target) => scopeOf(target) === "system");
  if (ofSystem === undefined || flags.systemOnly) return;
  throw contradiction(
    `--target ${ofSystem} is a part of the system, which ${purpose} leaves alone unless --system-only is given.`,
    `To take it on:\n  nixtorch ${purpose} --system-only`,
  );
}

function refuseContradictions(flags: PlanningFlags, targets: readonly Address[]): void {
  if (flags.projectOnly && flags.systemOnly) {
    throw contradiction(
      "--project-only and --system-only exclude each other: together they leave nothing to plan.",
      "Leave both out to plan the project and the system.",
    );
  }
  if (flags.projectOnly && flags.evalSystem) {
    throw contradiction("--eval-system asks about the system, which --project-only leaves out.");
  }
  const only = flags.projectOnly ? "project" : flags.systemOnly ? "system" : null;
  const outside = targets.find((target) => only !== null && scopeOf(target) !== only);
  if (outside !== undefined) {
    throw contradiction(`--target ${outside} names a resource that --${only}-only leaves out.`);
  }
  if (flags.lock === false && flags.upgrade !== undefined && flags.upgrade !== bareValue) {
    throw contradiction(
      `--upgrade=${flags.upgrade} asks to move a lock, and --no-lock leaves the locks alone.`,
      "Leave one of them out.",
    );
  }
}
