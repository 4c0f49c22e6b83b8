import type { FileState, Reader } from "../host/system.js";
import { assignments, type Assignment } from "../lang/nix/assignments.js";
import type { NixExpr } from "../lang/nix/ast.js";
import { listParts } from "../lang/nix/list-parts.js";
import { importsOf, type ImportEntry } from "../lang/nix/module-imports.js";
import { parseNix } from "../lang/nix/parser.js";
import { pathOf } from "../lang/nix/path-value.js";
import { attribute, resolve, Scope, type Scoped } from "../lang/nix/scope.js";
import { NixSyntaxError } from "../lang/nix/syntax-error.js";
import { valueOf } from "../lang/nix/value.js";
import type { Position } from "../lang/nix/position.js";
import type { Place } from "../model/diagnostic.js";
import { resolveInside } from "../model/rooted.js";
import { parentOf, readBelow } from "./nixos-files.js";
import { decodeText } from "./text.js";

/** A file that was parsed, or why it was not. Paths are below the root. */
export type SourceFile = ParsedFile | UnreadFile;

export interface ParsedFile {
  readonly kind: "parsed";
  readonly path: string;
  readonly text: string;
  readonly tree: NixExpr;
  readonly scope: Scope;
}

/** A file of the configuration that could not be looked at. */
export interface UnreadFile {
  readonly path: string;
  readonly kind: "absent" | "unreadable" | "syntax" | "limit";
  /** A clause, such as "expected ';', found '}'". */
  readonly reason: string;
  /** Where it is imported; left out: nowhere, it is the module itself. */
  readonly from?: Place;
  readonly line?: number;
  readonly column?: number;
}

/** What one module says: a file's own, or one written in place in a list of modules. */
export interface ModuleFacts {
  readonly assignments: readonly Assignment[];
  readonly imports: readonly ImportEntry[];
  readonly disabled: readonly DisabledName[];
}

/** An entry of `disabledModules`: a name below nixpkgs' modules, or a path. */
export interface DisabledName extends Position {
  readonly name: string;
}

/** The Nix files of one system: each is read and parsed once, however many lists name it. */
export class Sources {
  private readonly reader: Reader;
  private readonly root: string;
  private readonly files = new Map<string, SourceFile>();
  private readonly states = new Map<string, FileState>();
  private readonly places = new Map<string, string>();
  /** By scope as well: what a function makes of several names is one node in several scopes. */
  private readonly facts = new WeakMap<Scope, Map<NixExpr, ModuleFacts>>();

  constructor(reader: Reader, root: string) {
    this.reader = reader;
    this.root = root;
  }

  /** Where a path that a file names lies, links followed, a directory by its `default.nix`. */
  locate(path: string, from: string): string {
    const absolute = path.startsWith("/") ? path : `${parentOf(from)}/${path}`;
    const known = this.places.get(absolute);
    if (known !== undefined) return known;
    const real = resolveInside(this.reader, this.root, absolute) ?? absolute;
    const isDirectory = this.read(real).kind === "directory";
    const place = isDirectory ? `${real}/default.nix` : real;
    this.places.set(absolute, place);
    return place;
  }

  /** @param path As {@link locate} gives it. */
  file(path: string): SourceFile {
    const known = this.files.get(path);
    if (known) return known;
    const file = parse(path, this.read(path));
    this.files.set(path, file);
    return file;
  }

  private read(path: string): FileState {
    const state = this.states.get(path) ?? readBelow(this.reader, this.root, path);
    this.states.set(path, state);
    return state;
  }

  /** What a module says: a file's tree, or one that is written in place. */
  moduleOf({ node, scope }: Scoped): ModuleFacts {
    const inScope = this.facts.get(scope) ?? new Map<NixExpr, ModuleFacts>();
    this.facts.set(scope, inScope);
    const known = inScope.get(node);
    if (known) return known;
    const facts: ModuleFacts = {
      assignments: assignments(scope.text, node, scope),
      imports: importsOf(scope.text, node, scope),
      disabled: disabledIn({ node, scope }),
    };
    inScope.set(node, facts);
    return facts;
  }
}

function parse(path: string, state: FileState): SourceFile {
  if (state.kind === "absent") return { path, kind: "absent", reason: "it does not exist" };
  const text = decodeText(state);
  if (text === null) {
    const reason =
      state.kind === "unreadable"
        ? state.reason
        : state.kind === "directory"
          ? "it is a directory"
          : "it is no UTF-8 text";
    return { path, kind: "unreadable", reason };
  }
  try {
    return { kind: "parsed", path, text, tree: parseNix(text), scope: Scope.of(text) };
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    const { line, column } = error;
    return { path, kind: "syntax", reason: error.message, line, column };
  }
}

function disabledIn(module: Scoped): DisabledName[] {
  const { node, scope } = resolve(module);
  if (node.kind === "lambda") return disabledIn({ node: node.body, scope: scope.inside(node) });
  const list = attribute({ node, scope }, "disabledModules");
  if (list === null) return [];
  return listParts(list).flatMap((part) => {
    const value = valueOf(part);
    const name = pathOf(part) ?? (typeof value === "string" ? value : null);
    return name === null || part.conditional ? [] : [{ name, ...part.scope.positionAt(part.at) }];
  });
}
