import { normalizeName, readRequirement } from "../../lang/python/requirement.js";
import type { Requirement, RequirementSyntaxError } from "../../lang/python/requirement.js";
import { isTable, listAt, tableAt, valueAt } from "../../lang/toml/value.js";
import type { Table } from "../../lang/toml/value.js";
import type { Path } from "../../lang/toml/tree.js";

export { isTable, listAt, tableAt, valueAt } from "../../lang/toml/value.js";
export type { Table } from "../../lang/toml/value.js";
export type { Path } from "../../lang/toml/tree.js";

/** The tables whose keys are names of packages, extras or groups. */
const keyedByName = [
  "project.optional-dependencies",
  "dependency-groups",
  "tool.uv.sources",
  "tool.uv.extra-build-dependencies",
  "tool.uv.extra-build-variables",
];

/**
 * The path as the document spells it: package and group names compare as PEP 503 says, so `Flash_Attn` answers to
 * `flash-attn`.
 */
export function spelledPath(document: Table, path: Path): Path {
  const spelled: (string | number)[] = [];
  for (const key of path) {
    const table = keyedByName.includes(spelled.join(".")) ? valueAt(document, spelled) : null;
    spelled.push(typeof key === "string" && isTable(table) ? spelledKey(table, key) : key);
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

const read = new WeakMap<Table, readonly ListedRequirement[]>();

/** Every requirement on the project, its extras and its groups; read once for each document. */
export function listedRequirements(document: Table): readonly ListedRequirement[] {
  const known = read.get(document) ?? readRequirements(document);
  read.set(document, known);
  return known;
}

/** An element of one of those lists that cannot be a requirement, because it is no text. */
export interface ListedOther {
  readonly list: readonly string[];
  readonly index: number;
  readonly value: unknown;
}

export function listedOthers(document: Table): ListedOther[] {
  return requirementLists(document).flatMap((list) =>
    listAt(document, ...list).flatMap((value, index) => {
      const includes =
        list[0] === "dependency-groups" && isTable(value) && Object.hasOwn(value, "include-group");
      return typeof value === "string" || includes ? [] : [{ list, index, value }];
    }),
  );
}

function requirementLists(document: Table): string[][] {
  return [
    ["project", "dependencies"],
    ...Object.keys(tableAt(document, "project", "optional-dependencies")).map((extra) => [
      "project",
      "optional-dependencies",
      extra,
    ]),
    ...Object.keys(tableAt(document, "dependency-groups")).map((group) => ["dependency-groups", group]),
  ];
}

function readRequirements(document: Table): ListedRequirement[] {
  return requirementLists(document).flatMap((list) =>
    listAt(document, ...list).flatMap((text, index) =>
      typeof text === "string" ? [{ list, index, text, requirement: readRequirement(text) }] : [],
    ),
  );
}
