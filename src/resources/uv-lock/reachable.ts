import { markerEnvironment } from "../../lang/python/environment.js";
import { evaluateMarker, parseMarker } from "../../lang/python/marker.js";
import type { Platform } from "./downloads.js";
import { packageTables, type LockedPackage, type PackageTable } from "./lock-text.js";

/** An entry of a dependency list in a lock. */
interface Edge {
  readonly name: string;
  /** Given where the lock has several versions of the package. */
  readonly version: string | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
}

/**
 * The packages of a lock that are installed on a machine: those that the local packages, with all their groups and
 * extras, lead to over edges whose markers hold there.
 */
export function reachablePackages(lockText: string, platform: Platform): readonly LockedPackage[] {
  const tables = packageTables(lockText);
  const byName = new Map<string, PackageTable[]>();
  for (const table of tables) byName.set(table.name, [...(byName.get(table.name) ?? []), table]);

  const holds = markerJudge(platform);
  const seen = new Set<string>();
  const reached = new Set<PackageTable>();
  const visit = (table: PackageTable, list: string): void => {
    const key = `${table.name} ${table.version} ${list}`;
    if (seen.has(key)) return;
    seen.add(key);
    reached.add(table);
    for (const edge of edgesOf(table, list)) {
      if (!holds(edge.marker)) continue;
      const targets = byName.get(edge.name) ?? [];
      for (const target of targets) {
        if (edge.version !== null && target.plainVersion !== edge.version) continue;
        for (const next of ["", ...edge.extras]) visit(target, next);
      }
    }
  };
  for (const table of tables.filter((one) => one.local))
    for (const list of listsOf(table)) visit(table, list);
  return tables.filter((table) => reached.has(table) && !table.project);
}

/** Names of a package's dependency lists: "" for what it always needs, then extras and groups. */
function listsOf({ text }: PackageTable): readonly string[] {
  const [, ...sections] = text.split(/^\[package\.(?=(?:optional|dev)-dependencies\]$)/m);
  return [
    "",
    ...sections.flatMap((section) => [...section.matchAll(/^([\w.-]+) = \[$/gm)].map((match) => match[1]!)),
  ];
}

function edgesOf({ text }: PackageTable, list: string): readonly Edge[] {
  const [head = "", ...sections] = text.split(/^\[package\./m);
  const wanted =
    list === ""
      ? [head.match(arrayNamed("dependencies"))?.[1]]
      : sections
          .filter((section) => /^(?:optional|dev)-dependencies\]/.test(section))
          .map((section) => section.match(arrayNamed(list))?.[1]);
  return wanted.flatMap((body) => (body === undefined ? [] : edgesIn(body)));
}

function arrayNamed(name: string): RegExp {
  return new RegExp(`^${name.replaceAll(".", "\\.")} = \\[\\n([\\s\\S]*?)^\\]`, "m");
}

function edgesIn(body: string): Edge[] {
  return body.split("\n").flatMap((line) => {
    const name = /\{ name = "([^"]+)"/.exec(line)?.[1];
    if (name === undefined) return [];
    const extras = /\bextra = \[([^\]]*)\]/.exec(line)?.[1] ?? "";
    return [
      {
        name,
        version: /\bversion = "([^"]+)"/.exec(line)?.[1] ?? null,
        extras: [...extras.matchAll(/"([^"]+)"/g)].map((match) => match[1]!),
        marker: /\bmarker = "((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? null,
      },
    ];
  });
}

function markerJudge({ nixSystem, python }: Platform): (marker: string | null) => boolean {
  const environment = markerEnvironment(nixSystem, python);
  const known = new Map<string, boolean>();
  return (marker) => {
    // Conflicting extras are told apart by made-up ones: which of them is chosen is not known here, so all count.
    if (marker === null || /\bextra\b/.test(marker)) return true;
    const answer = known.get(marker) ?? evaluateMarker(parseMarker(marker), environment);
    known.set(marker, answer);
    return answer;
  };
}
