import type { AttrEntry, AttrName, AttrSet, Lambda, Located, NixExpr } from "./ast.js";
import { members, nested } from "./members.js";
import { staticName } from "./module.js";
import { positionsIn, type Position } from "./position.js";

/** An expression, and the names that it can see. */
export interface Scoped {
  readonly node: NixExpr;
  readonly scope: Scope;
}

/** Names lead to names: so many steps are followed before one counts as unknown. */
const maximalDepth = 16;

/** So many names are looked up in one file, whatever they lead to. */
const maximalLookups = 4_000_000;

/** What a name is bound to; `null`: to something that only evaluation knows; `undefined`: it is not bound here. */
type Binder = (name: string, depth: number) => Scoped | null | undefined;

interface File {
  readonly text: string;
  readonly positionAt: (offset: number) => Position;
  /** How many more names are looked up. */
  lookups: number;
}

interface Frame {
  readonly outer: Scope | null;
  readonly binder: Binder;
  /** How many names led here. */
  readonly depth: number;
  readonly within: Scoped | null;
}

/**
 * The names that an expression of a file can see, as far as they are written out there: those of `let`, `rec` and
 * `inherit`. Arguments of functions are known to be names, not what they are.
 */
export class Scope {
  readonly text: string;
  readonly positionAt: (offset: number) => Position;
  /** The innermost `with` around the expression. */
  readonly within: Scoped | null;
  private readonly file: File;
  private readonly frame: Frame;

  /** The outermost scope of a file. */
  static of(text: string): Scope {
    const file = { text, positionAt: positionsIn(text), lookups: maximalLookups };
    return new Scope(file, { outer: null, binder: () => undefined, depth: 0, within: null });
  }

  private constructor(file: File, frame: Frame) {
    this.file = file;
    this.frame = frame;
    this.text = file.text;
    this.positionAt = file.positionAt;
    this.within = frame.within;
  }

  source(node: NixExpr): string {
    // The selection that stands for an inherited name is written nowhere.
    if (node.kind === "select" && node.end === node.target.end) {
      return `${this.source(node.target)}.${node.path.map((name) => this.slice(name)).join(".")}`;
    }
    return this.slice(node);
  }

  slice({ start, end }: Located): string {
    return this.text.slice(start, end);
  }

  /** What stands between `let` and `in`, or in a recursive set. */
  entering(entries: readonly AttrEntry[]): Scope {
    const frame: Scope = this.inner((name, depth) => {
      return memberOf(entries, name, { inherited: this.at(depth), own: frame.at(depth) });
    });
    return frame;
  }

  /** A function's body, where it is not known what the function is called with. */
  inside(lambda: Lambda): Scope {
    const names = new Set(lambda.formals?.formals.map((formal) => formal.name));
    if (lambda.argument !== null) names.add(lambda.argument);
    return this.inner((name) => (names.has(name) ? null : undefined));
  }

  /** A function's body, where it is known what the function is called with. */
  calling(lambda: Lambda, argument: Scoped): Scope {
    const { formals } = lambda;
    const frame: Scope = this.inner((name, depth) => {
      const given = { node: argument.node, scope: argument.scope.at(depth) };
      if (name === lambda.argument) return given;
      const formal = formals?.formals.find((one) => one.name === name);
      if (!formal) return undefined;
      const passed = attribute(resolve(given), name);
      return passed ?? (formal.fallback && { node: formal.fallback, scope: frame.at(depth) });
    });
    return frame;
  }

  /** Behind `with scope;`, whose names count only where no other binds them. */
  with(scope: NixExpr): Scope {
    const within = { node: scope, scope: this };
    return new Scope(this.file, { ...this.frame, outer: this, binder: () => undefined, within });
  }

  /** What a name is bound to; `null`: to something unknown; `undefined`: nothing in this file binds it. */
  find(name: string): Scoped | null | undefined {
    const { depth } = this.frame;
    if (depth >= maximalDepth || this.file.lookups-- <= 0) return null;
    return this.bound(name, depth + 1);
  }

  private bound(name: string, depth: number): Scoped | null | undefined {
    const { binder, outer } = this.frame;
    const found = binder(name, depth);
    return found === undefined ? outer?.bound(name, depth) : found;
  }

  private inner(binder: Binder): Scope {
    return new Scope(this.file, { ...this.frame, outer: this, binder });
  }

  private at(depth: number): Scope {
    return depth === this.frame.depth ? this : new Scope(this.file, { ...this.frame, depth });
  }
}

/**
 * Follows names, selections of attributes and what only stands around a value (parentheses, `let`, `with`, `assert`)
 * as far as they are written out in the file.
 */
export function resolve({ node, scope }: Scoped): Scoped {
  switch (node.kind) {
    case "parenthesis":
      return resolve({ node: node.inner, scope });
    case "let":
      return resolve({ node: node.body, scope: scope.entering(node.entries) });
    case "with":
      return resolve({ node: node.body, scope: scope.with(node.scope) });
    case "assert":
      return resolve({ node: node.body, scope });
    case "identifier": {
      const found = scope.find(node.name);
      return found ? resolve(found) : { node, scope };
    }
    case "select": {
      const found = selected({ node: node.target, scope }, node.path);
      return found ? resolve(found) : { node, scope };
    }
    default:
      return { node, scope };
  }
}

/** The attribute at a path of a set that is written out; `null`: it is not. */
export function selected(from: Scoped, path: readonly AttrName[]): Scoped | null {
  let at: Scoped | null = from;
  for (const part of path) {
    const name = staticName(from.scope.text, part);
    at = name === null ? null : attribute(resolve(at), name);
    if (at === null) return null;
  }
  return at;
}

/** One attribute of a set that is written out; `null`: it has none of this name, or it is no such set. */
export function attribute({ node, scope }: Scoped, name: string): Scoped | null {
  if (node.kind !== "attrs") return null;
  return memberOf(node.entries, name, { inherited: scope, own: insideSet({ node, scope }) }) ?? null;
}

/** The scope of the values in a set. */
export function insideSet({ node, scope }: { readonly node: AttrSet; readonly scope: Scope }): Scope {
  return node.recursive ? scope.entering(node.entries) : scope;
}

/** What entries bind a name to, in the scope of their values (`own`) and that around them (`inherited`). */
function memberOf(
  entries: readonly AttrEntry[],
  name: string,
  { inherited, own }: { readonly inherited: Scope; readonly own: Scope },
): Scoped | null | undefined {
  const group = members(own.text, entries).get(name);
  const [first] = group ?? [];
  if (group === undefined || first === undefined) return undefined;
  if (group.length > 1 || (first.kind === "binding" && first.path.length > 1)) {
    const set = nested(group);
    return set && { node: set, scope: own };
  }
  if (first.kind === "binding") return { node: first.value, scope: own };
  return inheritedFrom(first, name, { inherited, own });
}

function inheritedFrom(
  entry: Extract<AttrEntry, { kind: "inherit" }>,
  name: string,
  { inherited, own }: { readonly inherited: Scope; readonly own: Scope },
): Scoped | null {
  if (entry.from === null) return inherited.find(name) ?? null;
  const at = entry.names.find((one) => staticName(own.text, one) === name)!;
  return { node: inheritance(entry.from, at), scope: own };
}

/** The selection that `inherit (from) name;` stands for. */
export function inheritance(from: NixExpr, name: AttrName): NixExpr {
  const { start, end } = from;
  return { kind: "select", start, end, target: from, path: [name], fallback: null };
}
