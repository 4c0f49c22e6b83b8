import { normalizeName } from "./name.js";
import { Scanner } from "./scanner.js";
import { contains } from "./specifier.js";
import { RequirementSyntaxError } from "./syntax-error.js";

/** An environment marker: the condition after `;` in a requirement. */
export type Marker = Junction | Comparison;

export interface Junction {
  readonly kind: "and" | "or";
  readonly parts: readonly Marker[];
}

export interface Comparison {
  readonly kind: "compare";
  readonly variable: string;
  readonly operator: MarkerOperator;
  readonly value: string;
  /** Written as `'linux' == sys_platform`: the text stands on the left. */
  readonly reversed: boolean;
}

export type MarkerOperator = "===" | "==" | "~=" | "!=" | "<=" | ">=" | "<" | ">" | "in" | "not in";

/** Values of marker variables by name; only `extras` and `dependency_groups` are lists. */
export type MarkerEnvironment = Readonly<Record<string, string | readonly string[]>>;

const variablePattern = new RegExp(
  String.raw`\b(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_release|platform_system` +
    String.raw`|platform[._]version|platform[._]machine|platform[._]python_implementation|python_implementation` +
    String.raw`|implementation_name|implementation_version|extras?|dependency_groups)\b`,
  "y",
);

/** @throws RequirementSyntaxError */
export function parseMarker(text: string): Marker {
  const scanner: Scanner = new Scanner(text);
  const marker = readMarker(scanner);
  if (!scanner.done) scanner.fail(`expected "and", "or" or the end of the marker, found ${scanner.upcoming}`);
  return marker;
}

/** Reads a marker and the space after it. */
export function readMarker(scanner: Scanner): Marker {
  return readJoined(scanner, "or", () => readJoined(scanner, "and", () => readOperand(scanner)));
}

function readJoined(scanner: Scanner, kind: "and" | "or", next: () => Marker): Marker {
  const parts = [next()];
  const word = kind === "and" ? /and\b/y : /or\b/y;
  while (scanner.take(word) !== null) parts.push(next());
  return parts.length === 1 ? parts[0]! : { kind, parts };
}

function readOperand(scanner: Scanner): Marker {
  scanner.skipSpace();
  if (scanner.take(/\(/y) === null) return readComparison(scanner);
  const open = scanner.position - 1;
  const inner = readMarker(scanner);
  if (scanner.take(/\)/y) === null) scanner.fail("the parenthesis in the marker is not closed", open);
  scanner.skipSpace();
  return inner;
}

function readComparison(scanner: Scanner): Marker {
  const start = scanner.position;
  const left = readTerm(scanner);
  scanner.skipSpace();
  const operator = readOperator(scanner);
  scanner.skipSpace();
  const right = readTerm(scanner);
  scanner.skipSpace();
  if (left.variable === right.variable) {
    scanner.fail("a marker compares a variable, such as sys_platform, with quoted text", start);
  }
  const [variable, value] = left.variable ? [left.text, right.text] : [right.text, left.text];
  return { kind: "compare", variable, operator, value, reversed: !left.variable };
}

function readOperator(scanner: Scanner): MarkerOperator {
  const found = scanner.take(/===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y);
  if (found === null) scanner.fail(`expected a comparison such as == or "in", found ${scanner.upcoming}`);
  return found.startsWith("not") ? "not in" : (found as MarkerOperator);
}

function readTerm(scanner: Scanner): { readonly variable: boolean; readonly text: string } {
  const quoted = scanner.take(/"[^"]*"|'[^']*'/y);
  if (quoted !== null) return { variable: false, text: quoted.slice(1, -1) };
  const variable = scanner.take(variablePattern);
  if (variable !== null) return { variable: true, text: canonicalVariable(variable) };
  if (/["']/.test(scanner.text[scanner.position] ?? "")) scanner.fail("the quoted text is not closed");
  return scanner.fail(
    `expected a marker variable, such as sys_platform, or quoted text, found ${scanner.upcoming}`,
  );
}

function canonicalVariable(written: string): string {
  const name = written.replace(".", "_");
  return name === "python_implementation" ? "platform_python_implementation" : name;
}

/** Normal form: single quotes, single spaces, parentheses only around "or" within "and". */
export function formatMarker(marker: Marker): string {
  if (marker.kind === "compare") {
    const value = marker.value.includes("'") ? `"${marker.value}"` : `'${marker.value}'`;
    const [left, right] = marker.reversed ? [value, marker.variable] : [marker.variable, value];
    return `${left} ${marker.operator} ${right}`;
  }
  const parts = marker.parts.map((part) =>
    marker.kind === "and" && part.kind === "or" ? `(${formatMarker(part)})` : formatMarker(part),
  );
  return parts.join(` ${marker.kind} `);
}

/**
 * Whether the marker holds. `null`, no marker, always does; a comparison that PEP 508 leaves undefined never does,
 * as uv has it. Every variable the marker uses must be in the environment, `extra` excepted.
 */
export function evaluateMarker(marker: Marker | null, environment: MarkerEnvironment): boolean {
  if (marker === null) return true;
  switch (marker.kind) {
    case "and":
      return marker.parts.every((part) => evaluateMarker(part, environment));
    case "or":
      return marker.parts.some((part) => evaluateMarker(part, environment));
    case "compare":
      return evaluateComparison(marker, environment);
  }
}

/** Whether the marker can hold where only the variables in `known` are settled: any other may have any value. */
export function canHold(marker: Marker, known: MarkerEnvironment): boolean {
  switch (marker.kind) {
    case "and":
      return marker.parts.every((part) => canHold(part, known));
    case "or":
      return marker.parts.some((part) => canHold(part, known));
    case "compare":
      return !Object.hasOwn(known, marker.variable) || evaluateComparison(marker, known);
  }
}

function evaluateComparison(marker: Comparison, environment: MarkerEnvironment): boolean {
  const { variable, operator, reversed } = marker;
  const actual = environment[variable] ?? (variable === "extra" ? "" : undefined);
  if (actual === undefined) throw new Error(`the marker environment lacks ${variable}`);
  if (typeof actual !== "string") return isMember(marker, actual);
  const normal = variable === "extra" ? normalizeName : (text: string) => text;
  const [left, right] = reversed ? [marker.value, actual] : [actual, marker.value];
  return compareText(normal(left), operator, normal(right), variable);
}

/** Lists are asked one question only: `'name' in extras`. */
function isMember({ value, operator, reversed }: Comparison, set: readonly string[]): boolean {
  if (!reversed || (operator !== "in" && operator !== "not in")) return false;
  return set.map(normalizeName).includes(normalizeName(value)) === (operator === "in");
}

const versionVariables = [
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
];

function compareText(left: string, operator: MarkerOperator, right: string, variable: string): boolean {
  if (operator === "in") return right.includes(left);
  if (operator === "not in") return !right.includes(left);
  if (versionVariables.includes(variable)) {
    const answer = compareAsVersions(left, operator, right);
    if (answer !== null) return answer;
  }
  // For other text PEP 508 defines no order: only equality can make `<=` and `>=` true.
  if (operator === "==" || operator === "<=" || operator === ">=") return left === right;
  return operator === "!=" && left !== right;
}

/** `null`: the right side is not a version. */
function compareAsVersions(left: string, operator: MarkerOperator, right: string): boolean | null {
  try {
    return contains(`${operator}${right}`, left);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return null;
    throw error;
  }
}
