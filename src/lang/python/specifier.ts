import {
  baseVersion,
  compareVersions,
  formatVersion,
  hasReleasePrefix,
  isPrerelease,
  parseVersion,
  publicVersion,
} from "./version.js";
import type { Version } from "./version.js";
import { RequirementSyntaxError } from "./syntax-error.js";

export type Operator = "~=" | "===" | "==" | "!=" | "<=" | ">=" | "<" | ">";

/** One condition on a version, such as `>=2.4` or `!=2.5.*`. */
export type Clause =
  | {
      readonly operator: Exclude<Operator, "===">;
      readonly version: Version;
      /** `==2.4.*` and `!=2.4.*`. */
      readonly wildcard: boolean;
    }
  /** Compares text, not versions. */
  | { readonly operator: "==="; readonly text: string };

/** Conditions that must all hold; none: any version. */
export type Specifier = readonly Clause[];

const clausePattern = /^\s*(~=|===|==|!=|<=|>=|<|>)?\s*(.*?)\s*$/s;

/**
 * Reads a comma-separated specifier set, such as `>=3.12,<3.13`.
 * @throws RequirementSyntaxError with the offset of the clause that is wrong
 */
export function parseSpecifier(text: string): Specifier {
  const clauses: Clause[] = [];
  let offset = 0;
  for (const part of text.split(",")) {
    // Empty parts are legal: `>=2,` and even `,`.
    if (part.trim() !== "") clauses.push(parseClause(part, offset + (part.length - part.trimStart().length)));
    offset += part.length + 1;
  }
  return clauses;
}

function parseClause(text: string, offset: number): Clause {
  const fail = (message: string): never => {
    throw new RequirementSyntaxError(message, offset);
  };
  const [, operator, operand = ""] = clausePattern.exec(text) ?? [];
  if (operator === undefined) return fail(withoutOperator(text.trim()));
  if (operator === "===") {
    return /^[^\s;)]*$/.test(operand) ? { operator, text: operand } : fail("a space inside a version");
  }
  if (operand === "") return fail(`no version after "${operator}"`);
  const wildcard = operand.endsWith(".*");
  if (wildcard && operator !== "==" && operator !== "!=") {
    return fail(`"${operator}${operand}": a version with .* goes with == or != only`);
  }
  const version = parseVersion(wildcard ? operand.slice(0, -2) : operand);
  if (version === null || /\s/.test(operand)) return fail(`"${operand}" is not a version`);
  if (wildcard && formatVersion(version) !== formatVersion(baseVersion(version))) {
    return fail(`"${operand}": .* follows plain numbers only, such as 2.4.*`);
  }
  if (version.local !== null && operator !== "==" && operator !== "!=") {
    return fail(`"${operator}${operand}": a local version (+…) goes with == or != only`);
  }
  if (operator === "~=" && version.release.length < 2) {
    return fail(`"~=${operand}": ~= needs at least two numbers, such as ~=${operand}.0`);
  }
  return { operator: operator as Exclude<Operator, "===">, version, wildcard };
}

function withoutOperator(text: string): string {
  if (text.startsWith("=")) return `"${text}": write == for an exact version`;
  return `"${text}" does not start with one of == != >= <= > < ~= ===`;
}

/** The set in normal form: versions normalised, clauses ordered from low to high, no duplicates. */
export function formatSpecifier(specifier: Specifier): string {
  return [...new Set([...specifier].sort(compareClauses).map(formatClause))].join(",");
}

function formatClause(clause: Clause): string {
  if (clause.operator === "===") return `===${clause.text}`;
  return `${clause.operator}${formatVersion(clause.version)}${clause.wildcard ? ".*" : ""}`;
}

/** Without the local versions (+cu126) of exact clauses: what an index would be asked for that has no such builds. */
export function publicSpecifier(specifier: Specifier): Specifier {
  return specifier.map((clause): Clause => {
    const version = clause.operator === "===" ? parseVersion(clause.text) : clause.version;
    const exact = clause.operator === "==" || clause.operator === "===";
    if (!exact || version === null || version.local === null) return clause;
    return { operator: "==", version: publicVersion(version), wildcard: false };
  });
}

const operatorOrder: readonly Operator[] = ["===", "==", "~=", ">", ">=", "<", "<=", "!="];

function compareClauses(a: Clause, b: Clause): number {
  if (a.operator !== "===" && b.operator !== "===") {
    const byVersion = compareVersions(a.version, b.version);
    if (byVersion !== 0) return byVersion;
  }
  return operatorOrder.indexOf(a.operator) - operatorOrder.indexOf(b.operator);
}

/**
 * Whether the specifier allows the version. Pre-releases count like any other version: whoever chooses among
 * several candidates leaves them out first (PEP 440 asks for that of installers, and uv does it).
 * @throws RequirementSyntaxError if the specifier is text with a mistake
 */
export function contains(specifier: Specifier | string, version: Version | string): boolean {
  const clauses = typeof specifier === "string" ? parseSpecifier(specifier) : specifier;
  const text = typeof version === "string" ? version.trim() : formatVersion(version);
  const parsed = typeof version === "string" ? parseVersion(version) : version;
  return clauses.every((clause) => {
    if (clause.operator === "===") return clause.text.toLowerCase() === text.toLowerCase();
    return parsed !== null && satisfies(parsed, clause);
  });
}

function satisfies(version: Version, clause: Exclude<Clause, { operator: "===" }>): boolean {
  const bound = clause.version;
  switch (clause.operator) {
    case "==":
      return isEqual(version, bound, clause.wildcard);
    case "!=":
      return !isEqual(version, bound, clause.wildcard);
    case "<=":
      return compareVersions(publicVersion(version), bound) <= 0;
    case ">=":
      return compareVersions(publicVersion(version), bound) >= 0;
    case "<":
      return isBelow(version, bound);
    case ">":
      return isAbove(version, bound);
    case "~=":
      return (
        compareVersions(publicVersion(version), bound) >= 0 &&
        isEqual(version, { ...bound, release: bound.release.slice(0, -1) }, true)
      );
  }
}

function isEqual(version: Version, bound: Version, wildcard: boolean): boolean {
  if (wildcard) return version.epoch === bound.epoch && hasReleasePrefix(version, bound.release);
  return compareVersions(bound.local === null ? publicVersion(version) : version, bound) === 0;
}

/** `<2.0` leaves out the pre-releases of 2.0 itself, unless it names one. */
function isBelow(version: Version, bound: Version): boolean {
  if (compareVersions(version, bound) >= 0) return false;
  return isPrerelease(bound) || !isPrerelease(version) || !haveEqualBase(version, bound);
}

/** `>2.0` leaves out the post-releases and local versions of 2.0 itself, unless it names one. */
function isAbove(version: Version, bound: Version): boolean {
  if (compareVersions(version, bound) <= 0) return false;
  const unposted = { ...version, post: null, dev: null, local: null };
  if (version.post !== null && compareVersions(unposted, bound) === 0) return false;
  return compareVersions(publicVersion(version), bound) > 0;
}

function haveEqualBase(a: Version, b: Version): boolean {
  return compareVersions(baseVersion(a), baseVersion(b)) === 0;
}
