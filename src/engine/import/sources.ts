import { basename, dirname, join, normalize, relative, resolve, sep } from "node:path";
import { readPyproject } from "../../importing/pyproject.js";
import { readRequirements, type Around } from "../../importing/requirements.js";
import { Collector, type Facts, type Reading } from "../../importing/types.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import { observePyproject, pythonPreference } from "../../resources/pyproject/index.js";
import { decodeText } from "../../resources/text.js";
import type { Session } from "../session.js";
import { isSystemFile, readSystem, systemModule } from "./system.js";
import { readShells } from "./shells.js";

/** What was read from a project's files and a machine's configuration. */
export interface Sources {
  readonly reading: Reading;
  /** As a person names them. */
  readonly files: readonly string[];
}

/** Where import looks and what it needs to know for that. */
export interface Lookup {
  readonly session: Session;
  /** The project's directory, absolute. */
  readonly project: string;
  readonly facts: Facts;
}

/**
 * Reads the files that are named, or else those that a project and a machine usually have.
 * @throws Failure NT440, NT441, NT494
 */
export function readSources(lookup: Lookup, paths: readonly string[]): Sources {
  const found = new Collector();
  const files: string[] = [];
  for (const path of paths.length > 0 ? paths : usualFiles(lookup)) {
    const reading = readOne(lookup, resolve(lookup.project, path), paths.length > 0);
    if (reading === null) continue;
    files.push(shownPath(lookup, resolve(lookup.project, path)));
    found.add(reading);
  }
  return { reading: found, files };
}

/** In the order in which one is believed over the other. */
const projectFiles = ["pyproject.toml", "requirements.txt", "flake.nix", "shell.nix"];

function usualFiles({ session, project }: Lookup): readonly string[] {
  const { system } = session;
  const there = projectFiles.filter((name) => system.lstat(join(project, name)) !== null);
  // A flake usually takes its shell from shell.nix, and is read with it.
  const own = there.includes("flake.nix") ? there.filter((name) => name !== "shell.nix") : there;
  const module = systemModule(session);
  return module === null ? own : [...own, module];
}

/** `null`: nothing of it concerns nixtorch, and nobody asked for it. */
function readOne(lookup: Lookup, path: string, isNamed: boolean): Reading | null {
  const { session, project } = lookup;
  if (isSystemFile(session, path)) return readSystem(lookup, path, isNamed);
  if (path === join(project, "pyproject.toml")) return readOwnPyproject(lookup);
  const name = basename(path);
  if (name.endsWith(".toml"))
    throw refused(
      lookup,
      path,
      "only the pyproject.toml beside nixtorch.config.ts is one that uv goes on reading",
    );
  if (name.endsWith(".nix")) {
    const text = textOf(lookup, path);
    return readShells(lookup, path, text) ?? readSystem(lookup, path, isNamed);
  }
  if (/\.(?:txt|in)$/.test(name))
    return readRequirements(shownPath(lookup, path), textOf(lookup, path), around(lookup));
  throw refused(lookup, path, "nixtorch imports from pyproject.toml, requirements files and Nix files");
}

function readOwnPyproject({ session: { system }, project, facts }: Lookup): Reading {
  const observed = observePyproject(system, project);
  if (observed.problem !== null) throw new Failure(observed.problem);
  if (observed.text === null) throw new Failure(unreadable("pyproject.toml", "it does not exist"));
  return readPyproject(observed.text, { facts, pythonVersion: pythonPreference(observed) });
}

function around(lookup: Lookup): Around {
  const { session, project, facts } = lookup;
  const inProject = (path: string) => resolve(project, path);
  return {
    facts,
    read: (path) => decodeText(session.system.read(inProject(path))),
    join: (from, path) => normalize(join(dirname(from), path)).replace(/(.)\/$/, "$1"),
    nameOf(directory) {
      const { name } = observePyproject(session.system, inProject(directory));
      return name;
    },
  };
}

/** @throws Failure NT494 */
export function textOf(lookup: Lookup, path: string): string {
  const state = lookup.session.system.read(path);
  if (state.kind === "absent") throw refused(lookup, path, "it does not exist");
  if (state.kind === "directory") throw refused(lookup, path, "it is a directory: name the file in it");
  if (state.kind === "unreadable") throw refused(lookup, path, state.reason);
  const text = decodeText(state);
  if (text === null) throw refused(lookup, path, "it is no text in UTF-8");
  return text;
}

/** Relative to the project where it lies in it. */
export function shownPath({ project }: Pick<Lookup, "project">, path: string): string {
  return path.startsWith(`${project}${sep}`) ? relative(project, path) : path;
}

export function refused(
  lookup: Lookup,
  path: string,
  reason: string,
  place: { line?: number } = {},
): Failure {
  return new Failure(unreadable(shownPath(lookup, path), reason, place));
}

function unreadable(file: string, reason: string, place: { line?: number } = {}): Diagnostic {
  return {
    severity: "error",
    code: "NT494",
    summary: "A file cannot be imported",
    detail: `${file} is not read: ${reason}.`,
    hint: "To import from other files only, name them:\n  nixtorch import requirements.txt",
    place: { file, ...place },
  };
}
