import type { Config } from "../model/config.js";
import { hasErrors, type Diagnostic } from "../model/diagnostic.js";
import { findingsOf, type Finding, type Issue } from "./issues.js";
import { normalize } from "./normalize.js";
import type { ConfigPath } from "./problem.js";
import { applyRules } from "./rules.js";
import { schema } from "./schema.js";
import { at, without } from "./value.js";
import type { WrittenConfig } from "./written.js";

export interface CheckedConfig {
  /** `null` if there is an error among the diagnostics. */
  readonly config: Config | null;
  /** All problems at once, each with its `configPath`, in the order in which the config was written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** From what a person wrote to the normalised config. What has the wrong shape is left out of the later checks. */
export function checkConfig(written: unknown): CheckedConfig {
  const { rest, findings } = wellShaped(written);
  const found = findings.map((finding) => finding.diagnostic);
  if (rest === undefined) return { config: null, diagnostics: found };
  const report = (diagnostic: Diagnostic) => found.push(diagnostic);
  const stated = (path: ConfigPath) => at(written, path) !== undefined;
  const config = normalize(rest, indexNames(written), report);
  applyRules({ written: rest, config, stated }, report);
  return { config: hasErrors(found) ? null : config, diagnostics: inOrder(found, written) };
}

/** The part of the config that the schema accepts, and what it refuses. */
function wellShaped(written: unknown): { rest: WrittenConfig | undefined; findings: readonly Finding[] } {
  let rest: unknown = written;
  let findings: readonly Finding[] = [];
  for (;;) {
    const next = findingsIn(rest).filter((finding) => !isEmptiedPlace(finding, rest, written));
    if (findings.length === 0) findings = next;
    if (next.length === 0) return { rest: rest as WrittenConfig | undefined, findings };
    // What is left of an object whose required key was refused is refused in the next round.
    rest = without(
      rest,
      next.map((finding) => finding.without),
    );
    if (rest === undefined) return { rest, findings };
  }
}

function findingsIn(value: unknown): readonly Finding[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : findingsOf(parsed.error.issues as readonly Issue[], value);
}

/** The place of a refused item in a list, which is left there as `undefined`. */
function isEmptiedPlace({ without: path, diagnostic }: Finding, rest: unknown, written: unknown): boolean {
  if (diagnostic.code !== "NT222" || typeof path.at(-1) !== "number" || at(rest, path) !== undefined)
    return false;
  return rest !== written;
}

/** Also of those indexes that are refused for another reason, so that nobody is sent after a wrong cause. */
function indexNames(written: unknown): readonly string[] {
  const indexes = at(written, ["indexes"]);
  const names = Array.isArray(indexes) ? indexes.map((index) => at(index, ["name"])) : [];
  return names.filter((name) => typeof name === "string");
}

function inOrder(diagnostics: readonly Diagnostic[], written: unknown): readonly Diagnostic[] {
  const placed = diagnostics.map((diagnostic) => ({
    diagnostic,
    position: positionOf(diagnostic.configPath ?? [], written),
  }));
  return placed.sort((a, b) => compare(a.position, b.position)).map(({ diagnostic }) => diagnostic);
}

/** For each part of a path, where it stands among its siblings; what is not there comes last. */
function positionOf(path: ConfigPath, written: unknown): readonly number[] {
  return path.map((part, depth) => {
    const owner = at(written, path.slice(0, depth));
    const keys = typeof owner === "object" && owner !== null ? Object.keys(owner) : [];
    const position = keys.indexOf(String(part));
    return position === -1 ? keys.length : position;
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((position, depth) => position !== b[depth]);
  return differing === -1 ? a.length - b.length : a[differing]! - (b[differing] ?? -1);
}
