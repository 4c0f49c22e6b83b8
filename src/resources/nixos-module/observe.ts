import type { FileState, Reader } from "../../host/system.js";
import { readBelow, systemFiles, type SystemPlace } from "../nixos-files.js";
import { walkConfiguration, type ConfigurationFile, type UnreadFile } from "../nixos-walk.js";

/** `nixtorch.nix`, and what the person's configuration says beside it. All paths are absolute below the root. */
export interface ObservedModule {
  readonly path: string;
  /** The person's module, which imports ours. */
  readonly module: string;
  readonly file: FileState;
  /** The person's module and its local imports, in the order of reading. */
  readonly configuration: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
}

/** Reads our module and scans the person's configuration by syntax: the module, and its local imports. */
export function observeModule(system: Reader, place: SystemPlace): ObservedModule {
  const { module, own } = systemFiles(system, place);
  const { configuration, unread } = walkConfiguration(system, place);
  return { path: own, module, file: readBelow(system, place.root, own), configuration, unread };
}
