import type { Diagnostic, Place } from "../model/diagnostic.js";
import { excerptOf } from "./excerpt.js";
import type { ConfigPath } from "./problem.js";
import type { Program, SourceFile } from "./program.js";
import { createScopes, type Located } from "./scope.js";
import { isNode, type Node } from "./syntax.js";
import { at } from "./value.js";

/** The source line is left out where the file is all that is known. */
export interface Location extends Pick<Diagnostic, "excerpt"> {
  readonly place: Place;
}

/** Whether the key or the value of the last part of a path is meant. */
export type Part = "key" | "value";

/** Finds where in a config's source a part of its value was written, by following the syntax. */
export type Locate = (path: ConfigPath, part?: Part) => Promise<Location>;

/** The deepest node that was found, and how many parts of the path it answers. */
interface Match {
  readonly node: Located;
  readonly depth: number;
}

/** Files are parsed when the first place is asked for. `value` is what the config gave. */
export function locator(program: Program, value: unknown): Locate {
  const scopes = createScopes(program);
  return async (path, part = "value") => {
    const start = await scopes.exported(program.main);
    const match = start === null ? null : await follow(start, path, 0, part);
    return match === null ? { place: { file: program.main.path } } : locationOf(match.node);
  };

  async function follow(from: Located, path: ConfigPath, depth: number, part: Part): Promise<Match> {
    const here: Match = { node: from, depth };
    const key = path[depth];
    if (key === undefined)
      return part === "value" && depth > 0 ? { node: await literalOf(from), depth } : here;
    const matches: Match[] = [];
    for (const candidate of await scopes.values(from)) {
      for (const found of await steps(
        candidate,
        path.slice(0, depth + 1),
        depth + 1 === path.length ? part : "value",
      ))
        matches.push(await follow(found, path, depth + 1, part));
    }
    // Of equally deep matches the first counts: candidates come in the order in which they win.
    return matches.reduce((best, match) => (match.depth > best.depth ? match : best), here);
  }

  /** For a name that stands for one literal: the literal. */
  async function literalOf(from: Located): Promise<Located> {
    const values = await scopes.values(from);
    return values.length === 1 && values[0]!.node.type.endsWith("Literal") ? values[0]! : from;
  }

  /** The nodes of the last part of `path` in an object or list. */
  async function steps(container: Located, path: ConfigPath, part: Part): Promise<readonly Located[]> {
    const key = path.at(-1)!;
    if (container.node.type === "ArrayExpression") return element(await elements(container), path);
    if (container.node.type !== "ObjectExpression") return [];
    const found: Located[] = [];
    for (const property of [...(container.node["properties"] as Node[])].reverse()) {
      if (property.type === "SpreadElement") {
        for (const spread of await scopes.values({ ...container, node: property["argument"] as Node }))
          found.push(...(await steps(spread, path, part)));
      } else if (nameOf(property) === String(key)) {
        const target = part === "key" ? property["key"] : (property["value"] ?? property);
        found.push({ ...container, node: target as Node });
      }
    }
    return found;
  }

  /** The item of that index, unless the list was merged with another, and it is no longer the one. */
  function element(items: readonly (Located | null)[], path: ConfigPath): readonly Located[] {
    const actual = at(value, path);
    const indexed = items.includes(null) ? undefined : items[path.at(-1) as number];
    if (indexed && agrees(indexed.node, actual)) return [indexed];
    const known = items.filter((item) => item !== null);
    return known.filter(({ node }) => isWritten(node) && agrees(node, actual)).slice(0, 1);
  }

  /** The items of a list, spreads followed; `null`: any number of items that cannot be seen. */
  async function elements(list: Located): Promise<readonly (Located | null)[]> {
    const items: (Located | null)[] = [];
    for (const node of list.node["elements"] as (Node | null)[]) {
      if (node === null) items.push(null);
      else if (node.type !== "SpreadElement") items.push({ ...list, node });
      else {
        const [spread] = await scopes.values({ ...list, node: node["argument"] as Node });
        items.push(...(spread?.node.type === "ArrayExpression" ? await elements(spread) : [null]));
      }
    }
    return items;
  }
}

/** Whether a node says by itself what its value is. */
function isWritten(node: Node): boolean {
  return "value" in node || node.type === "ObjectExpression";
}

/** Whether a node can have made a value, as far as it is written out. */
function agrees(node: Node, actual: unknown): boolean {
  if (node.type !== "ObjectExpression") return !("value" in node) || node["value"] === actual;
  if (typeof actual !== "object" || actual === null) return false;
  return (node["properties"] as Node[]).every((property) => {
    const [name, inner] = [nameOf(property), property["value"]];
    return name === null || !isNode(inner) || agrees(inner, (actual as Record<string, unknown>)[name]);
  });
}

function nameOf(property: Node): string | null {
  const key = property["key"];
  if (!isNode(key)) return null;
  if (key.type === "Identifier" && property["computed"] !== true) return String(key["name"]);
  return "value" in key ? String(key["value"]) : null;
}

function locationOf({ file, node }: { file: SourceFile; node: Node }): Location {
  const { start, end } = node.loc;
  const place = { file: file.path, line: start.line, column: start.column + 1 };
  const endColumn = end.line === start.line ? end.column + 1 : Infinity;
  return { place, ...excerptOf(file.source, place, endColumn) };
}
