import { importKinds, removeImport, type ImportKind } from "../../lang/nix/imports.js";
import type { Removal } from "../resource.js";
import { edit, keep, kindKey, pathKey, type PlannedImport } from "./change.js";
import { staysByHand } from "./diagnostics.js";
import { rememberedList } from "./list.js";
import type { ObservedImport } from "./observe.js";

/**
 * Plans to take the entry out that nixtorch put in, so that the file's bytes from before are back. An entry of a
 * person's stays, and one that cannot be taken out safely: `imported` says so, and the module has to stay with it.
 */
export function unplanImport(observed: ObservedImport, { baseline }: Removal): PlannedImport {
  const { source, entries, path } = observed;
  const stays = (reason: string | null, own = false) =>
    keep(observed, {
      reason: "the entry stays until a person takes it out",
      baseline: own ? baseline : {},
      imported: true,
      diagnostics: [staysByHand(observed, entries, reason)],
    });
  const [added, kind] = [baseline[pathKey], kindOf(baseline[kindKey])];
  if (source.kind !== "parsed") {
    if (source.kind === "absent" || kind === null) return gone(observed);
    return stays(`${path} cannot be read: ${source.reason}`, true);
  }
  const list = rememberedList(baseline);
  const edited =
    added === undefined || kind === null ? null : removeImport(source.text, added, kind, list.find);
  if (edited?.outcome === "refused") return stays(`in ${path}, ${edited.reason}`, true);
  if (edited?.outcome !== "edited") return entries.length > 0 ? stays(null) : gone(observed);
  const ours = entries.findIndex(({ file }) => file === path);
  const others = entries.filter((_, index) => index !== ours);
  return edit(observed, edited, {
    key: list.key,
    before: added!,
    after: null,
    reason: "nixtorch.nix is taken out of the system",
    baseline: {},
    diagnostics: others.length > 0 ? [staysByHand(observed, others, null)] : [],
    imported: others.length > 0,
  });
}

/** Plans to hand the entry over: it stays, and is the person's from then on. */
export function releaseImport(observed: ObservedImport): PlannedImport {
  return keep(observed, {
    reason: "the entry stays, and is yours",
    baseline: {},
    imported: observed.entries.length > 0,
  });
}

function gone(observed: ObservedImport): PlannedImport {
  return keep(observed, { reason: "nothing imports nixtorch.nix", baseline: {}, imported: false });
}

function kindOf(text: string | undefined): ImportKind | null {
  return importKinds.find((kind) => kind === text) ?? null;
}
