import type { StateOwner } from "../../model/record.js";
import type { Contribution, Removal } from "../resource.js";
import { decodeText } from "../text.js";
import { releaseWholeFile, unplanWholeFile } from "../whole-file-removal.js";
import { keep } from "../whole-file-change.js";
import { changedOptions } from "./details.js";
import { isOwnedBy } from "./header.js";
import type { ObservedModule } from "./observe.js";

export interface Owner {
  /** The project's name; `null`: not known. */
  readonly owner: string | null;
  readonly stateOwner: StateOwner;
}

/**
 * Plans to take `nixtorch.nix` away, or to give back what stood there before. Another project's stays.
 * `keep`: something imports it and stays, so that it has to stay as well.
 */
export function unplanModule(
  observed: ObservedModule,
  { baseline, origin }: Removal,
  { owner, stateOwner, keep: needed }: Owner & { readonly keep: boolean },
): Contribution {
  const own = stateOwner.kind === "another" ? {} : baseline;
  const file = { ...place(observed), baseline: own, reason: "this environment is taken away" };
  if (needed) return keep({ ...file, baseline }, []);
  return unplanWholeFile({
    ...file,
    details: changedOptions(decodeText(observed.file), origin),
    isOurs: (text) => owner !== null && stateOwner.kind !== "another" && isOwnedBy(text, owner),
    origin,
  });
}

/** Plans to take the header off: what the module does stays, and is the person's. */
export function releaseModule(observed: ObservedModule, { baseline }: Removal): Contribution {
  return releaseWholeFile({ ...place(observed), baseline, reason: "the module is yours" });
}

function place({ path, file }: ObservedModule) {
  return { address: "system.module", path, observed: file } as const;
}
