import type { WrittenConfig } from "./written.js";

export { mergeConfig } from "./merge.js";
export { presets } from "./presets.js";
export type * from "./written.js";

/** A config that is worked out when it is loaded. */
export type ConfigFunction = (() => WrittenConfig) | (() => Promise<WrittenConfig>);

/**
 * Gives the editor the type of the config; the value is returned as it is.
 *
 * @example
 * export default defineConfig({
 *   gpu: "RTX 4090",
 *   packages: ["transformers"],
 * });
 */
export function defineConfig<const T extends WrittenConfig | Promise<WrittenConfig>>(
  config: () => T,
): () => T;
// Last, because the compiler explains the last one when none fits.
export function defineConfig(config: WrittenConfig): WrittenConfig;
export function defineConfig(config: WrittenConfig | ConfigFunction): WrittenConfig | ConfigFunction {
  return config;
}
