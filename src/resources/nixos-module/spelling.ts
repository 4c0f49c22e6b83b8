import { isAtLeast } from "../nixos-release.js";

/*
 * Option names by release. Sources: NixOS/nixpkgs nixos/modules/hardware/graphics.nix@0009474fe6d7 (the renames of
 * 24.11), nixos/modules/services/hardware/nvidia-container-toolkit/default.nix@035aa04c1cd0 (24.05 and 24.11),
 * pkgs/os-specific/linux/nvidia-x11/default.nix (what `stable` is), nixos/modules/programs/nix-ld.nix,
 * nixos/modules/hardware/video/nvidia.nix and hardware/opengl.nix (graphics.nix before 24.11).
 */

interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Renamed in 24.11: the old names still work there, with a warning. */
const renames: readonly Rename[] = [
  { from: "hardware.opengl.enable", to: "hardware.graphics.enable" },
  { from: "hardware.opengl.driSupport32Bit", to: "hardware.graphics.enable32Bit" },
  { from: "hardware.opengl.package", to: "hardware.graphics.package" },
  { from: "hardware.opengl.package32", to: "hardware.graphics.package32" },
  { from: "hardware.opengl.extraPackages", to: "hardware.graphics.extraPackages" },
  { from: "hardware.opengl.extraPackages32", to: "hardware.graphics.extraPackages32" },
  {
    from: "virtualisation.containers.cdi.dynamic.nvidia.enable",
    to: "hardware.nvidia-container-toolkit.enable",
  },
];

/** Removed in 24.11: a definition fails the build. */
const removedName = "hardware.opengl.driSupport";
const renamingRelease = "24.11";

/** The name under which the release knows an option that the person's configuration sets. */
export function currentName(option: string, release: string): string {
  const renamed = renames.find(({ from }) => from === option);
  return renamed && isAtLeast(release, renamingRelease) ? renamed.to : option;
}

/** The names that an option of a release had before, and may still be set by. */
export function formerNames(option: string, release: string): string[] {
  if (!isAtLeast(release, renamingRelease)) return [];
  return renames.filter(({ to }) => to === option).map(({ from }) => from);
}

/** What is wrong with an option's name in a release: `null`: nothing. `replacement` `null`: delete the line. */
export function misspelling(
  option: string,
  release: string,
): { readonly fails: boolean; readonly replacement: string | null } | null {
  if (isAtLeast(release, renamingRelease)) {
    if (option === removedName) return { fails: true, replacement: null };
    const renamed = renames.find(({ from }) => from === option);
    return renamed ? { fails: false, replacement: renamed.to } : null;
  }
  const early = renames.find(({ to }) => to === option);
  return early ? { fails: true, replacement: early.from } : null;
}

/** The option that gives containers the GPU. */
export function containerOption(release: string): string {
  if (isAtLeast(release, renamingRelease)) return "hardware.nvidia-container-toolkit.enable";
  return isAtLeast(release, "24.05")
    ? "virtualisation.containers.cdi.dynamic.nvidia.enable"
    : "virtualisation.docker.enableNvidia";
}

/** The modules of nixpkgs, by the names that `disabledModules` takes, that have the options which we set. */
export function moduleFiles(release: string): readonly { readonly file: string; readonly options: string }[] {
  const graphics = isAtLeast(release, renamingRelease) ? "graphics" : "opengl";
  return [
    { file: "hardware/video/nvidia.nix", options: "hardware.nvidia" },
    { file: `hardware/${graphics}.nix`, options: `hardware.${graphics}` },
    { file: "programs/nix-ld.nix", options: "programs.nix-ld" },
  ];
}

/** Whether `nixpkgs.config.allowUnfreePackages` is there; its lists merge, as predicates do not. */
export function hasUnfreePackages(release: string): boolean {
  return isAtLeast(release, "26.05");
}

/** Whether definitions of `programs.nix-ld.libraries` add to the module's own list instead of replacing it. */
export function nixLdLibrariesMerge(release: string): boolean {
  return isAtLeast(release, "24.05");
}

/** One name for the attributes of nvidiaPackages that are the same driver in a release. */
export function driverName(attribute: string, release: string): string {
  if (attribute !== "stable") return attribute;
  return isAtLeast(release, "25.05") ? "production" : "latest";
}
