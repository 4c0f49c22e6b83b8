/** One package of a `uv.lock` in one version. */
export interface LockedPackage {
  /** PEP 503 name. */
  readonly name: string;
  /** As a person reads it: "2.13.0+cu126", "1.0 (git 1a2b3c4)", "(editable ../lib)". */
  readonly version: string;
  /** The table's text. */
  readonly text: string;
}

export interface PackageTable extends LockedPackage {
  /** The version alone; `null`: computed when it is built. */
  readonly plainVersion: string | null;
  /** The project itself. */
  readonly project: boolean;
  /** The project, a workspace member or a path source. */
  readonly local: boolean;
}

/**
 * The `[[package]]` tables of a lock. The text is cut at its headers and searched for the few keys that are shown:
 * uv writes one key a line, and a full TOML parse of a large lock takes many times as long.
 */
export function packageTables(lockText: string): readonly PackageTable[] {
  const [, ...tables] = lockText.split(/^\[\[package\]\]\r?$/m);
  return tables.flatMap((text) => {
    const name = valueOf(text, "name");
    const source = sourceOf(text);
    if (name === null || source === null) return [];
    const plainVersion = valueOf(text, "version");
    const local = ["editable", "virtual", "directory", "path"].includes(source.kind);
    const version = [plainVersion, sourceNote(source, local)].filter(Boolean).join(" ");
    return [{ name, version, text, plainVersion, local, project: local && source.value === "." }];
  });
}

/** The packages of a lock, without the project itself. */
export function packagesOf(lockText: string): readonly LockedPackage[] {
  return packageTables(lockText).filter((table) => !table.project);
}

/** Names of all packages of a lock, the project included. */
export function namesIn(lockText: string): ReadonlySet<string> {
  return new Set([...lockText.matchAll(/^\[\[package\]\]\r?\nname = "([^"]+)"/gm)].map((match) => match[1]!));
}

interface Source {
  readonly kind: string;
  readonly value: string;
}

function valueOf(text: string, key: "name" | "version"): string | null {
  const pattern = key === "name" ? /^name = "([^"]*)"/m : /^version = "([^"]*)"/m;
  return pattern.exec(text)?.[1] ?? null;
}

function sourceOf(text: string): Source | null {
  const match = /^source = \{ (\w+) = "([^"]*)"/m.exec(text);
  return match === null ? null : { kind: match[1]!, value: match[2]! };
}

function sourceNote({ kind, value }: Source, local: boolean): string {
  if (kind === "registry") return "";
  if (kind !== "git") return local ? `(${kind} ${value})` : `(${kind})`;
  const commit = /#([0-9a-f]{7})/.exec(value)?.[1];
  return commit === undefined ? "(git)" : `(git ${commit})`;
}
