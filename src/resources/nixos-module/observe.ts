import type { FileState, Reader } from "../../host/system.js";
import { assignments, type Assignment } from "../../lang/nix/assignments.js";
import { importedPaths } from "../../lang/nix/imported-paths.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import { resolveInside } from "../../model/rooted.js";
import { parentOf, readBelow, systemFiles, type SystemPlace } from "../nixos-files.js";
import { decodeText } from "../text.js";

/** `nixtorch.nix`, and what the person's configuration says beside it. All paths are absolute below the root. */
export interface ObservedModule {
  readonly path: string;
  /** The person's module, which imports ours. */
  readonly module: string;
  readonly file: FileState;
  /** The person's module and its local imports, in the order of reading. */
  readonly configuration: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
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

/** Reads our module and scans the person's configuration by syntax: the module, and its local imports. */
export function observeModule(system: Reader, place: SystemPlace): ObservedModule {
  const { module, own } = systemFiles(system, place);
  const configuration: ConfigurationFile[] = [];
  const unread: UnreadFile[] = [];
  const seen = new Set([own, module]);
  const queue = [module];
  const observed = () => ({
    path: own,
    module,
    file: readBelow(system, place.root, own),
    configuration,
    unread,
  });
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const scanned = scan(system, place.root, path);
    if ("kind" in scanned) {
      unread.push(scanned);
      continue;
    }
    configuration.push({ path: scanned.path, assignments: scanned.assignments });
    for (const imported of scanned.imports) {
      const next = resolveInside(system, place.root, imported) ?? imported;
      if (seen.has(next)) continue;
      seen.add(next);
      if (seen.size > maximalFiles) {
        unread.push({ path: next, kind: "limit", reason: `more than ${maximalFiles} files are imported` });
        return observed();
      }
      queue.push(next);
    }
  }
  return observed();
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
