import { isAbsolute, join, relative, resolve } from "node:path";
import { digestOf, digestOfValue, type Digest } from "../model/digest.js";
import type { Reader } from "../host/system.js";
import { matchDirectories } from "./glob.js";
import { lockSubjectOf, type LocalSource, type LockSubject } from "./lock-subject.js";

export interface LockInputs {
  readonly subject: LockSubject;
  /** Everything local that locking reads besides the project itself: members and path sources, also indirect ones. */
  readonly locals: readonly LocalSource[];
  /** Names of local packages whose version a build backend computes. */
  readonly computedVersions: readonly string[];
  /** Of all that `uv.lock` is computed from in the checkout: the same on every machine. */
  readonly digest: Digest;
}

/** Gathers what the lock of a project depends on; `null`: its `pyproject.toml` is no TOML. */
export async function lockInputsOf(
  system: Reader,
  project: string,
  pyprojectText: string,
): Promise<LockInputs | null> {
  const document = await readToml(pyprojectText);
  if (document === null) return null;
  const subject = lockSubjectOf(document);
  const neighbours = await neighboursOf(system, project, subject);
  const digest = digestOfValue({
    pyproject: withoutBigIntegers(subject.parts),
    files: fileDigests(system, project, ["uv.toml", ".python-version", ...subject.dependencyFiles]),
    neighbours: Object.fromEntries(
      neighbours.map(({ directory }) => [
        relative(project, directory),
        fileDigests(system, directory, ["pyproject.toml", "setup.py", "setup.cfg"]),
      ]),
    ),
  });
  return {
    subject,
    locals: [...subject.sources, ...neighbours.flatMap(({ sources }) => sources)],
    computedVersions: [subject, ...neighbours].flatMap(({ name, dynamic }) =>
      name !== null && dynamic.includes("version") ? [name] : [],
    ),
    digest,
  };
}

interface Neighbour {
  readonly directory: string;
  readonly name: string | null;
  readonly dynamic: readonly string[];
  /** Its own path sources, as seen from the project. */
  readonly sources: readonly LocalSource[];
}

/** Workspace members and path sources that are directories, and theirs in turn. */
async function neighboursOf(
  system: Reader,
  project: string,
  subject: LockSubject,
): Promise<readonly Neighbour[]> {
  const found = new Map<string, Neighbour>();
  const queue = [
    ...memberDirectories(system, project, subject),
    ...sourceDirectories(system, project, subject.sources),
  ];
  for (let directory = queue.shift(); directory !== undefined; directory = queue.shift()) {
    if (directory === project || found.has(directory)) continue;
    const state = system.read(join(directory, "pyproject.toml"));
    const document = state.kind === "file" ? await readToml(new TextDecoder().decode(state.bytes)) : null;
    const { name, dynamic, sources: own } = lockSubjectOf(document ?? {});
    const sources = own.map((source) => ({
      ...source,
      path: isAbsolute(source.path) ? source.path : relative(project, resolve(directory, source.path)),
    }));
    found.set(directory, { directory, name, dynamic, sources });
    queue.push(...sourceDirectories(system, directory, own));
  }
  return [...found.values()].sort((a, b) => (a.directory < b.directory ? -1 : 1));
}

function memberDirectories(system: Reader, project: string, { members }: LockSubject): string[] {
  if (members === null) return [];
  const match = (patterns: readonly string[]) =>
    patterns.flatMap((pattern) => matchDirectories(system, project, pattern));
  const excluded = new Set(match(members.exclude));
  return match(members.include)
    .filter((path) => !excluded.has(path))
    .map((path) => resolve(project, path));
}

function sourceDirectories(system: Reader, from: string, sources: readonly LocalSource[]): string[] {
  return sources
    .map((source) => resolve(from, source.path))
    .filter((path) => system.read(path).kind === "directory");
}

function fileDigests(
  system: Reader,
  directory: string,
  names: readonly string[],
): Record<string, Digest | null> {
  return Object.fromEntries(
    names.map((name) => {
      const state = system.read(join(directory, name));
      return [name, state.kind === "file" ? digestOf(state.bytes) : null];
    }),
  );
}

/** A document's value; `null`: it is no TOML. */
async function readToml(text: string): Promise<Readonly<Record<string, unknown>> | null> {
  const { parseToml, TomlSyntaxError } = await import("../lang/toml/parse.js");
  try {
    return parseToml(text);
  } catch (error) {
    if (error instanceof TomlSyntaxError) return null;
    throw error;
  }
}

/** JSON has no integers beyond 2^53, TOML has. */
function withoutBigIntegers(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}` : inner)),
  );
}
