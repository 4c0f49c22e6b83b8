import type { Reader } from "../host/system.js";
import { assignments, type Assignment } from "../lang/nix/assignments.js";
import { importedPaths } from "../lang/nix/imported-paths.js";
import { NixSyntaxError } from "../lang/nix/syntax-error.js";
import { resolveInside } from "../model/rooted.js";
import { parentOf, readBelow, systemFiles, type SystemPlace } from "./nixos-files.js";
import { decodeText } from "./text.js";

/** The person's configuration, as far as syntax tells: a module, and its local imports. Paths are below the root. */
export interface WalkedConfiguration {
  /** In the order of reading; without our own module. */
  readonly configuration: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
  /** Whether one of the files imports our module. */
  readonly importsOwn: boolean;
}

export interface ConfigurationFile {
  readonly path: string;
  readonly assignments: readonly Assignment[];
}

/** A file of the configuration that could not be looked at. */
export interface UnreadFile {
  readonly path: string;
  readonly kind: "absent" | "unreadable" | "syntax" | "limit";
  /** A clause, such as "expected ';', found '}'". */
  readonly reason: string;
  readonly line?: number;
  readonly column?: number;
}

/** More files than this are not followed: a configuration of that size imports more than itself. */
const maximalFiles = 500;

/** Reads the person's module and follows its local imports. */
export function walkConfiguration(system: Reader, place: SystemPlace): WalkedConfiguration {
  const { module, own } = systemFiles(system, place);
  const configuration: ConfigurationFile[] = [];
  const unread: UnreadFile[] = [];
  let importsOwn = false;
  const seen = new Set([module]);
  const queue = [module];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const scanned = scan(system, place.root, path);
    if ("kind" in scanned) {
      unread.push(scanned);
      continue;
    }
    configuration.push({ path: scanned.path, assignments: scanned.assignments });
    for (const imported of scanned.imports) {
      const next = resolveInside(system, place.root, imported) ?? imported;
      importsOwn ||= next === own;
      if (next === own || seen.has(next)) continue;
      seen.add(next);
      if (seen.size > maximalFiles) {
        unread.push({ path: next, kind: "limit", reason: `more than ${maximalFiles} files are imported` });
        return { configuration, unread, importsOwn };
      }
      queue.push(next);
    }
  }
  return { configuration, unread, importsOwn };
}

interface Scanned extends ConfigurationFile {
  /** Absolute below the root, links not yet followed. */
  readonly imports: readonly string[];
}

function scan(system: Reader, root: string, path: string): Scanned | UnreadFile {
  const state = readBelow(system, root, path);
  if (state.kind === "directory") return scan(system, root, `${path}/default.nix`);
  if (state.kind === "absent") return { path, kind: "absent", reason: "it does not exist" };
  const text = decodeText(state);
  if (text === null) {
    const reason = state.kind === "unreadable" ? state.reason : "it is no UTF-8 text";
    return { path, kind: "unreadable", reason };
  }
  try {
    const imports = importedPaths(text).map((imported) =>
      imported.startsWith("/") ? imported : `${parentOf(path)}/${imported}`,
    );
    return { path, assignments: assignments(text), imports };
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    const { line, column } = error;
    return { path, kind: "syntax", reason: error.message, line, column };
  }
}
