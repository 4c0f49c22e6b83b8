import type { Catalog, NixpkgsRelease } from "../../../src/compat/catalog-types.js";
import { compareDotted } from "../../../src/model/version.js";
import { repeated, unsorted } from "./lists.js";

export function* nixpkgsProblems(catalog: Catalog): Iterable<string> {
  const { releases, withoutOpenModule } = catalog.nixpkgs;
  const names = releases.map((row) => row.release);
  if (names.at(-1) !== "unstable") yield "nixpkgs.json: releases: unstable does not stand at the end";
  yield* unsorted("nixpkgs.json: releases", names.filter((name) => name !== "unstable"));
  const stable = releases.filter((row) => row.status.value === "stable");
  if (stable.length !== 1) yield `nixpkgs.json: releases: ${stable.length} are stable, and exactly one can be`;
  for (const row of releases) {
    const place = `nixpkgs.json: release ${row.release}`;
    if (row.ref !== `nixos-${row.release}`) yield `${place}: ref: is ${row.ref}, not nixos-${row.release}`;
    if ((row.release === "unstable") !== (row.status.value === "rolling"))
      yield `${place}: status: is ${row.status.value}`;
    yield* scopeProblems(place, row, catalog);
    yield* pythonProblems(place, row);
    yield* driverProblems(place, row);
  }
  const drivers = new Set(releases.flatMap((row) => row.drivers.attributes.map((one) => one.name)));
  for (const name of withoutOpenModule.value) {
    if (!drivers.has(name)) yield `nixpkgs.json: withoutOpenModule: no release has a driver ${name}`;
  }
}

function* scopeProblems(place: string, { cuda: row }: NixpkgsRelease, { cuda }: Catalog): Iterable<string> {
  const oldest = cuda.toolkits[0]!.version;
  yield* unsorted(`${place}: scopes`, row.scopes.map((scope) => scope.version));
  for (const { version, attribute } of row.scopes) {
    if (attribute !== `cudaPackages_${version.replace(".", "_")}`)
      yield `${place}: scope ${version}: its attribute is ${attribute}`;
    // The catalog does not go back to the toolkits that torch 2 never used.
    if (compareDotted(version, oldest) >= 0 && !cuda.toolkits.some((toolkit) => toolkit.version === version))
      yield `${place}: scope ${version}: no toolkit ${version} in cuda.json`;
  }
  if (!row.scopes.some((scope) => scope.version === row.default.value))
    yield `${place}: cuda: default: there is no scope ${row.default.value}`;
}

function* pythonProblems(place: string, { python }: NixpkgsRelease): Iterable<string> {
  const interpreters = python.interpreters.value;
  yield* unsorted(`${place}: python: interpreters`, interpreters.map((one) => one.version));
  if (!interpreters.some((one) => one.version === python.default.value && one.prerelease !== true))
    yield `${place}: python: default: there is no released interpreter ${python.default.value}`;
}

function* driverProblems(place: string, { drivers }: NixpkgsRelease): Iterable<string> {
  const byName = new Map(drivers.attributes.map((one) => [one.name, one]));
  yield* repeated(`${place}: drivers`, drivers.attributes.map((one) => one.name));
  if (!byName.has("production")) yield `${place}: drivers: production is missing`;
  for (const { name, version, aliasOf, atLeast } of drivers.attributes) {
    if (atLeast !== undefined && version !== null)
      yield `${place}: driver ${name}: of a recorded version nothing else is to be said`;
    if (atLeast !== undefined && !byName.has(atLeast))
      yield `${place}: driver ${name}: there is no driver ${atLeast}`;
    if ((version === undefined) === (aliasOf === undefined))
      yield `${place}: driver ${name}: has a version or is the alias of another, one of the two`;
    const target = aliasOf === undefined ? undefined : byName.get(aliasOf);
    if (aliasOf === undefined) continue;
    if (target === undefined) yield `${place}: driver ${name}: there is no driver ${aliasOf}`;
    else if (target.aliasOf !== undefined) yield `${place}: driver ${name}: ${aliasOf} is an alias itself`;
  }
}
