import type { BuildRecipe } from "../model/build.js";
import type { BuildException, Config } from "../model/config.js";
import { sourcesIn, type Catalog, type PackageRow } from "./catalog.js";

/**
 * How every package that compiles against torch is built, by PEP 503 name: what the catalog knows, and the
 * config's exceptions over it. Names that a project does not use are there as well. `archList`: the compute
 * capabilities of the declared cards.
 */
export function buildRecipes(
  config: Config,
  catalog: Catalog,
  archList: readonly string[],
): Record<string, BuildRecipe> {
  const recipes = catalog.packages.packages
    .filter((row) => row.mode !== "none" && !isPlainWheel(row, config))
    .map((row) => recipeOf(row, config, catalog, archList));
  const byName = Object.fromEntries(recipes.map((recipe) => [recipe.name, recipe]));
  for (const [name, exception] of Object.entries(config.buildIsolation.exceptions)) {
    byName[name] = withException(byName[name] ?? unknownPackage(name, config), exception);
  }
  return byName;
}

/** What PyPI has under the name is no build from git, and needs no recipe; nobody asked for the one in git. */
function isPlainWheel(row: PackageRow, config: Config): boolean {
  if (row.otherOnIndex?.related !== true) return false;
  const declared = [config.packages, ...Object.values(config.groups), ...Object.values(config.extras)].flat();
  return !declared.some((one) => one.name === row.name && one.source !== null);
}

/** The repository that a plain declaration means; `null`: the index has it, or a person must say which part. */
export function gitOf({ git, subdirectory, otherOnIndex }: PackageRow): string | null {
  return otherOnIndex?.related === true || subdirectory !== undefined ? null : (git ?? null);
}

function recipeOf(
  row: PackageRow,
  config: Config,
  catalog: Catalog,
  archList: readonly string[],
): BuildRecipe {
  return {
    name: row.name,
    mode: row.mode === "no-build-isolation" ? "no-build-isolation" : "match-runtime",
    needs: row.needs,
    env: {
      ...row.env,
      ...(config.gpu.length === 0 ? {} : row.cudaEnv),
      ...archs(row, archList),
      ...jobs(config, row.jobsVariable),
    },
    metadata: row.metadata ?? null,
    git: gitOf(row),
    reason: row.reason,
    sources: sourcesIn(catalog.packages, row),
  };
}

function unknownPackage(name: string, config: Config): BuildRecipe {
  return {
    name,
    mode: "match-runtime",
    needs: [],
    env: jobs(config),
    metadata: null,
    git: null,
    reason: "declared in buildIsolation.exceptions",
    sources: [],
  };
}

function withException(recipe: BuildRecipe, exception: BuildException): BuildRecipe {
  const needs = exception.needs.filter((need) => !/^torch(?![\w.-])/i.test(need.trim()));
  const metadata =
    exception.requires === null
      ? recipe.metadata
      : { version: exception.version ?? recipe.metadata?.version ?? null, requiresDist: exception.requires };
  return {
    ...recipe,
    // Stated metadata is what match-runtime lacked.
    mode: metadata === null ? recipe.mode : "match-runtime",
    needs: needs.length === 0 ? recipe.needs : needs,
    env: { ...recipe.env, ...exception.env },
    metadata,
    reason:
      recipe.sources.length === 0 ? recipe.reason : `${recipe.reason}; changed by buildIsolation.exceptions`,
  };
}

/** A card without a spelling of its own leaves the variable to the package: its default may know more. */
function archs({ archVariable }: PackageRow, archList: readonly string[]): Record<string, string> {
  if (archVariable === undefined || archList.length === 0) return {};
  const known = archList.flatMap((capability) => archVariable.archs[capability] ?? []);
  return known.length < archList.length ? {} : { [archVariable.name]: [...new Set(known)].join(";") };
}

function jobs(config: Config, variable = "MAX_JOBS"): Record<string, string> {
  return config.buildIsolation.jobs === null ? {} : { [variable]: String(config.buildIsolation.jobs) };
}
