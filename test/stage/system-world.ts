import { join } from "node:path";
import type { SystemQuestion } from "../../src/stage/evaluate-system.js";
import { addChannel } from "../support/nixos-channel.js";
import { world, type World } from "./world.js";

export interface SystemWorld extends World {
  /** Where the system lies, with its `etc` and `nix`. */
  readonly root: string;
}

/** A system below a directory, with a channel as `nixos-install` leaves it; paths of files are below its root. */
export function systemWorld(files: Readonly<Record<string, string>>, release = "26.05"): SystemWorld {
  const here = world(Object.fromEntries(Object.entries(files).map(([path, text]) => [`root/${path}`, text])));
  const root = join(here.directory, "root");
  addChannel(root, release);
  return { ...here, root };
}

export type Asking = Partial<SystemQuestion["configuration"]> &
  Partial<Omit<SystemQuestion, "configuration">>;

/** The question about a system of 26.05 whose configuration imports our module from beside it. */
export function questionAbout(root: string, asking: Asking = {}): SystemQuestion {
  const { options = [], former = {}, drivers = [], packages = [], unfree = [], ...configuration } = asking;
  return {
    configuration: {
      root,
      flake: null,
      own: ["/etc/nixos/nixtorch.nix"],
      release: "26.05",
      allowRoot: false,
      ...configuration,
    },
    options,
    former,
    drivers,
    packages,
    unfree,
  };
}
