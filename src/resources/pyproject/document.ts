import { normalizeName, parseRequirement, RequirementSyntaxError } from "../../lang/python/requirement.js";
import type { Requirement } from "../../lang/python/requirement.js";

/** Keys and list indices from the root of a pyproject.toml. */
export type Path = readonly (string | number)[];

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

/** The table at a path; an empty one where there is none. */
export function tableAt(document: Table, ...path: readonly string[]): Table {
  const found = valueAt(document, path);
  return isTable(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listAt(document: Table, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(document, path);
  return Array.isArray(found) ? found : [];
}

export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
    return isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}

/**
 * The path as the document spells it: package and group names compare as PEP 503 says, so `Flash_Attn` answers to
 * `flash-attn`.
 */
export function spelledPath(document: Table, path: Path): Path {
  const spelled: (string | number)[] = [];
  for (const key of path) {
    const table = valueAt(document, spelled);
    // Five keys down there are only environment variables, whose case and underscores count.
    const isName = typeof key === "string" && spelled.length < 4 && isTable(table);
    spelled.push(isName ? spelledKey(table, key) : key);
  }
  return spelled;
}

function spelledKey(table: Table, key: string): string {
  if (Object.hasOwn(table, key)) return key;
  return Object.keys(table).find((one) => normalizeName(one) === normalizeName(key)) ?? key;
}

/** A requirement in one of the document's lists. */
export interface ListedRequirement {
  /** The list: `["project", "dependencies"]`, `["dependency-groups", "dev"]` … */
  readonly list: readonly string[];
  readonly index: number;
  /** As written. */
  readonly text: string;
  /** The mistake, where it is no requirement. */
  readonly requirement: Requirement | RequirementSyntaxError;
}

/** Every requirement on the project, its extras and its groups. */
export function listedRequirements(document: Table): ListedRequirement[] {
  const lists = [
    ["project", "dependencies"],
    ...Object.keys(tableAt(document, "project", "optional-dependencies")).map((extra) => [
      "project",
      "optional-dependencies",
      extra,
    ]),
    ...Object.keys(tableAt(document, "dependency-groups")).map((group) => ["dependency-groups", group]),
  ];
  return lists.flatMap((list) =>
    listAt(document, ...list).flatMap((text, index) =>
      // Groups also hold `{ include-group = "…" }`.
      typeof text === "string" ? [{ list, index, text, requirement: readRequirement(text) }] : [],
    ),
  );
}

export function readRequirement(text: string): Requirement | RequirementSyntaxError {
  try {
    return parseRequirement(text);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return error;
    throw error;
  }
}
