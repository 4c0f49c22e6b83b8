import type { AttrEntry, AttrName, AttrSet, NixExpr } from "./ast.js";
import type { Assignment } from "./assignments.js";
import { callOf } from "./call.js";
import { listParts } from "./list-parts.js";
import { moduleBody, staticName } from "./module.js";
import { modifierOf, normalPriority, type Modifier } from "./modifier.js";
import { importedFile } from "./path-value.js";
import type { Position } from "./position.js";
import { inheritance, insideSet, resolve, type Scope, type Scoped } from "./scope.js";
import { elementsOf, mayBeSet, valueOf } from "./value.js";

interface Context {
  /** `null`: a computed name. */
  readonly path: readonly (string | null)[];
  readonly modifiers: readonly Modifier[];
  readonly priority: number | null;
  readonly overridden: boolean;
  readonly conditional: boolean;
  readonly start: number;
  readonly written?: string;
  readonly readAt?: Position;
  /** What names led to: a set that contains itself ends there. */
  readonly passed: readonly NixExpr[];
}

const plain: Omit<Context, "start"> = {
  path: [],
  modifiers: [],
  priority: normalPriority,
  overridden: false,
  conditional: false,
  passed: [],
};

/** Names at a module's top that are no options. */
const structure = new Set([
  "imports",
  "require",
  "options",
  "disabledModules",
  "meta",
  "_file",
  "_class",
  "key",
  "freeformType",
]);

/** Walks through a module for {@link Assignment}s. */
export class AssignmentCollector {
  readonly found: Assignment[] = [];
  private readonly text: string;
  private readonly positionAt: (offset: number) => Position;

  constructor({ text, positionAt }: Scope) {
    this.text = text;
    this.positionAt = positionAt;
  }

  /** A module, behind what only stands around it. */
  module(module: Scoped, context: Context = { ...plain, start: moduleBody(module.node).start }): void {
    const { node, scope } = resolve(module);
    const call = callOf(this.text, node);
    const perhaps = { ...context, conditional: true };
    if (node.kind === "lambda") this.module({ node: node.body, scope: scope.inside(node) }, context);
    else if (node.kind === "attrs") this.top({ node, scope }, context);
    else if (node.kind === "if") {
      this.module({ node: node.consequent, scope }, perhaps);
      this.module({ node: node.alternative, scope }, perhaps);
    } else if (node.kind === "binary" && node.operator === "//") {
      for (const side of [node.left, node.right]) this.module({ node: side, scope }, context);
    } else if (call?.name === "recursiveUpdate") {
      for (const side of call.arguments) this.module({ node: side, scope }, context);
    } else if (call?.name === "optionalAttrs" && call.arguments[1]) {
      this.module({ node: call.arguments[1], scope }, perhaps);
    } else if (importedFile({ node, scope }) === null) this.value({ node, scope }, context);
  }

  /** The top of a module: with `config` or `options` there, only `config` sets options. */
  private top(set: { readonly node: AttrSet; readonly scope: Scope }, context: Context): void {
    const first = (entry: AttrEntry) =>
      entry.kind === "binding" ? this.name(entry.path[0]!, set.scope) : null;
    const { entries } = set.node;
    const structured = entries.some(
      (entry) =>
        ["config", "options"].includes(first(entry) ?? "") ||
        (entry.kind === "inherit" && entry.names.some((name) => this.name(name, set.scope) === "config")),
    );
    const scope = insideSet(set);
    for (const entry of entries) {
      const name = first(entry);
      if (entry.kind === "inherit") this.inherit(entry, scope, structured ? "config" : null, context);
      else if (name === "config") {
        const path = entry.path.slice(1).map((one) => this.name(one, scope));
        this.value({ node: entry.value, scope }, { ...context, path, start: entry.start });
      } else if (!structured && (name === null || !structure.has(name))) {
        this.binding(entry, scope, context);
      }
    }
  }

  private name(name: AttrName, scope: Scope): string | null {
    if (name.kind === "identifier") return name.name;
    const known = valueOf({ node: name.kind === "string" ? name : name.value, scope });
    return typeof known === "string" ? known : null;
  }

  private binding(entry: Extract<AttrEntry, { kind: "binding" }>, scope: Scope, context: Context): void {
    const path = [...context.path, ...entry.path.map((name) => this.name(name, scope))];
    this.value({ node: entry.value, scope }, { ...context, path, start: entry.start });
  }

