import { readPyproject as readFile } from "../lang/python/pyproject.js";
import type { PyprojectReading, Written, WrittenRequirement } from "../lang/python/pyproject.js";
import { RequirementSyntaxError } from "../lang/python/requirement.js";
import { contains, parseSpecifier } from "../lang/python/specifier.js";
import { isTable } from "../lang/toml/value.js";
import type { Place } from "../model/diagnostic.js";
import { carriesCredentials, maskCredentials } from "../model/mask.js";
import { packageItem, unitOf } from "./package.js";
import { readBuilds } from "./pyproject-builds.js";
import { readIndexes, readSources, type Sources } from "./pyproject-sources.js";
import { uvAuth, withheld } from "./secret.js";
import { remarkBehind } from "./toml-remark.js";
import { isChosen, readChosen } from "./torch.js";
import { Collector, type Facts, type Reading } from "./types.js";

const file = "pyproject.toml";

/** What reading a pyproject.toml takes besides its text. */
export interface Beside {
  readonly facts: Facts;
  /** The Python minor that `.python-version` names; `null`: there is none, or it names something else. */
  readonly pythonVersion: string | null;
}

/**
 * What a pyproject.toml says in a config. All of it stays where it is: a plan leaves it alone.
 * @throws TomlSyntaxError
 */
export function readPyproject(text: string, beside: Beside): Reading {
  const document = readFile(text);
  const found = new Collector();
  const sources = readSources(document);
  found.add(readProject(document), readPython(document, beside));
  for (const one of document.requirements)
    if (one.kind !== "limit")
      found.add(readRequirement(one, remarkBehind(text, one.path), sources, beside.facts));
  found.add(readIndexes(document, sources, beside.facts), sources.leftOver());
  found.add(readBuilds(document, beside.facts), readRest(document));
  return found;
}

export function placeOf({ position }: Pick<Written<unknown>, "position">): Place {
  return { file, ...position };
}

function readProject(document: PyprojectReading): Reading {
  const found = new Collector();
  const take = (written: Written<string | boolean> | null, key: string, recordKey: string) => {
    if (written === null) return;
    const { value } = written;
    const place = placeOf(written);
    const source = `${written.path.at(-1)} = ${shown(value)}`;
    if (typeof value === "boolean" || /^\S[^\n]*$/.test(value))
      found.understood.push({ path: ["project", key], value, source, place, keys: [recordKey] });
    else found.not.push({ what: source, place, why: "it is no plain line of text" });
  };
  take(document.name, "name", "project.name");
  take(document.description, "description", "project.description");
  take(document.package, "package", "tool.uv.package");
  return found;
}

/** One Python minor: that of `requires-python` if it allows no other, else that of `.python-version`. */
function readPython({ requiresPython }: PyprojectReading, { facts, pythonVersion }: Beside): Reading {
  const found = new Collector();
  const path = ["project", "python"];
  const keys = ["project.requires-python"];
  const allowed = requiresPython === null ? [] : pythonsIn(requiresPython.value, facts);
  if (requiresPython !== null) {
    const source = `requires-python = ${shown(requiresPython.value)}`;
    const at = { path, source, place: placeOf(requiresPython) };
    if (allowed.length === 1) found.understood.push({ ...at, value: allowed[0], keys });
    else found.understood.push({ ...at, note: "limits the choice where it stands" });
  }
  if (pythonVersion !== null && allowed.length !== 1) {
    const place = { file: ".python-version" };
    found.understood.push({ path, value: pythonVersion, source: pythonVersion, place, keys });
  }
  return found;
}

/** A range of patch releases allows its minor; none has had more of them. */
const patches = [...Array(40).keys()];

function pythonsIn(specifier: string, { pythons }: Facts): readonly string[] {
  try {
    const clauses = parseSpecifier(specifier);
    return pythons.filter((minor) => patches.some((patch) => contains(clauses, `${minor}.${patch}`)));
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return [];
    throw error;
  }
}

