import type { System } from "../host/system.js";
import type { Diagnostic, Related } from "../model/diagnostic.js";
import type { Digest } from "../model/digest.js";
import { checkCaller } from "./caller.js";
import { evaluate } from "./evaluate.js";
import { locator, type Locate } from "./locate.js";
import { isAboutKey } from "./problem.js";
import { readProgram } from "./program.js";

export { findConfig } from "./find.js";

export interface LoadOptions {
  /** The config file, absolute. */
  readonly file: string;
  /** Where compiled source texts are kept. */
  readonly cacheDirectory: string;
  /** What `import … from "nixtorch"` gives. */
  readonly sdk: object;
  /** For running the files, and again for what they export to settle. */
  readonly timeoutMs: number;
  /** Ends the waiting for what the config promises. */
  readonly signal?: AbortSignal | undefined;
  /** Run even as root in somebody else's project (`--allow-root`); see `checkCaller`. */
  readonly allowRoot: boolean;
}

export interface LoadedConfig {
  readonly file: string;
  /** As written: not checked yet. */
  readonly value: unknown;
  /** Every local file that was read, the config included. */
  readonly files: readonly { readonly path: string; readonly digest: Digest }[];
  /** Where a part of the value was written, or else the nearest part around it. */
  readonly locate: Locate;
}

/**
 * Reads and evaluates a config with the local files that it imports.
 *
 * @throws Failure NT201-NT209, NT215-NT217, each with the place in the file; NT588
 */
export async function loadConfig(system: System, options: LoadOptions): Promise<LoadedConfig> {
  const { file, cacheDirectory, allowRoot } = options;
  const inspect = (path: string): void => checkCaller(system, { file, files: [path], allowRoot });
  const program = await readProgram(system, { file, cacheDirectory, inspect });
  const value = await evaluate(program, options);
  return {
    file,
    value,
    files: program.files().map(({ path, digest }) => ({ path, digest })),
    locate: locator(program, value),
  };
}

/** The diagnostics with `place` and `excerpt` in the config's source, where they have a `configPath`. */
export async function placeDiagnostics(
  config: Pick<LoadedConfig, "locate">,
  diagnostics: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const placed: Diagnostic[] = [];
  for (const one of diagnostics) {
    const related = one.related === undefined ? undefined : await placeRelated(config, one.related);
    const whole = related === undefined ? one : { ...one, related };
    if (one.configPath === undefined || one.place !== undefined) placed.push(whole);
    else
      placed.push({ ...whole, ...(await config.locate(one.configPath, isAboutKey(one) ? "key" : "value")) });
  }
  return placed;
}

async function placeRelated(
  config: Pick<LoadedConfig, "locate">,
  related: readonly Related[],
): Promise<readonly Related[]> {
  const placed: Related[] = [];
  for (const one of related) {
    if (one.configPath === undefined || one.place !== undefined) placed.push(one);
    else placed.push({ ...one, place: (await config.locate(one.configPath)).place });
  }
  return placed;
}
