import type { AttrEntry, AttrSet, NixExpr } from "./ast.js";
import { literalOf, type Literal } from "./literal.js";
import { moduleBody, staticName, staticPath } from "./module.js";
import { modifierOf, normalPriority, type Modifier } from "./modifier.js";
import { parseNix } from "./parser.js";
import { positionsIn, type Position } from "./position.js";

/** One definition of an option in a module, as far as syntax tells. */
export interface Assignment {
  /** The option's dotted name. */
  readonly option: string;
  /** The value's source, without modifiers such as mkDefault around it. */
  readonly source: string;
  /** The value, where it is written out; `undefined`: it must be evaluated. */
  readonly value: Literal | undefined;
  /** The elements of a list, as far as they are written out and unconditional; `null`: no list. */
  readonly elements: readonly ListElement[] | null;
  /** What stands around the value, outermost first; empty: a plain definition. */
  readonly modifiers: readonly Modifier[];
  /** The module system's priority: lower wins, 100 is that of a plain definition; `null`: computed. */
  readonly priority: number | null;
  /** Whether it counts only under a condition. */
  readonly conditional: boolean;
  /** From 1, columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

export interface ListElement {
  /** With the scope of a `with` in front: `zlib` in `with pkgs; [ zlib ]` is `pkgs.zlib`. */
  readonly source: string;
  readonly value: Literal | undefined;
}

interface Context {
  readonly path: readonly string[];
  readonly modifiers: readonly Modifier[];
  readonly priority: number | null;
  readonly overridden: boolean;
  readonly conditional: boolean;
  readonly start: number;
}

/** Every option that a NixOS module sets, found by syntax alone. Raises NixSyntaxError. */
export function assignments(text: string): Assignment[] {
  const collector = new Collector(text);
  const body = moduleBody(parseNix(text));
  const top: Context = {
    path: [],
    modifiers: [],
    priority: normalPriority,
    overridden: false,
    conditional: false,
    start: body.start,
  };
  if (body.kind === "attrs") collector.module(body, top);
  else collector.value(body, top);
  return collector.found;
}

/** Names at a module's top that are no options. */
const structure = new Set(["imports", "options", "disabledModules", "meta", "_file", "key", "freeformType"]);

class Collector {
  readonly found: Assignment[] = [];
  private readonly text: string;
  private readonly positionAt: (offset: number) => Position;

  constructor(text: string) {
    this.text = text;
    this.positionAt = positionsIn(text);
  }

  /** The top of a module: with `config` or `options` there, only `config` sets options. */
  module(body: AttrSet, context: Context): void {
    const first = (entry: AttrEntry) =>
      entry.kind === "binding" ? staticName(this.text, entry.path[0]!) : null;
    const structured = body.entries.some((entry) => ["config", "options"].includes(first(entry) ?? ""));
    for (const entry of body.entries) {
      const name = first(entry);
      if (name !== null && structure.has(name)) continue;
      if (name !== "config") {
        if (!structured) this.entry(entry, context);
      } else if (entry.kind === "binding") {
        const path = staticPath(this.text, { path: entry.path.slice(1) });
        if (path) this.value(entry.value, { ...context, path, start: entry.start });
      }
    }
  }

  private entry(entry: AttrEntry, context: Context): void {
    if (entry.kind === "binding") {
      const path = staticPath(this.text, entry);
      if (path) this.value(entry.value, { ...context, path: [...context.path, ...path], start: entry.start });
      return;
    }
    for (const name of entry.names) {
      const static_ = staticName(this.text, name);
      const from = entry.from ? `${this.text.slice(entry.from.start, entry.from.end)}.` : "";
      if (static_ === null) continue;
      this.add(
        { ...context, path: [...context.path, static_], start: name.start },
        { source: from + static_, value: undefined, elements: null },
      );
    }
  }

  value(node: NixExpr, context: Context): void {
    switch (node.kind) {
      case "parenthesis":
        return this.value(node.inner, context);
      case "attrs":
        for (const entry of node.entries) this.entry(entry, context);
        return;
      case "if":
        this.value(node.consequent, { ...context, conditional: true });
        return this.value(node.alternative, { ...context, conditional: true });
      case "let":
      case "assert":
        if (this.leadsToAttrs(node.body)) return this.value(node.body, context);
        break;
      case "with":
        if (this.leadsToAttrs(node.body)) return this.value(node.body, context);
        break;
      case "binary":
        if (node.operator !== "//") break;
        this.value(node.left, context);
        return this.value(node.right, context);
      case "apply": {
        const modified = modifierOf(this.text, node);
        if (!modified) break;
        const inner: Context = {
          ...context,
          modifiers: [...context.modifiers, modified.modifier],
          // Overrides do not nest: the outermost counts.
          priority:
            modified.priority === undefined || context.overridden ? context.priority : modified.priority,
          overridden: context.overridden || modified.priority !== undefined,
          conditional: context.conditional || modified.conditional,
        };
        for (const value of modified.values) this.value(value, inner);
        return;
      }
    }
    if (context.path.length === 0) return;
    this.add(context, {
      source: this.text.slice(node.start, node.end),
      value: literalOf(this.text, node),
      elements: this.elements(node, null),
    });
  }

  private leadsToAttrs(node: NixExpr): boolean {
    const body = moduleBody(node);
    return body.kind === "attrs" || (body.kind === "apply" && modifierOf(this.text, body) !== null);
  }

  private elements(node: NixExpr, scope: string | null): ListElement[] | null {
    switch (node.kind) {
      case "parenthesis":
        return this.elements(node.inner, scope);
      case "let":
      case "assert":
        return this.elements(node.body, scope);
      case "with":
        return this.elements(node.body, this.text.slice(node.scope.start, node.scope.end));
      case "binary": {
        if (node.operator !== "++") return null;
        const left = this.elements(node.left, scope);
        const right = this.elements(node.right, scope);
        return left || right ? [...(left ?? []), ...(right ?? [])] : null;
      }
      case "list":
        return node.elements.map((element) => this.element(element, scope));
      default:
        return null;
    }
  }

  private element(node: NixExpr, scope: string | null): ListElement {
    const source = this.text.slice(node.start, node.end);
    const value = literalOf(this.text, node);
    const scoped = scope !== null && value === undefined && ["identifier", "select"].includes(node.kind);
    return { source: scoped && !source.startsWith(`${scope}.`) ? `${scope}.${source}` : source, value };
  }

  private add(context: Context, value: Pick<Assignment, "source" | "value" | "elements">): void {
    const { path, modifiers, priority, conditional, start } = context;
    const option = path.join(".");
    this.found.push({ option, ...value, modifiers, priority, conditional, ...this.positionAt(start) });
  }
}
