import type { Config, Package } from "../../model/config.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { PackageRow } from "../catalog.js";
import { cardText, type Demand } from "../demand.js";
import { compareDotted, listing } from "../order.js";
import { gitOf } from "../recipes.js";
import type { ConfigPath } from "../question.js";

/** What the catalog knows against packages as they are declared. */
export function packageNotices(config: Config, demand: Demand): readonly Diagnostic[] {
  const rows = new Map(demand.catalog.packages.packages.map((row) => [row.name, row]));
  return declaredPackages(config).flatMap(([declared, path]) => {
    const row = rows.get(declared.name);
    if (row === undefined) return [];
    return [
      otherProject(declared, row, path),
      unstatedMetadata(declared, row, config, path),
      olderCards(declared, row, demand, path),
      unchecked(declared, row, config, path),
    ].filter((one) => one !== null);
  });
}

function declaredPackages(config: Config): readonly (readonly [Package, ConfigPath])[] {
  const listed = (packages: readonly Package[], path: ConfigPath) =>
    packages.map((one, index) => [one, [...path, index]] as const);
  const named = (lists: Readonly<Record<string, readonly Package[]>>, key: string) =>
    Object.entries(lists).flatMap(([name, packages]) => listed(packages, [key, name]));
  return [
    ...listed(config.packages, ["packages"]),
    ...named(config.groups, "groups"),
    ...named(config.extras, "extras"),
  ];
}

/** The default index has another project of that name, or none: the recipe takes it from git instead. */
function otherProject(declared: Package, row: PackageRow, path: ConfigPath): Diagnostic | null {
  if (declared.source !== null || row.git === undefined) return null;
  if (row.notOnIndex !== true && row.otherOnIndex === undefined) return null;
  const isTaken = gitOf(row) !== null;
  return {
    severity: "warning",
    ...(row.notOnIndex === true
      ? ({ code: "NT341", summary: "A package is not on PyPI" } as const)
      : ({ code: "NT340", summary: "PyPI has something else under that name" } as const)),
    detail:
      `\`${declared.requirement}\` in \`${declared.declaredAt}\`: PyPI ` +
      `${row.otherOnIndex === undefined ? "has no project of that name" : `has ${row.otherOnIndex.what}`}` +
      `${isTaken ? `, so it is taken from ${row.git}.` : "."}`,
    hint:
      `${isTaken ? "To say so in the config, and to choose a revision" : "For the one in git write"}:\n\n` +
      `  ${sourceText(row, row.git)}`,
    configPath: path,
  };
}

/** "{ name: …, git: … }" */
function sourceText({ name, subdirectory }: PackageRow, git: string): string {
  const folder = subdirectory === undefined ? "" : `, subdirectory: "${subdirectory}"`;
  return `{ name: "${name}", git: "${git}"${folder} }`;
}

/** What is known about it rests on memory: that is no ground for a recipe of which one hears nothing. */
function unchecked(declared: Package, row: PackageRow, config: Config, path: ConfigPath): Diagnostic | null {
  if (row.confidence !== "recalled" || row.name in config.buildIsolation.exceptions) return null;
  return {
    severity: "warning",
    code: "NT344",
    summary: "How a package is built was not checked",
    detail: `${declared.name}: what is known about its build is from memory${row.note === undefined ? "" : `, namely: ${row.note}`}.`,
    hint:
      `If its build fails for want of torch, say what it needs:\n\n` +
      `  buildIsolation: { exceptions: { "${row.name}": { needs: ["torch", "setuptools"] } } }`,
    configPath: path,
  };
}

/** Locking builds a source without metadata, and the build wants torch, which is not there yet. */
function unstatedMetadata(
  declared: Package,
  row: PackageRow,
  config: Config,
  path: ConfigPath,
): Diagnostic | null {
  const stated = config.buildIsolation.exceptions[row.name]?.requires ?? null;
  const isFromGit =
    declared.source === null
      ? row.git !== undefined && row.otherOnIndex?.related !== true
      : declared.source.kind === "git";
  if (!isFromGit || row.mode !== "no-build-isolation") return null;
  if (stated !== null || row.metadata !== undefined) return null;
  return {
    severity: "warning",
    code: "NT342",
    summary: "A source package's dependencies must be stated",
    detail:
      `${row.name} comes from git and says what it depends on only while it is built, for which torch must be ` +
      `installed already: \`uv lock\` fails on a machine without it.`,
    hint:
      `Copy version and dependencies from its setup.py:\n\n` +
      `  buildIsolation: { exceptions: { "${row.name}": { version: "…", requires: ["…"] } } }`,
    configPath: path,
  };
}

function olderCards(declared: Package, row: PackageRow, demand: Demand, path: ConfigPath): Diagnostic | null {
  const least = row.minCapability;
  if (least === undefined) return null;
  const older = demand.cards.filter((card) => compareDotted(card.capability.capability, least) < 0);
  if (older.length === 0) return null;
  return {
    severity: "warning",
    code: "NT343",
    summary: "A package has no kernels for a declared GPU",
    detail: `${declared.name} needs compute capability ${least} or higher; ${listing(older.map(cardText))} ${older.length === 1 ? "is" : "are"} below that.`,
    hint: "It may install and then fail at its first call there.",
    configPath: path,
  };
}
