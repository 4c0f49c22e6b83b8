/** What `uv lock` reads of one `pyproject.toml`. */
export interface LockSubject {
  readonly name: string | null;
  /** The parts that a lock depends on; a changed description is no reason to lock again. */
  readonly parts: Readonly<Record<string, unknown>>;
  /** `[tool.uv]`. */
  readonly uv: Readonly<Record<string, unknown>>;
  /** Local packages and local indexes, as written: relative to the file or absolute. */
  readonly sources: readonly LocalSource[];
  /** Globs of workspace members; `null`: no workspace of its own. */
  readonly members: { readonly include: readonly string[]; readonly exclude: readonly string[] } | null;
  /** A source refers to a sibling in a workspace. */
  readonly inWorkspace: boolean;
  /** Fields that the build backend fills in. */
  readonly dynamic: readonly string[];
  /** Files that `[project]` names, so that a build backend finds them. */
  readonly namedFiles: readonly string[];
  /** Files that a build backend reads dependencies from. */
  readonly dependencyFiles: readonly string[];
}

export interface LocalSource {
  /** As written, without `file://`. */
  readonly path: string;
  /** Where, such as "tool.uv.sources.lib". */
  readonly declaredAt: string;
}

type Table = Readonly<Record<string, unknown>>;

/** Reads the parsed content of a `pyproject.toml`; whatever has an unexpected type counts as absent. */
export function lockSubjectOf(document: Table): LockSubject {
  const project = tableAt(document, "project");
  const uv = tableAt(document, "tool", "uv");
  const workspace = uv.workspace === undefined ? null : tableAt(uv, "workspace");
  const sources = Object.entries(tableAt(uv, "sources")).flatMap(([name, value]) =>
    listOf(value).map((source) => ({ name, source: asTable(source) })),
  );
  const dynamic = textsOf(project.dynamic);
  return {
    name: typeof project.name === "string" ? project.name : null,
    parts: {
      project: pick(project, [
        "name",
        "version",
        "requires-python",
        "dependencies",
        "optional-dependencies",
        "dynamic",
      ]),
      groups: document["dependency-groups"] ?? null,
      build: document["build-system"] ?? null,
      uv,
    },
    uv,
    sources: [
      ...sources.flatMap(({ name, source }) =>
        typeof source.path === "string"
          ? [{ path: withoutScheme(source.path), declaredAt: `tool.uv.sources.${name}` }]
          : [],
      ),
      ...requirementSources(document, project),
      ...localIndexes(uv),
    ],
    members:
      workspace === null
        ? null
        : { include: textsOf(workspace.members), exclude: textsOf(workspace.exclude) },
    inWorkspace: sources.some(({ source }) => source.workspace === true),
    dynamic,
    namedFiles: [project.readme, project.license].flatMap(fileNamed),
    dependencyFiles: dynamic.some((field) => field.endsWith("dependencies"))
      ? ["setup.py", "setup.cfg", ...setuptoolsFiles(document)]
      : [],
  };
}

/** Whether locking needs more than the file itself. */
export function needsTree(subject: LockSubject): boolean {
  return (
    subject.sources.length > 0 ||
    subject.members !== null ||
    subject.inWorkspace ||
    subject.dynamic.length > 0
  );
}

function requirementSources(document: Table, project: Table): LocalSource[] {
  const lists: [string, unknown][] = [
    ["project.dependencies", project.dependencies],
    ...Object.entries(tableAt(project, "optional-dependencies")).map(([name, value]): [string, unknown] => [
      `project.optional-dependencies.${name}`,
      value,
    ]),
    ...Object.entries(tableAt(document, "dependency-groups")).map(([name, value]): [string, unknown] => [
      `dependency-groups.${name}`,
      value,
    ]),
  ];
  return lists.flatMap(([declaredAt, value]) =>
    textsOf(value).flatMap((requirement) => {
      const path = /@\s*(file:[^\s;]+)/.exec(requirement)?.[1];
      return path === undefined ? [] : [{ path: withoutScheme(path), declaredAt }];
    }),
  );
}

function localIndexes(uv: Table): LocalSource[] {
  const links = textsOf(uv["find-links"]).map((url) => ({ url, declaredAt: "tool.uv.find-links" }));
  const indexes = listOf(uv.index).flatMap((index) => {
    const { url } = asTable(index);
    return typeof url === "string" ? [{ url, declaredAt: "tool.uv.index" }] : [];
  });
  return [...links, ...indexes]
    .filter(({ url }) => url.startsWith("file:") || !/^[a-z][a-z0-9+.-]*:\/\//i.test(url))
    .map(({ url, declaredAt }) => ({ path: withoutScheme(url), declaredAt }));
}

function setuptoolsFiles(document: Table): string[] {
  const dynamic = tableAt(document, "tool", "setuptools", "dynamic");
  const fields = [dynamic.dependencies, ...Object.values(tableAt(dynamic, "optional-dependencies"))];
  return fields.flatMap((field) => listOf(asTable(field).file).flatMap((file) => textsOf([file])));
}

function fileNamed(value: unknown): string[] {
  const file = typeof value === "string" ? value : asTable(value).file;
  // `license = "MIT"` is an expression, not a path; a file that does not exist is not staged either way.
  return typeof file === "string" ? [file] : [];
}

function withoutScheme(path: string): string {
  return path.replace(/^file:(?:\/\/(?:localhost)?)?/, "");
}

function tableAt(table: Table, ...keys: readonly string[]): Table {
  return keys.reduce<Table>((at, key) => asTable(at[key]), table);
}

function asTable(value: unknown): Table {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Table) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function pick(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(keys.filter((key) => key in table).map((key) => [key, table[key]]));
}
