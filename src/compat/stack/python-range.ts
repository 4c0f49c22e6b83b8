import { contains, parseSpecifier, type Specifier } from "../../lang/python/specifier.js";
import { parseVersion } from "../../lang/python/version.js";
import { compareDotted } from "../order.js";

/** Beyond any patch release of Python. */
const lastPatch = 999;

const minors = ["2.7", ...Array.from({ length: 40 }, (_, minor) => `3.${minor}`)];

/** What `requires-python` says about Python minors. */
export interface PythonRange {
  admits(minor: string): boolean;
  /** The lowest minor that it admits; `null`: none. */
  readonly lowest: string | null;
}

export function pythonRange(specifier: string): PythonRange {
  const clauses = parseSpecifier(specifier);
  const admits = (minor: string) =>
    patchesNear(clauses, minor).some((patch) => contains(clauses, `${minor}.${patch}`));
  return { admits, lowest: minors.find(admits) ?? null };
}

/** The patch releases at which the answer can change: the first, the last, and those around each bound. */
function patchesNear(clauses: Specifier, minor: string): number[] {
  const around = clauses.flatMap((clause) => {
    const version = clause.operator === "===" ? parseVersion(clause.text) : clause.version;
    if (version === null || compareDotted(version.release.slice(0, 2).join("."), minor) !== 0) return [];
    const patch = version.release[2] ?? 0;
    return [patch - 1, patch, patch + 1].filter((one) => one >= 0);
  });
  return [0, ...around, lastPatch];
}
