import { addImport, type ImportEdit } from "../../lang/nix/imports.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { ParsedFile } from "../nixos-walk.js";
import { readObstacle } from "../obstacle.js";
import type { Baseline } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { address, conflict, edit, keep, kindKey, pathKey, target, type PlannedImport } from "./change.js";
import { absent, binary, byHand, conditional, invalid, noModule, shared, unreached } from "./diagnostics.js";
import { targetList } from "./list.js";
import type { ObservedImport } from "./observe.js";
import { unplanImport } from "./removal.js";

/**
 * Plans one entry in the `imports` of the person's module, or in the list of modules of a host, as an edit that
 * touches nothing else. Where none is safe, the entry is left to the person, and nothing else waits for it.
 * `needed`: whether there is a module to import; without one an entry that was put in is taken out.
 */
export function planImport(observed: ObservedImport, desire: SystemDesire, needed = true): PlannedImport {
  const { baseline } = desire;
  if (!needed) return unplanImport(observed, { baseline, origin: null });
  const obstacle = readObstacle(target(observed));
  if (obstacle) return conflict(observed, [obstacle], baseline);
  const { source } = observed;
  switch (source.kind) {
    case "parsed":
      return planned(observed, source, desire);
    case "absent":
      return conflict(observed, [absent(observed)], baseline);
    case "syntax":
      return conflict(observed, [invalid(observed, source)], baseline);
    default:
      return conflict(observed, [binary(observed)], baseline);
  }
}

function planned(observed: ObservedImport, file: ParsedFile, { baseline }: SystemDesire): PlannedImport {
  const list = targetList(observed, file);
  if (typeof list === "string") return conflict(observed, [noModule(observed, list)], baseline);
  const found = unreached(observed);
  if (observed.entries.length > 0) return isThere(observed, baseline, found);
  const edited = addImport(file.text, observed.imported, list.find, file.tree);
  switch (edited.outcome) {
    case "unchanged":
      return isThere(observed, baseline, [...found, ...(edited.conditional ? [conditional(observed)] : [])]);
    case "refused":
      return leftToPerson(observed, edited, list.key, found);
    case "edited":
      return edit(observed, edited, {
        key: list.key,
        before: null,
        after: observed.imported,
        reason: "NixOS reads nixtorch.nix only where it is imported",
        baseline: { [pathKey]: observed.imported, [kindKey]: edited.kind, ...list.memory },
        drift: takenOut(baseline),
        diagnostics: [...found, ...shared(observed)],
        takesOver: baseline[kindKey] === undefined,
        imported: true,
      });
  }
}

function isThere(
  observed: ObservedImport,
  baseline: Baseline,
  diagnostics: readonly Diagnostic[],
): PlannedImport {
  const { entries, path, imported } = observed;
  const perhaps = entries.length > 0 && entries.every((entry) => entry.conditional);
  const found = perhaps ? [...diagnostics, conditional(observed)] : diagnostics;
  const isHere = entries.length === 0 || entries.some(({ file }) => file === path);
  return isHere
    ? keep(observed, {
        reason: "it is imported",
        baseline: { ...baseline, [pathKey]: imported },
        imported: true,
        diagnostics: found,
      })
    : keep(observed, {
        reason: "another module imports it",
        baseline: {},
        imported: true,
        diagnostics: found,
      });
}

/** nixtorch.nix does no harm where nothing imports it, so all the rest goes on. */
function leftToPerson(
  observed: ObservedImport,
  refused: Extract<ImportEdit, { outcome: "refused" }>,
  key: string,
  diagnostics: readonly Diagnostic[],
): PlannedImport {
  return keep(observed, {
    reason: "the import is to be added by hand",
    baseline: {},
    imported: false,
    diagnostics: [...diagnostics, byHand(observed, refused, key)],
  });
}

function takenOut(baseline: Baseline) {
  const base = baseline[pathKey];
  if (base === undefined) return [];
  return [{ address, key: pathKey, base, observed: null, detail: "removed since the last apply" } as const];
}
