import { contains, parseSpecifier } from "./specifier.js";
import type { Clause, Specifier } from "./specifier.js";
import { formatVersion } from "./version.js";
import type { Version } from "./version.js";

/**
 * Whether every version that `a` allows is allowed by `b`. Conservative: false when in doubt, and false for
 * an `a` that allows nothing at all.
 *
 * Clauses only change their answer close to the versions they name. So it is enough to ask both specifiers
 * about versions at, just below and just above each of these.
 */
export function implies(a: Specifier | string, b: Specifier | string): boolean {
  const left = typeof a === "string" ? parseSpecifier(a) : a;
  const right = typeof b === "string" ? parseSpecifier(b) : b;
  const allowed = [...left, ...right].flatMap(witnessesOf).filter((witness) => contains(left, witness));
  if (left.length === 0) return right.length === 0;
  return allowed.length > 0 && allowed.every((witness) => contains(right, witness));
}

/** Beyond any number that projects use. */
const far = 999_999;

function witnessesOf(clause: Clause): string[] {
  if (clause.operator === "===") return [clause.text];
  const { version } = clause;
  const bumped = version.release.map((_, index) => bump(version.release, index, 1));
  const lowered = version.release.map((_, index) => bump(version.release, index, -1));
  const lower = lowered
    .filter((release) => release !== null)
    .flatMap((release) => lastOf(version.epoch, release));
  const higher = bumped
    .filter((release) => release !== null)
    .flatMap((release) => familyOf(version.epoch, release));
  return [
    formatVersion({ ...version, epoch: version.epoch + 1 }),
    "0.dev0",
    ...lower,
    ...familyOf(version.epoch, version.release),
    ...familyOf(version.epoch, [...version.release, 0, 1]),
    ...closeTo(version),
    ...higher,
    `${version.epoch}!${far}`,
  ];
}

/** The release with one number changed and the ones behind it dropped. */
function bump(release: readonly number[], index: number, by: 1 | -1): number[] | null {
  const number = release[index]! + by;
  return number < 0 ? null : [...release.slice(0, index), number];
}

/** Versions at the upper end of a release's range. */
function lastOf(epoch: number, release: readonly number[]): string[] {
  const base = `${epoch}!${[...release, far].join(".")}`;
  return [base, `${base}.post${far}`, `${base}+local`];
}

/** The kinds of version that share one release, from low to high. */
function familyOf(epoch: number, release: readonly number[]): string[] {
  const base = `${epoch}!${release.join(".")}`;
  const suffixes = [".dev0", "a0", `rc${far}`, "", "+local", ".post0.dev0", ".post0", `.post${far}`];
  return suffixes.map((suffix) => `${base}${suffix}`);
}

/** The version itself, and its closest neighbours on both sides. */
function closeTo(version: Version): string[] {
  const text = formatVersion({ ...version, local: null });
  const around = [formatVersion(version), text, `${text}+0`, `${text}+z.${far}`];
  if (version.dev !== null) {
    const earlier = version.dev > 0 ? [formatVersion({ ...version, dev: version.dev - 1, local: null })] : [];
    return [...around, ...earlier, formatVersion({ ...version, dev: version.dev + 1, local: null })];
  }
  const before = `${text}.dev${far}`;
  if (version.post !== null) {
    return [...around, before, formatVersion({ ...version, post: version.post + 1, local: null })];
  }
  if (version.pre === null) return [...around, before];
  const { phase, number } = version.pre;
  return [
    ...around,
    before,
    ...[number - 1, number + 1]
      .filter((one) => one >= 0)
      .map((one) => formatVersion({ ...version, pre: { phase, number: one }, local: null })),
  ];
}
