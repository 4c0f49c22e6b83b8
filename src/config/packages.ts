import type { Package } from "../model/config.js";
import { formatMarker } from "../lang/python/marker.js";
import { formatRequirement, normalizeName, parseRequirement } from "../lang/python/requirement.js";
import type { Requirement } from "../lang/python/requirement.js";
import { refuseChosenPackage } from "./chosen.js";
import { pathText, problem, type ConfigPath } from "./problem.js";
import { readRequirement, requirementOf } from "./requirements.js";
import { readSource, type PackageContext } from "./sources.js";
import { refuseCredentials } from "./texts.js";
import { itemsOf } from "./value.js";
import type { WrittenPackage, WrittenPackageObject } from "./written.js";

/** A list of packages in normal form: what is said twice in the same words counts once. */
export function readPackages(
  list: readonly WrittenPackage[] | undefined,
  path: ConfigPath,
  context: PackageContext,
): readonly Package[] {
  const byUnit = new Map<string, Package>();
  for (const [index, written] of itemsOf(list)) {
    const place = [...path, index];
    const read = readPackage(written, place, context);
    if (read === null) continue;
    const unit = unitOf(read.requirement);
    const first = byUnit.get(unit);
    if (first === undefined) {
      byUnit.set(unit, read);
      reportOtherSource(read, place, context);
    } else if (!saysTheSame(first, read)) context.report(contradiction(first, read, place));
  }
  return [...byUnit.values()];
}

function readPackage(written: WrittenPackage, path: ConfigPath, context: PackageContext): Package | null {
  const { report } = context;
  const requirement =
    typeof written === "string"
      ? readRequirement(written, path, report)
      : requirementOf(written as WrittenPackageObject, path, report);
  const source = typeof written === "string" ? null : readSource(written, path, context);
  if (requirement === null) return null;
  const nameAt = typeof written === "string" ? path : [...path, "name"];
  if (refuseChosenPackage(requirement.normalizedName, nameAt, report)) return null;
  const secret = "Credentials for direct URLs are read from ~/.netrc, or kept by:\n\n  uv auth login HOST";
  if (requirement.url !== null && refuseCredentials(requirement.url, secret, path, report)) return null;
  return {
    requirement: formatRequirement(requirement),
    name: normalizeName(requirement.name),
    source,
    declaredAt: pathText(path),
  };
}

/** One requirement of a list is known by its name and its marker. */
function unitOf(text: string): string {
  const requirement: Requirement = parseRequirement(text);
  const marker = requirement.marker === null ? "" : formatMarker(requirement.marker);
  return `${requirement.normalizedName};${marker}`;
}

function saysTheSame(a: Package, b: Package): boolean {
  return a.requirement === b.requirement && JSON.stringify(a.source) === JSON.stringify(b.source);
}

/** uv takes a package from one place for the whole project, whichever lists name it; markers may tell places apart. */
function reportOtherSource(one: Package, path: ConfigPath, { placed, report }: PackageContext): void {
  if (one.source === null || one.requirement.includes(";")) return;
  const first = placed.get(one.name);
  if (first === undefined) placed.set(one.name, one);
  else if (JSON.stringify(first.source) !== JSON.stringify(one.source))
    report(contradiction(first, one, path));
}

function contradiction(first: Package, second: Package, path: ConfigPath) {
  return problem(
    "NT231",
    path,
    `\`${second.name}\` is asked twice: \`${first.declaredAt}\` says \`${first.requirement}\`${sourceText(first)}, ` +
      `\`${second.declaredAt}\` says \`${second.requirement}\`${sourceText(second)}.`,
    "Keep one of them, or give them markers that exclude each other.",
  );
}

function sourceText(one: Package): string {
  if (one.source === null) return "";
  const { source } = one;
  switch (source.kind) {
    case "index":
      return ` from the index ${source.index}`;
    case "git":
      return ` from ${source.git}`;
    case "path":
      return ` from ${source.path}`;
    case "url":
      return ` from ${source.url}`;
  }
}
