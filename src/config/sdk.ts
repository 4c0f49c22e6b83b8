import type { CheckedConfig, Key } from "./checked.js";
import type { KnownCuda, KnownDriverBranch, KnownNixpkgs, KnownPython, KnownTorch } from "./known.js";
import type { WrittenConfig, WrittenGpu } from "./written.js";

export { mergeConfig } from "./merge.js";
export { presets } from "./presets.js";
export type * from "./written.js";

/** A config that is worked out when it is loaded. */
export type ConfigFunction = (() => WrittenConfig) | (() => Promise<WrittenConfig>);

/** A config, or what works it out when it is loaded. */
type Given<Config> = Config | (() => Config | Promise<Config>);

/**
 * Gives the editor the type of the config, and has it underline a stack that cannot run. The value is returned as it
 * is.
 *
 * @example
 * export default defineConfig({
 *   gpu: "RTX 4090",
 *   packages: ["transformers"],
 * });
 */
export function defineConfig<
  const Gpu extends WrittenGpu | undefined = undefined,
  const Cuda extends Key<KnownCuda> = undefined,
  const CudaVersion extends Key<KnownCuda> = undefined,
  const Torch extends Key<KnownTorch> = undefined,
  const TorchVersion extends Key<KnownTorch> = undefined,
  const Python extends Key<KnownPython> = undefined,
  const Nixpkgs extends Key<KnownNixpkgs> = undefined,
  const NixpkgsRelease extends Key<KnownNixpkgs> = undefined,
  const Systems extends readonly string[] | undefined = undefined,
  PythonFrom extends "nixpkgs" | "uv" | undefined = undefined,
  LibraryMode extends "export" | "nix-ld" | undefined = undefined,
  const Release extends Key<KnownNixpkgs> = undefined,
  const MachineGpu extends WrittenGpu | undefined = undefined,
  const Branch extends Key<KnownDriverBranch> = undefined,
  Open extends boolean | undefined = undefined,
  Datacenter extends boolean | undefined = undefined,
  Host extends string = never,
  Word extends string = never,
>(
  config: Given<
    CheckedConfig<
      Gpu,
      Cuda,
      CudaVersion,
      Torch,
      TorchVersion,
      Python,
      Nixpkgs,
      NixpkgsRelease,
      Systems,
      PythonFrom,
      LibraryMode,
      Release,
      MachineGpu,
      Branch,
      Open,
      Datacenter,
      Host,
      Word
    >
  >,
): WrittenConfig {
  return config as WrittenConfig;
}
