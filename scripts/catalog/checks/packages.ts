import type { Catalog, PackageRow } from "../../../src/compat/catalog-types.js";
import { parseRequirement, RequirementSyntaxError } from "../../../src/lang/python/requirement.js";
import { repeated } from "./lists.js";

export function* packageProblems({ packages, gpus }: Catalog): Iterable<string> {
  yield* repeated("build-isolation.json: packages", packages.packages.map((row) => row.name));
  for (const row of packages.packages) {
    const place = `build-isolation.json: package ${row.name}`;
    for (const text of [...row.needs, ...(row.metadata?.requiresDist ?? [])]) {
      const problem = requirementProblem(text);
      if (problem !== null) yield `${place}: ${JSON.stringify(text)}: ${problem}`;
    }
    yield* placeProblems(place, row);
    const { minCapability, archVariable } = row;
    for (const capability of Object.keys(archVariable?.archs ?? {})) {
      if (!gpus.capabilities.some((one) => one.capability === capability))
        yield `${place}: archVariable: no capability ${capability} in gpus.json`;
    }
    if (minCapability !== undefined && !gpus.capabilities.some((one) => one.capability === minCapability))
      yield `${place}: minCapability: no capability ${minCapability} in gpus.json`;
  }
}

function requirementProblem(text: string): string | null {
  try {
    return parseRequirement(text).normalizedName === "torch" ? "is not listed: every build needs torch" : null;
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return error.message;
    throw error;
  }
}

function* placeProblems(place: string, row: PackageRow): Iterable<string> {
  if ((row.otherOnIndex !== undefined || row.notOnIndex === true) && row.git === undefined)
    yield `${place}: the default index does not have it, and git is missing`;
  if (row.subdirectory !== undefined && row.git === undefined)
    yield `${place}: a subdirectory without git`;
}

export function* cacheProblems({ caches }: Catalog): Iterable<string> {
  yield* repeated("caches.json: caches", caches.caches.map((row) => row.name));
  const cuda = caches.caches.filter((row) => row.role === "cuda");
  if (cuda.length !== 1) yield `caches.json: caches: ${cuda.length} have the role cuda, and exactly one can`;
}
