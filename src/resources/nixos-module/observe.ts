import type { FileState, Reader } from "../../host/system.js";
import type { EvaluatedOptions } from "../../lang/nix/evaluated-options.js";
import { readBelow, type SystemPlace } from "../nixos-files.js";
import type {
  ConfigurationFile,
  DisabledModule,
  UnfollowedImport,
  UnreadFile,
  WalkedConfiguration,
} from "../nixos-walk.js";

/** `nixtorch.nix`, and what the person's configuration says beside it. All paths are absolute below the root. */
export interface ObservedModule {
  readonly path: string;
  /** The person's module, which imports ours. */
  readonly module: string;
  readonly file: FileState;
  /** The person's module and all that is imported with it, in the order of reading. */
  readonly configuration: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
  readonly unfollowed: readonly UnfollowedImport[];
  readonly disabled: readonly DisabledModule[];
  /** What the real module system says, which counts before what is read from syntax; `null`: it was not asked. */
  readonly evaluated: EvaluatedOptions | null;
}

/** Reads our module, and takes from the configuration beside it what decides its content. */
export function observeModule(
  system: Reader,
  place: SystemPlace,
  walked: WalkedConfiguration,
  evaluated: EvaluatedOptions | null = null,
): ObservedModule {
  const { ownPath: path, module, configuration, unread, unfollowed, disabled } = walked;
  const file = readBelow(system, place.root, path);
  return { path, module: module.path, file, configuration, unread, unfollowed, disabled, evaluated };
}
