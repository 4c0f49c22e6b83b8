import { dirname } from "node:path";
import type { Reader } from "../host/system.js";
import { shellQuote } from "../lang/shell/quote.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";

export interface CallerOptions {
  /** The config file. */
  readonly file: string;
  /** Every local file that is about to run, the config included. */
  readonly files: readonly string[];
  /** Whether the person said that running as root is meant (`--allow-root`). */
  readonly allowRoot: boolean;
}

/** Permission bits: writing by the group and by others. */
export const othersMayWrite = 0o022;

/**
 * A config is code, and this asks whether it may run as this user. Only root is ever refused.
 *
 * @throws Failure NT216, NT217
 */
export function checkCaller(system: Reader, options: CallerOptions): void {
  if (system.uid !== 0) return;
  const refusals = options.allowRoot
    ? openFiles(system, options.files)
    : strangersProject(system, options.file);
  if (refusals.length > 0) throw new Failure(refusals);
}

function strangersProject(system: Reader, file: string): readonly Diagnostic[] {
  const project = dirname(file);
  const isRoots = [project, file].every((path) => (system.lstat(path)?.uid ?? 0) === 0);
  return isRoots ? [] : [rootRefused(project)];
}

function openFiles(system: Reader, files: readonly string[]): readonly Diagnostic[] {
  const paths = new Set(files.flatMap((file) => chain(system, file)));
  return [...paths].filter((path) => isOpen(system, path)).map(openToOthers);
}

/** The file, its directory, and both again where links lead. */
function chain(system: Reader, file: string): readonly string[] {
  const real = system.realPath(file) ?? file;
  return [dirname(file), dirname(real), real];
}

function isOpen(system: Reader, path: string): boolean {
  const state = system.lstat(path);
  return state !== null && state.kind !== "link" && (state.mode & othersMayWrite) !== 0;
}

function rootRefused(project: string): Diagnostic {
  return {
    severity: "error",
    code: "NT216",
    summary: "nixtorch runs as root in a project that root does not own",
    detail:
      `A config is code, and so are the builds of Python packages: in ${project} they would run as root on behalf of ` +
      "whoever owns it.",
    hint:
      "Run it as yourself; nixtorch asks for privilege when it needs it:\n\n  nixtorch apply\n\n" +
      "In a container where root is the only user:\n\n  nixtorch apply --allow-root",
    place: { file: project },
  };
}

function openToOthers(path: string): Diagnostic {
  return {
    severity: "error",
    code: "NT217",
    summary: "Others can change code that would run as root",
    detail: `${path} can be written by users other than its owner.`,
    hint: `Take that right away:\n\n  chmod go-w ${shellQuote(path)}`,
    place: { file: path },
  };
}