  /** `only`: the one name that counts, and stands for the module's options; `null`: each is an option. */
  private inherit(
    entry: Extract<AttrEntry, { kind: "inherit" }>,
    scope: Scope,
    only: string | null,
    context: Context,
  ): void {
    for (const at of entry.names) {
      const name = staticName(this.text, at);
      if (name === null || (only !== null && name !== only)) continue;
      if (context.path.length === 0 && structure.has(name)) continue;
      const node: NixExpr = entry.from ? inheritance(entry.from, at) : { ...at, kind: "identifier", name };
      const path = only === null ? [...context.path, name] : context.path;
      this.value({ node, scope }, { ...context, path, start: at.start });
    }
  }

  private value({ node, scope }: Scoped, context: Context): void {
    switch (node.kind) {
      case "parenthesis":
        return this.value({ node: node.inner, scope }, context);
      case "attrs": {
        const inside = insideSet({ node, scope });
        for (const entry of node.entries) {
          if (entry.kind === "binding") this.binding(entry, inside, context);
          else this.inherit(entry, scope, null, context);
        }
        return;
      }
      case "if":
        this.value({ node: node.consequent, scope }, { ...context, conditional: true });
        return this.value({ node: node.alternative, scope }, { ...context, conditional: true });
      case "let":
        if (!this.leadsToAttrs(node.body)) break;
        return this.value({ node: node.body, scope: scope.entering(node.entries) }, context);
      case "assert":
        if (!this.leadsToAttrs(node.body)) break;
        return this.value({ node: node.body, scope }, context);
      case "with":
        if (!this.leadsToAttrs(node.body)) break;
        return this.value({ node: node.body, scope: scope.with(node.scope) }, context);
      case "identifier":
      case "select": {
        const found = resolve({ node, scope });
        if (found.node === node || context.passed.includes(found.node)) break;
        return this.value(found, this.following({ node, scope }, found, context));
      }
      case "binary":
        if (node.operator !== "//") break;
        this.value({ node: node.left, scope }, context);
        return this.value({ node: node.right, scope }, context);
      case "apply":
        if (this.call({ node, scope }, context)) return;
    }
    this.add({ node, scope }, context);
  }

  /** Whether a call is one that is known to leave its arguments as they are. */
  private call({ node, scope }: Scoped, context: Context): boolean {
    const call = callOf(this.text, node);
    if (call?.name === "recursiveUpdate" && call.arguments.length === 2) {
      for (const side of call.arguments) this.value({ node: side, scope }, context);
      return true;
    }
    const modified = modifierOf(this.text, node);
    if (!modified) return false;
    const inner: Context = {
      ...context,
      modifiers: [...context.modifiers, modified.modifier],
      // Overrides do not nest: the outermost counts.
      priority: modified.priority === undefined || context.overridden ? context.priority : modified.priority,
      overridden: context.overridden || modified.priority !== undefined,
      conditional: context.conditional || modified.conditional,
    };
    if (modified.modifier !== "mkMerge") this.value({ node: modified.value, scope }, inner);
    else {
      for (const part of listParts({ node: modified.value, scope }, inner.conditional)) {
        if (part.kind === "rest") this.add(part, { ...inner, conditional: part.conditional });
        else this.value(part, { ...inner, conditional: part.conditional });
      }
    }
    return true;
  }

  private following({ node, scope }: Scoped, found: Scoped, context: Context): Context {
    return {
      ...context,
      written: context.written ?? scope.source(node),
      readAt: this.positionAt(found.node.start),
      passed: [...context.passed, found.node],
    };
  }

  private leadsToAttrs(node: NixExpr): boolean {
    const body = moduleBody(node);
    return body.kind === "attrs" || modifierOf(this.text, body) !== null;
  }

  private add({ node, scope }: Scoped, context: Context): void {
    const { path, modifiers, priority, conditional, start, written, readAt } = context;
    const below = mayBeSet({ node, scope });
    const computed = path.indexOf(null);
    // The whole module is no option: only what may be a set says something about options.
    if (path.length === 0 && !below) return;
    this.found.push({
      option: path.slice(0, computed === -1 ? undefined : computed).join("."),
      source: computed === -1 ? scope.source(node) : this.text.slice(start, node.end),
      value: computed === -1 ? valueOf({ node, scope }) : undefined,
      elements: computed === -1 ? elementsOf({ node, scope }) : null,
      modifiers,
      priority,
      conditional,
      ...this.positionAt(start),
      ...(readAt && { written, readAt }),
      ...((below || computed !== -1) && { opaque: true as const }),
      ...(computed !== -1 && { computed: { path, below } }),
    });
  }
}
