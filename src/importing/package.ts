import { formatRequirement, type Requirement } from "../lang/python/requirement.js";
import { formatMarker } from "../lang/python/marker.js";
import { formatSpecifier } from "../lang/python/specifier.js";

/** Where a package comes from, in the config's words. */
export type Origin =
  | { readonly index: string }
  | {
      readonly git: string;
      readonly rev?: string;
      readonly tag?: string;
      readonly branch?: string;
      readonly subdirectory?: string;
    }
  | { readonly path: string; readonly editable?: boolean }
  | { readonly url: string };

/** An item of the config's `packages`. */
export function packageItem(requirement: Requirement, origin: Origin | null): unknown {
  if (origin === null) return formatRequirement(requirement);
  const { normalizedName, specifier, extras, marker } = requirement;
  const version = formatSpecifier(specifier);
  return {
    name: normalizedName,
    ...(version === "" ? {} : { version }),
    ...(extras.length === 0 ? {} : { extras }),
    ...(marker === null ? {} : { marker: formatMarker(marker) }),
    ...origin,
  };
}

/** Name and marker: what tells two requirements of one list apart. */
export function unitOf({ normalizedName, marker }: Requirement): string {
  return marker === null ? normalizedName : `${normalizedName}; ${formatMarker(marker)}`;
}

/** `git+https://host/repo@v1#subdirectory=python` in parts; `null`: no address of git's. */
export function gitOrigin(target: string): (Origin & { readonly git: string }) | null {
  const match = /^git\+([^#]+?)(?:@([^@/#:]+))?(?:#(.*))?$/.exec(target);
  if (match === null) return null;
  const [, git = "", rev, fragment = ""] = match;
  const subdirectory = new URLSearchParams(fragment).get("subdirectory");
  return {
    git,
    ...(rev === undefined ? {} : { rev }),
    ...(subdirectory === null ? {} : { subdirectory }),
  };
}
