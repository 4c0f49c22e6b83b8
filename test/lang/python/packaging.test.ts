import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { implies } from "../../../src/lang/python/implication.js";
import { evaluateMarker, formatMarker, parseMarker } from "../../../src/lang/python/marker.js";
import type { MarkerEnvironment } from "../../../src/lang/python/marker.js";
import { formatRequirement, parseRequirement } from "../../../src/lang/python/requirement.js";
import { contains, parseSpecifier } from "../../../src/lang/python/specifier.js";
import { RequirementSyntaxError } from "../../../src/lang/python/syntax-error.js";
import { compareVersions, formatVersion, parseVersion } from "../../../src/lang/python/version.js";

interface RequirementAnswer {
  readonly name: string;
  readonly url: string | null;
  readonly extras: readonly string[];
  readonly specifier: readonly string[];
  readonly marker: boolean;
}

/** What Python's own `packaging` answers; made by the script beside it. */
const oracle = JSON.parse(
  readFileSync(new URL("../../fixtures/python/packaging-answers.json", import.meta.url), "utf8"),
) as {
  readonly environment: MarkerEnvironment;
  readonly versions: readonly [string, string | null][];
  readonly order: readonly [string, string, number][];
  readonly contains: readonly [string, string, boolean | null][];
  readonly implied: readonly [string, string, string | null][];
  readonly requirements: readonly [string, RequirementAnswer | null][];
  readonly markers: readonly [string, boolean | "undefined" | null][];
};

/** `null` for text that the reader refuses. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return null;
    throw error;
  }
}

/** All rows where we answer differently, so that a failure shows every one. */
function disagreements<Row extends readonly unknown[]>(
  rows: readonly Row[],
  ours: (row: Row) => unknown,
): unknown[] {
  expect(rows.length).toBeGreaterThan(400);
  return rows
    .map((row) => ({ row, ours: ours(row) }))
    .filter(({ row, ours: answer }) => JSON.stringify(answer) !== JSON.stringify(row.at(-1)));
}

describe("agreement with Python's packaging", () => {
  test("versions and their normal form", () => {
    const normal = (text: string) => {
      const version = parseVersion(text);
      return version === null ? null : formatVersion(version);
    };
    expect(disagreements(oracle.versions, ([text]) => normal(text))).toEqual([]);
  });

  test("the order of versions", () => {
    expect(
      disagreements(
        oracle.order,
        ([a, b]) => Math.sign(compareVersions(parseVersion(a)!, parseVersion(b)!)) + 0,
      ),
    ).toEqual([]);
  });

  test("which versions a specifier allows", () => {
    const ours = (specifier: string, version: string) => attempt(() => contains(specifier, version));
    expect(disagreements(oracle.contains, ([specifier, version]) => ours(specifier, version))).toEqual([]);
  });

  test("an implication is never claimed where a version refutes it", () => {
    const refuted = oracle.implied.filter(([a, b, refusedByB]) => refusedByB !== null && implies(a, b));
    expect(refuted).toEqual([]);
  });

  test("an implication that no version in a large sample refutes is found", () => {
    const holding = oracle.implied.filter(([, , refusedByB]) => refusedByB === null);
    const missed = holding.filter(([a, b]) => !implies(a, b));
    expect(holding.length).toBeGreaterThan(100);
    expect(missed).toEqual([]);
  });

  test("requirements", () => {
    const ours = (text: string): RequirementAnswer | null =>
      attempt(() => {
        const { normalizedName: name, url, extras, marker } = parseRequirement(text);
        const answer = oracle.requirements.find(([one]) => one === text)![1];
        const specifier = answer?.specifier ?? [];
        return { name, url, extras, specifier, marker: marker !== null };
      });
    expect(disagreements(oracle.requirements, ([text]) => ours(text))).toEqual([]);
  });

  test("the specifier inside a requirement", () => {
    const clauses = (text: string) => attempt(() => parseSpecifier(text));
    const readable = oracle.requirements.filter(([, answer]) => answer !== null && answer.url === null);
    const different = readable.filter(([text, answer]) => {
      const theirs = answer!.specifier.flatMap((one) => clauses(one)!).map((one) => JSON.stringify(one));
      const ours = parseRequirement(text).specifier.map((one) => JSON.stringify(one));
      return JSON.stringify([...new Set(theirs)].sort()) !== JSON.stringify([...new Set(ours)].sort());
    });
    expect(readable.length).toBeGreaterThan(250);
    expect(different).toEqual([]);
  });

  test("whether a marker holds", () => {
    const defined = oracle.markers.filter(([, holds]) => holds !== "undefined");
    const ours = (text: string) => attempt(() => evaluateMarker(parseMarker(text), oracle.environment));
    expect(disagreements(defined, ([text]) => ours(text))).toEqual([]);
  });

  test("a comparison that Python leaves undefined does not hold", () => {
    const undefinedAlone = oracle.markers.filter(
      ([text, holds]) => holds === "undefined" && !/ (and|or) /.test(text),
    );
    expect(undefinedAlone.length).toBeGreaterThan(20);
    for (const [text] of undefinedAlone)
      expect(evaluateMarker(parseMarker(text), oracle.environment)).toBe(false);
  });

  test("normal forms mean the same as what was read", () => {
    const readable = oracle.requirements.filter(([, answer]) => answer !== null).map(([text]) => text);
    for (const text of readable) {
      const once = formatRequirement(parseRequirement(text));
      expect(formatRequirement(parseRequirement(once))).toBe(once);
    }
    for (const [text, holds] of oracle.markers) {
      if (holds === null || holds === "undefined") continue;
      expect(evaluateMarker(parseMarker(formatMarker(parseMarker(text))), oracle.environment)).toBe(holds);
    }
  });
});
