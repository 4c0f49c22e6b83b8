import { pathText, problem, type ConfigPath, type Report } from "./problem.js";
import { readVersion, type VersionKind } from "./versions.js";
import type { WrittenUnchecked } from "./written.js";

/** A version in normal form, and whether it is taken at the person's word. */
export interface StatedVersion {
  /** `null`: none is stated, or it was reported. */
  readonly version: string | null;
  readonly unchecked: boolean;
}

/** A version that is written plainly, or as `{ unchecked: "…" }`. */
export function readStated(
  kind: VersionKind,
  written: string | WrittenUnchecked | undefined,
  path: ConfigPath,
  report: Report,
): StatedVersion {
  if (written === undefined) return { version: null, unchecked: false };
  if (typeof written === "string")
    return { version: readVersion(kind, written, path, report), unchecked: false };
  return { version: readVersion(kind, written.unchecked, [...path, "unchecked"], report), unchecked: true };
}

/** The version of something that is written as a version, or as an object with one among its keys. */
export function readVersionKey(
  kind: VersionKind,
  written: string | { readonly version?: string | WrittenUnchecked; readonly unchecked?: string } | undefined,
  path: ConfigPath,
  report: Report,
): StatedVersion {
  if (typeof written !== "object") return readStated(kind, written, path, report);
  const { version, unchecked } = written;
  if (unchecked === undefined) return readStated(kind, version, [...path, "version"], report);
  if (version !== undefined)
    report(
      problem(
        "NT241",
        [...path, "unchecked"],
        `\`${pathText(path)}\` has \`version\` and \`unchecked\`, which each state a version.`,
        "Keep one of them.",
      ),
    );
  return readStated(kind, { unchecked }, path, report);
}
