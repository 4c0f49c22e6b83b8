import { dirname, join } from "node:path";
import type { Reader } from "../host/system.js";
import type { Action } from "../model/plan.js";
import { below } from "../model/rooted.js";
import { contextPath, type ApplyContext } from "./context.js";
import { writeTarget } from "./paths.js";

export type RebuildAction = Extract<Action, { type: "rebuild" }>;

/** What `nixos-rebuild --flake` receives; `null`: the system is built from a channel. */
export function flakeReference(context: ApplyContext, { method, host }: RebuildAction): string | null {
  if (method === "channel") return null;
  const directory = systemFlakeDirectory(context);
  return host === null ? directory : `${directory}#${host}`;
}

/** The directory of the flake that the system is built from: the nearest `flake.nix` at or above its module. */
function systemFlakeDirectory(context: ApplyContext): string {
  const { system, plan } = context;
  const usual = below(plan.root, "/etc/nixos");
  const placed = (["system.import", "system.module"] as const).find((address) =>
    plan.changes.some((change) => change.address === address && change.path !== null),
  );
  if (placed === undefined) return usual;
  const module = writeTarget(system, plan, placed, contextPath(context, placed));
  return nearestFlake(system, dirname(module), system.realPath(plan.root) ?? plan.root) ?? usual;
}

function nearestFlake(reader: Reader, directory: string, root: string): string | null {
  if (reader.read(join(directory, "flake.nix")).kind === "file") return directory;
  const parent = dirname(directory);
  return directory === root || parent === directory ? null : nearestFlake(reader, parent, root);
}