function readRequirement(
  written: WrittenRequirement,
  remark: string | null,
  sources: Sources,
  facts: Facts,
): Reading {
  const { kind, list, requirement, value: source } = written;
  const place = placeOf(written);
  const refuse = (why: string): Reading => ({ understood: [], not: [{ what: shown(source), place, why }] });
  if (requirement instanceof RequirementSyntaxError)
    return refuse(`it is no requirement: ${requirement.message}`);
  const secret = withheld(source, place, uvAuth);
  if (secret !== null) return { understood: [], not: [secret] };
  const key = `${recordList(written)}.${unitOf(requirement)}`;
  if (isChosen(requirement.normalizedName)) {
    if (kind === "dependencies") return readChosen(requirement, { source, place, key }, facts);
    return refuse(`torch and what goes with it belong to the whole project, not to the ${kind} ${list}`);
  }
  const path = kind === "dependencies" ? ["packages"] : [kind === "extra" ? "extras" : "groups", list];
  const origin = sources.of(requirement);
  return {
    understood: [
      {
        path,
        item: true,
        value: packageItem(requirement, origin),
        source,
        place,
        keys: [key, ...(origin === null ? [] : [`tool.uv.sources.${requirement.normalizedName}`])],
        ...(remark === null || carriesCredentials(remark) ? {} : { remark }),
      },
    ],
    not: [],
  };
}

/** The list as the record calls it. */
function recordList({ kind, list }: WrittenRequirement): string {
  if (kind === "dependencies") return "project.dependencies";
  return kind === "extra" ? `project.optional-dependencies.${list}` : `dependency-groups.${list}`;
}

/** What uv or another tool reads, and the config has no key for. */
function readRest({ requirements, included, environments, others }: PyprojectReading): Reading {
  const found = new Collector();
  const left = (written: Written<unknown>, what: string, why: string) =>
    found.not.push({ what, place: placeOf(written), why });
  for (const one of included)
    left(
      one,
      shown(one.value),
      "a group inside a group has no key in the config; uv goes on reading it here",
    );
  for (const one of requirements.filter(({ kind }) => kind === "limit"))
    left(
      one,
      `${one.list}: ${shown(one.value)}`,
      "it limits the choice where it stands; the config has no key for it",
    );
  const [environment] = environments;
  if (environment !== undefined) left(environment, "[tool.uv] environments", noKey);
  for (const one of others) {
    const [table, key] = one.path;
    if (table === "project") {
      if (key === "dynamic" && Array.isArray(one.value))
        readDynamic(one.value, (what, why) => left(one, what, why));
    } else if (key === "uv") {
      const name = String(one.path.at(-1));
      left(one, `[tool.uv] ${name}`, reasons[name] ?? noKey);
    } else if (hasDependencies(one.value)) {
      left(
        one,
        `[tool.${String(key)}]`,
        `${String(key)} reads it, and uv does not: move its dependencies to [project]`,
      );
    }
  }
  return found;
}

const noKey = "the config has no key for it; uv goes on reading it here";

const reasons: Readonly<Record<string, string>> = {
  "dev-dependencies": "the old form of [dependency-groups] dev; uv goes on reading it here",
  "index-url": "the old form of [[tool.uv.index]]; uv goes on reading it here",
  "extra-index-url": "the old form of [[tool.uv.index]]; uv goes on reading it here",
  "no-build-isolation": "it is for all packages; the config has exceptions by package",
};

function readDynamic(dynamic: readonly unknown[], left: (what: string, why: string) => void): void {
  const computed = ["dependencies", "optional-dependencies", "requires-python"].filter((key) =>
    dynamic.includes(key),
  );
  if (computed.length > 0)
    left(`dynamic: ${computed.join(", ")}`, "a build backend computes it, so there is nothing to read");
}

/** Whether a table of another package manager lists what the project depends on. */
function hasDependencies(table: unknown): boolean {
  const keys = ["dependencies", "group", "dev-dependencies", "source", "envs", "pypi-dependencies"];
  return isTable(table) && keys.some((key) => table[key] !== undefined);
}

/** A value as TOML has it, on one line, credentials masked. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
  const masked = maskCredentials(text ?? "");
  return masked.length > 120 ? `${masked.slice(0, 117)}…` : masked;
}
