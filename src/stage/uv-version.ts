import { compareVersions, parseVersion } from "../lang/python/version.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";

/** The oldest uv that will do, and the setting of `[tool.uv]` for which it has to be that new. */
export interface NeededUv {
  readonly version: string;
  readonly setting: string;
}

/**
 * What the settings of a project need; `null`: any uv will do.
 * @param since The uv that first understood a setting, by the setting's name.
 */
export function neededUv(settings: object, since: Readonly<Record<string, string>>): NeededUv | null {
  return Object.entries(since)
    .filter(([setting]) => setting in settings)
    .map(([setting, version]) => ({ setting, version }))
    .reduce<NeededUv | null>((most, one) => (most !== null && isOlder(one.version, most) ? most : one), null);
}

/** Whether a uv is too old; one whose version is not known is taken to be new enough. */
export function isOlder(version: string, needed: NeededUv | null): boolean {
  const [found, wanted] = [parseVersion(version), needed && parseVersion(needed.version)];
  return found !== null && wanted !== null && compareVersions(found, wanted) < 0;
}

/** NT538. `pinned`: it is the one of the project's nixpkgs. */
export function tooOld(uv: ToolInput, needed: NeededUv, pinned: boolean): Diagnostic {
  return {
    severity: "error",
    code: "NT538",
    summary: "uv is too old for the project's settings",
    detail:
      `tool.uv.${needed.setting} in pyproject.toml needs uv ${needed.version} or newer, and ` +
      `${pinned ? "the one of the pinned nixpkgs" : uv.path} is ${uv.version}. It would leave out all settings in [tool.uv].`,
    hint: pinned
      ? 'The shell has this uv too. Take a newer nixpkgs, in nixtorch.config.ts:\n  nix: { nixpkgs: { release: "…" } }'
      : "Update it where it comes from, or install Nix, with which uv comes from nixpkgs. See which one is taken:\n  command -v uv; uv --version",
    address: "project.uv_lock",
  };
}
