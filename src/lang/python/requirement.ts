import { formatMarker, readMarker } from "./marker.js";
import type { Marker } from "./marker.js";
import { normalizeName } from "./name.js";
import { Scanner } from "./scanner.js";
import { formatSpecifier, parseSpecifier } from "./specifier.js";
import type { Specifier } from "./specifier.js";
import { RequirementSyntaxError } from "./syntax-error.js";

export { normalizeName } from "./name.js";
export { RequirementSyntaxError } from "./syntax-error.js";

/** One dependency as PEP 508 writes it: `name[extra]>=1.0; marker` or `name @ url`. */
export interface Requirement {
  /** As written. */
  readonly name: string;
  /** As PEP 503 compares it. */
  readonly normalizedName: string;
  /** Normalised and sorted. */
  readonly extras: readonly string[];
  /** Empty: any version. */
  readonly specifier: Specifier;
  readonly url: string | null;
  readonly marker: Marker | null;
}

const namePattern = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/y;

/** @throws RequirementSyntaxError saying what is wrong, and where in the text */
export function parseRequirement(text: string): Requirement {
  const scanner: Scanner = new Scanner(text);
  scanner.skipSpace();
  const name = scanner.take(namePattern);
  if (name === null) scanner.fail(missingName(scanner));
  scanner.skipSpace();
  const extras = readExtras(scanner);
  const url = readUrl(scanner);
  const specifier = url === null ? readSpecifier(scanner) : [];
  const marker = scanner.take(/;/y) === null ? null : readMarker(scanner);
  if (!scanner.done) scanner.fail(trailing(scanner, marker));
  return { name, normalizedName: normalizeName(name), extras, specifier, url, marker };
}

/** The same, with the mistake as a value. */
export function readRequirement(text: string): Requirement | RequirementSyntaxError {
  try {
    return parseRequirement(text);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return error;
    throw error;
  }
}

function missingName(scanner: Scanner): string {
  return scanner.done
    ? "the requirement is empty"
    : `a requirement starts with a package name, not ${scanner.upcoming}`;
}

function trailing(scanner: Scanner, marker: Marker | null): string {
  if (marker !== null) return `expected "and", "or" or the end of the marker, found ${scanner.upcoming}`;
  return `expected a version such as >=1.0, a marker after ";", or the end, found ${scanner.upcoming}`;
}

function readExtras(scanner: Scanner): readonly string[] {
  const open = scanner.position;
  if (scanner.take(/\[/y) === null) return [];
  scanner.skipSpace();
  const extras: string[] = [];
  let extra = scanner.take(namePattern);
  while (extra !== null) {
    extras.push(normalizeName(extra));
    scanner.skipSpace();
    if (scanner.take(/,/y) === null) break;
    scanner.skipSpace();
    extra = scanner.take(namePattern);
    if (extra === null) scanner.fail(`expected the name of an extra after ",", found ${scanner.upcoming}`);
  }
  if (scanner.take(/\]/y) === null) scanner.fail("the [ of the extras is not closed by ]", open);
  scanner.skipSpace();
  return [...new Set(extras)].sort();
}

function readUrl(scanner: Scanner): string | null {
  if (scanner.take(/@/y) === null) return null;
  scanner.skipSpace();
  const url = scanner.take(/[^ \t]+/y);
  if (url === null) scanner.fail("no URL after @");
  const spaced = scanner.skipSpace();
  if (!scanner.done && !spaced) scanner.fail("a space is needed between the URL and what follows");
  return url;
}

function readSpecifier(scanner: Scanner): Specifier {
  const open = scanner.position;
  const parenthesized = scanner.take(/\(/y) !== null;
  scanner.skipSpace();
  const text = /[=!<>~]/.test(scanner.text[scanner.position] ?? "") ? (scanner.take(/[^;)]+/y) ?? "") : "";
  const specifier = parseAt(text, scanner.position - text.length);
  scanner.skipSpace();
  if (parenthesized && scanner.take(/\)/y) === null) scanner.fail("the ( is not closed by )", open);
  if (parenthesized) scanner.skipSpace();
  return specifier;
}

function parseAt(text: string, offset: number): Specifier {
  try {
    return parseSpecifier(text);
  } catch (error) {
    if (!(error instanceof RequirementSyntaxError)) throw error;
    throw new RequirementSyntaxError(error.message, offset + error.offset);
  }
}

/** Normal form: `flash-attn[extra]>=2.8,<3; sys_platform == 'linux'`. */
export function formatRequirement(requirement: Requirement): string {
  const { normalizedName, extras, specifier, url, marker } = requirement;
  const head = extras.length === 0 ? normalizedName : `${normalizedName}[${extras.join(",")}]`;
  const target = url === null ? formatSpecifier(specifier) : ` @ ${url}`;
  const condition = marker === null ? "" : `${url === null ? "" : " "}; ${formatMarker(marker)}`;
  return `${head}${target}${condition}`;
}
