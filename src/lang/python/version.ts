/** A version as PEP 440 defines it. */
export interface Version {
  readonly epoch: number;
  /** `[2, 14, 1]` for 2.14.1; trailing zeros are kept as written, and do not count when comparing. */
  readonly release: readonly number[];
  readonly pre: { readonly phase: PrePhase; readonly number: number } | null;
  readonly post: number | null;
  readonly dev: number | null;
  /** `["cu126"]` for 2.14.1+cu126. */
  readonly local: readonly (string | number)[] | null;
}

export type PrePhase = "a" | "b" | "rc";

const versionPattern = new RegExp(
  [
    /^\s*v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)/,
    /(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>\d+)?)?/,
    /(?:-(?<implicitPost>\d+)|[-_.]?(?<postWord>post|rev|r)[-_.]?(?<post>\d+)?)?/,
    /(?:[-_.]?(?<devWord>dev)[-_.]?(?<dev>\d+)?)?/,
    /(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/,
  ]
    .map((part) => part.source)
    .join(""),
  "i",
);

const phases: Readonly<Record<string, PrePhase>> = {
  a: "a",
  alpha: "a",
  b: "b",
  beta: "b",
  c: "rc",
  rc: "rc",
  pre: "rc",
  preview: "rc",
};

/** `null`: not a version in the sense of PEP 440 (or with a number beyond 2^53, which no real version has). */
export function parseVersion(text: string): Version | null {
  const groups = versionPattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const phase = groups["phase"]?.toLowerCase();
  const version: Version = {
    epoch: Number(groups["epoch"] ?? 0),
    release: groups["release"]!.split(".").map(Number),
    pre: phase === undefined ? null : { phase: phases[phase]!, number: Number(groups["pre"] ?? 0) },
    post: postOf(groups),
    dev: groups["devWord"] === undefined ? null : Number(groups["dev"] ?? 0),
    local: groups["local"] === undefined ? null : groups["local"].toLowerCase().split(/[-_.]/).map(localPart),
  };
  return numbersOf(version).every(Number.isSafeInteger) ? version : null;
}

function postOf(groups: Record<string, string | undefined>): number | null {
  if (groups["implicitPost"] !== undefined) return Number(groups["implicitPost"]);
  return groups["postWord"] === undefined ? null : Number(groups["post"] ?? 0);
}

function localPart(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function numbersOf(version: Version): number[] {
  const local = (version.local ?? []).filter((part) => typeof part === "number");
  const { epoch, release, pre, post, dev } = version;
  return [epoch, ...release, pre?.number ?? 0, post ?? 0, dev ?? 0, ...local];
}

/** The version in normal form: `V2.0-Beta1` becomes `2.0b1`. */
export function formatVersion(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0 ? "" : `${epoch}!`,
    release.join("."),
    pre === null ? "" : `${pre.phase}${pre.number}`,
    post === null ? "" : `.post${post}`,
    dev === null ? "" : `.dev${dev}`,
    local === null ? "" : `+${local.join(".")}`,
  ].join("");
}

/** Negative, zero or positive, as for `Array.prototype.sort`. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareReleases(a.release, b.release) ||
    comparePhases(a, b) ||
    (a.post ?? -1) - (b.post ?? -1) ||
    compareDev(a.dev, b.dev) ||
    compareLocals(a.local, b.local)
  );
}

export function isPrerelease(version: Version): boolean {
  return version.pre !== null || version.dev !== null;
}

/** The version without its local part: what an index other than PyTorch's would call it. */
export function publicVersion(version: Version): Version {
  return version.local === null ? version : { ...version, local: null };
}

/** Epoch and release alone. */
export function baseVersion(version: Version): Version {
  return { epoch: version.epoch, release: version.release, pre: null, post: null, dev: null, local: null };
}

/** Whether the release starts with these numbers; missing ones are zero, as PEP 440 pads them. */
export function hasReleasePrefix(version: Version, prefix: readonly number[]): boolean {
  return prefix.every((number, index) => (version.release[index] ?? 0) === number);
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const phaseOrder: Readonly<Record<PrePhase, number>> = { a: 0, b: 1, rc: 2 };

/** A bare development release comes before every pre-release, a final release after. */
function comparePhases(a: Version, b: Version): number {
  const rank = ({ pre, post, dev }: Version) =>
    pre !== null ? phaseOrder[pre.phase] : post === null && dev !== null ? -1 : 3;
  return rank(a) - rank(b) || (a.pre?.number ?? 0) - (b.pre?.number ?? 0);
}

function compareDev(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

type Local = Version["local"];

function compareLocals(a: Local, b: Local): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === "number" ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
