import type { Assignment } from "../lang/nix/assignments.js";
import type { ImportEntry } from "../lang/nix/module-imports.js";
import type { Place } from "../model/diagnostic.js";
import type { DisabledName, ModuleFacts, Sources, UnreadFile } from "./nixos-walk-sources.js";

/** What one file of the configuration sets. */
export interface ConfigurationFile {
  readonly path: string;
  readonly assignments: readonly Assignment[];
}

/** Something that is imported and that only evaluation could name. */
export interface UnfollowedImport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source: string;
  /** A clause, such as "a function computes it". */
  readonly why: string;
}

/** An import of nixtorch.nix. */
export interface OwnImport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly conditional: boolean;
}

/** A name or path in `disabledModules`, with where it stands, and the file that it is if it is one. */
export type DisabledModule = DisabledName & { readonly file: string; readonly path: string };

/** Modules, and all that they import. */
export interface Closure {
  /** In the order of reading. */
  readonly configuration: readonly ConfigurationFile[];
  /** All files that were looked for, our module among them. */
  readonly paths: ReadonlySet<string>;
  readonly unread: readonly UnreadFile[];
  readonly unfollowed: readonly UnfollowedImport[];
  readonly own: readonly OwnImport[];
  readonly disabled: readonly DisabledModule[];
}

/** Entries of a list of modules, with the file that it stands in. */
export interface Start {
  readonly file: string;
  readonly entries: readonly ImportEntry[];
}

/** More files than this are not followed: a configuration of that size imports more than itself. */
const maximalFiles = 500;

/** Follows imports from a file, and from lists of modules. `own`: our module, which is noted and not looked into. */
export function closureOf(
  sources: Sources,
  own: string,
  { module, starts }: { readonly module: string | null; readonly starts: readonly Start[] },
): Closure {
  let disabled: readonly string[] = [];
  for (;;) {
    const walk = new Walk(sources, own, new Set(disabled));
    if (module !== null) walk.visit({ path: module, conditional: false });
    for (const { file, entries } of starts) walk.follow(file, entries, false);
    walk.run();
    // A module that is disabled brings no imports either: what is left has to be found anew.
    const more = walk.disabled
      .map(({ path }) => path)
      .filter((path) => walk.paths.has(path) && !disabled.includes(path));
    if (more.length === 0) return walk;
    disabled = [...disabled, ...more];
  }
}

interface Visit {
  readonly path: string;
  readonly conditional: boolean;
  /** Where it is imported; left out: it is the module itself. */
  readonly from?: Place;
}

class Walk implements Closure {
  readonly configuration: ConfigurationFile[] = [];
  readonly paths = new Set<string>();
  readonly unread: UnreadFile[] = [];
  readonly unfollowed: UnfollowedImport[] = [];
  readonly own: OwnImport[] = [];
  readonly disabled: DisabledModule[] = [];
  private readonly queue: Visit[] = [];
  /** What is imported under a condition comes last: a file that is imported in any case counts as such. */
  private readonly perhaps: Visit[] = [];
  private readonly sources: Sources;
  private readonly ownPath: string;
  private readonly without: ReadonlySet<string>;

  constructor(sources: Sources, ownPath: string, without: ReadonlySet<string>) {
    this.sources = sources;
    this.ownPath = ownPath;
    this.without = without;
  }

  visit(visit: Visit): void {
    (visit.conditional ? this.perhaps : this.queue).push(visit);
  }

  run(): void {
    for (;;) {
      const next = this.queue.shift() ?? this.perhaps.shift();
      if (next === undefined) return;
      if (this.paths.has(next.path)) continue;
      if (this.paths.size === maximalFiles) {
        const reason = `more than ${maximalFiles} files are imported`;
        this.unread.push({ path: next.path, kind: "limit", reason });
        return;
      }
      this.paths.add(next.path);
      if (next.path !== this.ownPath) this.look(next);
    }
  }

  follow(file: string, entries: readonly ImportEntry[], conditional: boolean): void {
    for (const entry of entries) {
      const { line, column } = entry;
      const perhaps = conditional || entry.conditional;
      switch (entry.kind) {
        case "path": {
          const path = this.sources.locate(entry.path, file);
          if (path === this.ownPath) this.own.push({ file, line, column, conditional: perhaps });
          this.visit({ path, conditional: perhaps, from: { file, line } });
          break;
        }
        case "inline":
          this.read(file, this.sources.moduleOf({ node: entry.body, scope: entry.scope }), perhaps);
          break;
        case "opaque": {
          const { source, why } = entry;
          this.unfollowed.push({ file, line, column, source, why });
        }
      }
    }
  }

  private look({ path, conditional, from }: Visit): void {
    const source = this.sources.file(path);
    if (source.kind === "parsed") {
      const { tree: node, scope } = source;
      return this.read(path, this.sources.moduleOf({ node, scope }), conditional);
    }
    if (source.kind === "absent" && (conditional || isMadeLater(path))) return;
    this.unread.push({ ...source, ...(from && { from }) });
  }

  /** Takes in what a module says: one that is a file's, or one that is written in place in it. */
  private read(path: string, { assignments, imports, disabled }: ModuleFacts, conditional: boolean): void {
    for (const one of disabled)
      this.disabled.push({ ...one, file: path, path: this.sources.locate(one.name, path) });
    if (this.without.has(path)) return;
    const counted = conditional ? assignments.map((one) => ({ ...one, conditional })) : assignments;
    this.configuration.push({ path, assignments: counted });
    this.follow(path, imports, conditional);
  }
}

/** Whether a file that is not there may come into being before it is read. */
function isMadeLater(path: string): boolean {
  return ["/run/", "/var/run/", "/nix/store/"].some((directory) => path.startsWith(directory));
}
