import { compareDotted } from "../../../src/model/version.js";

/** Versions that stand behind a newer or an equal one, with that one. */
export function* misplaced(versions: readonly string[]): Iterable<readonly [later: string, earlier: string]> {
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    if (before !== undefined && compareDotted(before, version) >= 0) yield [version, before];
  }
}

/** `place: 3.9 stands behind 3.10 …`, for lists that go from old to new. */
export function* unsorted(place: string, versions: readonly string[]): Iterable<string> {
  for (const [later, earlier] of misplaced(versions)) {
    yield later === earlier
      ? `${place}: ${later} is there twice`
      : `${place}: ${later} stands behind ${earlier}; versions go from old to new`;
  }
}

/** `place: X is there twice`, for lists whose order means something else. */
export function* repeated(place: string, names: readonly string[]): Iterable<string> {
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    yield `${place}: ${name} is there twice`;
  }
}
